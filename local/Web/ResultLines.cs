using System.Text.Encodings.Web;
using System.Text.Json;
using Emulator.Athena;

namespace Web;

/// <summary>Writes rows as JSON lines: an object for each row, without fields that have no value.</summary>
static class ResultLines
{
    /// <param name="result">A query's rows.</param>
    /// <param name="atRow">Whether the result is already at its first row.</param>
    /// <param name="output">The stream for the lines.</param>
    public static void Write(QueryResult result, bool atRow, Stream output)
    {
        var options = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using var json = new Utf8JsonWriter(output, options);
        var names = result.Columns.Select(column => JsonEncodedText.Encode(column.Name, options.Encoder)).ToArray();
        for (var more = atRow; more; more = result.Read())
        {
            json.WriteStartObject();
            for (var i = 0; i < names.Length; i++)
            {
                if (result.Row[i] is null)
                    continue;
                json.WritePropertyName(names[i]);
                ResultJson.Write(json, result.Row[i]);
            }

            json.WriteEndObject();
            json.Flush();
            json.Reset();
            output.WriteByte((byte)'\n');
        }
    }
}
