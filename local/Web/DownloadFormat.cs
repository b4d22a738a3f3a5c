using System.Text;
using Emulator.Athena;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Web;

/// <summary>Writes the rows of a query as a file while they are read.</summary>
sealed class DownloadFormat
{
    const int BufferBytes = 64 * 1024;

    static readonly DownloadFormat[] Formats =
    [
        new("csv", "text/csv; charset=utf-8", (result, atRow, output) =>
        {
            using var lines = new StreamWriter(output, new UTF8Encoding(false), BufferBytes, leaveOpen: true);
            SpreadsheetCsv.Write(result, atRow, lines);
        }),
        new("jsonl", "application/jsonl", ResultLines.Write),
        new("parquet", "application/vnd.apache.parquet", ResultParquet.Write),
    ];

    readonly string _name;
    readonly string _contentType;
    readonly Action<QueryResult, bool, Stream> _write;

    DownloadFormat(string name, string contentType, Action<QueryResult, bool, Stream> write) =>
        (_name, _contentType, _write) = (name, contentType, write);

    /// <exception cref="FormatException">The format is unknown.</exception>
    public static DownloadFormat Of(string name) => Formats.FirstOrDefault(format => format._name == name)
        ?? throw new FormatException($"Unknown format '{Filters.FilterText.Short(name)}'. Use "
        + $"{string.Join(", ", Formats.Select(format => format._name))}.");

    /// <summary>Writes the answer to a request.</summary>
    /// <param name="result">The rows.</param>
    /// <param name="http">The request.</param>
    /// <param name="file">The file's name without its ending.</param>
    public void Write(QueryResult result, HttpContext http, string file)
    {
        // The first row shows whether the query works. Before it, an error can still be sent as an error.
        var atRow = result.Read();
        http.Response.ContentType = _contentType;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{file}.{_name}\"";
        http.Features.Get<IHttpBodyControlFeature>()!.AllowSynchronousIO = true;
        using var output = new BufferedStream(http.Response.Body, BufferBytes);
        _write(result, atRow, output);
        output.Flush();
    }
}
