using System.Text;
using System.Text.Json;

namespace Tool.Input;

/// <summary>Makes records of fields that stand apart, as columns have them, by whatever spelling of their names.</summary>
sealed class FieldRecords(IRecordSink sink, string saidBy)
{
    /// <summary>The archive's own column for fields that are not documented: a JSON object.</summary>
    const string OtherFields = "other_fields";

    static readonly string[] PartitionKeys = ["year", "month", "day", "hour"];

    string _names = "";
    FlowLogFormat _format = FlowLogFormat.Default;

    /// <summary>Whether most of the names are those of documented fields.</summary>
    public static bool AreFields(IEnumerable<string> names)
    {
        var all = names.Except(PartitionKeys).ToList();
        return 2 * all.Count(name => FlowLogFields.Find(Encoding.UTF8.GetBytes(name)) is not null) > all.Count;
    }

    /// <summary>Adds a record.</summary>
    /// <param name="place">Its number in the input.</param>
    /// <param name="values">Names and values; an empty value is none.</param>
    /// <param name="milliseconds">When it came to be, where that is known.</param>
    /// <exception cref="FormatException">The names, or those in <c>other_fields</c>, are not those of a record's fields.</exception>
    public void Add(long place, List<(string Name, string Value)> values, long? milliseconds)
    {
        // The archive's own column for what is no record.
        if (Take(values, "unparsed") is { Length: > 0 } unparsed)
        {
            sink.Add(place, Encoding.UTF8.GetBytes(unparsed), milliseconds);
            return;
        }
        if (Take(values, OtherFields) is { Length: > 0 } others)
            values.AddRange(Expand(others));
        values.RemoveAll(value => PartitionKeys.Contains(value.Name));

        var names = string.Join(' ', values.Select(value => value.Name));
        if (names != _names)
        {
            _format = FlowLogFormat.OfNames(values.Select(value => value.Name));
            _names = names;
            sink.Use(_format, saidBy);
        }
        sink.Add(place, Encoding.UTF8.GetBytes(string.Join(' ', values.Zip(_format.Fields, (value, field) => TextOf(field, value.Value)))), milliseconds);
    }

    /// <summary>Says that what comes is no such record, but a text in the input's own format.</summary>
    public void End()
    {
        if (_names.Length == 0)
            return;
        _names = "";
        sink.UseOwn();
    }

    /// <summary>Adds a row of a table. One that is no record goes through the stack as its values with commas between them.</summary>
    /// <exception cref="FormatException">The table's names are not those of a record's fields.</exception>
    public void AddRow(long place, IReadOnlyList<string> names, IReadOnlyList<string> values)
    {
        if (values.Count == names.Count)
        {
            try
            {
                Add(place, [.. names.Zip(values)], null);
                return;
            }
            catch (FormatException) when (names.Contains(OtherFields))
            {
                // The row's own fault.
            }
        }
        sink.Add(place, Encoding.UTF8.GetBytes(string.Join(',', values)));
    }

    static string TextOf(FlowLogField field, string value) =>
        value.Length == 0 ? "-"
        : field.Type == FlowLogFieldType.EpochSeconds && InputTime.Read(value) is { } time ? $"{time / 1000}"
        : value;

    static string? Take(List<(string Name, string Value)> values, string name)
    {
        var place = values.FindIndex(value => value.Name == name);
        if (place < 0)
            return null;
        var taken = values[place].Value;
        values.RemoveAt(place);
        return taken;
    }

    static List<(string Name, string Value)> Expand(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return [.. document.RootElement.EnumerateObject().Select(field => (JsonStrings.Name(field), JsonStrings.Text(field.Value)))];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new FormatException("The other fields are no JSON object.", exception);
        }
    }
}
