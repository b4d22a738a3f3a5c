using System.Text;
using System.Text.Json;

namespace FlowLogs.Local.Input;

/// <summary>Makes records of fields that stand apart, as columns have them, by whatever spelling of their names.</summary>
sealed class FieldRecords(IRecordSink sink, string saidBy)
{
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
    /// <exception cref="FormatException">The names are not those of a record's fields.</exception>
    public void Add(long place, List<(string Name, string Value)> values, long? milliseconds)
    {
        // The archive's own columns for what has none.
        if (Take(values, "unparsed") is { Length: > 0 } unparsed)
        {
            sink.Add(place, Encoding.UTF8.GetBytes(unparsed), milliseconds);
            return;
        }
        if (Take(values, "other_fields") is { Length: > 0 } others)
            Expand(others, values);
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

    static void Expand(string json, List<(string Name, string Value)> values)
    {
        using var document = JsonDocument.Parse(json);
        values.AddRange(document.RootElement.EnumerateObject().Select(field => (field.Name, field.Value.GetString() ?? "")));
    }
}
