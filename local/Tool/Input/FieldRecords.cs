using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tool.Input;

/// <summary>Builds records from separate fields, as in columns and keys, in any spelling of their names.</summary>
sealed class FieldRecords(IRecordSink sink, string saidBy)
{
    /// <summary>The archive's column for undocumented fields: a JSON object.</summary>
    const string OtherFields = "other_fields";

    const int AccountIdLength = 12;

    static readonly SearchValues<char> Escaped =
        SearchValues.Create([.. Enumerable.Range(0, ' ').Select(control => (char)control), '"', '\\']);

    string _names = "";
    FlowLogFormat _format = FlowLogFormat.Default;

    /// <summary>Adds a record.</summary>
    /// <param name="place">The record's number in the input.</param>
    /// <param name="values">Names and values; an empty value is a missing field.</param>
    /// <param name="milliseconds">The time of arrival, if it is known.</param>
    /// <exception cref="FormatException">The names, or those in <c>other_fields</c>, are not valid fields.</exception>
    public void Add(long place, List<(string Name, string Value)> values, long? milliseconds)
    {
        // The archive's column for lines that are not records.
        if (Take(values, "unparsed") is { Length: > 0 } unparsed)
        {
            sink.Add(place, Encoding.UTF8.GetBytes(unparsed), milliseconds);
            return;
        }
        if (Take(values, OtherFields) is { Length: > 0 } others)
            values.AddRange(Expand(others));
        values.RemoveAll(value => FieldNames.IsBeside(value.Name));

        var names = string.Join(' ', values.Select(value => FieldNames.Plain(value.Name)));
        if (names != _names)
        {
            _format = FlowLogFormat.OfNames(values.Select(value => FieldNames.Plain(value.Name)));
            _names = names;
            sink.Use(_format, saidBy);
        }
        sink.Add(place, Encoding.UTF8.GetBytes(string.Join(' ', Texts(_format, values.Select(value => value.Value)))), milliseconds);
    }

    /// <summary>Returns the text of a record with these values in a format's order.</summary>
    public static IEnumerable<string> Texts(FlowLogFormat format, IEnumerable<string> values) => format.Fields.Zip(values, TextOf);

    /// <summary>Starts text in the input's own format.</summary>
    public void End()
    {
        if (_names.Length == 0)
            return;
        _names = "";
        sink.UseOwn();
    }

    /// <summary>Adds a row of a table. A row that is not a record is kept as its values with commas between them.</summary>
    /// <exception cref="FormatException">The table's names are not valid fields.</exception>
    public void AddRow(long place, IReadOnlyList<string> names, IReadOnlyList<string> values, long? milliseconds = null)
    {
        var problem = $"{values.Count} values for {names.Count} columns";
        if (values.Count == names.Count)
        {
            try
            {
                Add(place, [.. names.Zip(values)], milliseconds);
                return;
            }
            catch (FormatException exception) when (names.Contains(OtherFields))
            {
                problem = exception.Message;
            }
        }
        sink.AddOther(place, Encoding.UTF8.GetBytes(string.Join(',', values)), problem, milliseconds);
    }

    static string TextOf(FlowLogField field, string value)
    {
        if (field.IsKnown)
            value = value.Trim();
        var text = TextOfValue(field, value);
        // A record separates its values by spaces. Only the value of an undocumented field can have any character.
        return text.AsSpan().ContainsAny(" \t") || (!field.IsKnown && text.AsSpan().ContainsAny(Escaped))
            ? $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\""
            : text;
    }

    static string TextOfValue(FlowLogField field, string value) =>
        value.Length == 0 ? "-"
        : field == FlowLogFields.AccountId ? AccountId(WholeNumber(value) ?? value)
        : field.Type == FlowLogFieldType.Text ? value
        : value.Equals("nan", StringComparison.OrdinalIgnoreCase) ? "-"
        : field.Type == FlowLogFieldType.EpochSeconds && InputTime.ReadSeconds(value) is { } seconds ? $"{seconds}"
        : WholeNumber(value) ?? value;

    // As a number, the id has lost its leading zeros.
    static string AccountId(string value) =>
        value.AsSpan().ContainsAnyExceptInRange('0', '9') ? value : value.PadLeft(AccountIdLength, '0');

    // Libraries for tables write whole numbers as floating-point numbers in columns with gaps: 443.0 or 1.41853007E9, and NaN in the gap.
    static string? WholeNumber(string value) =>
        value.AsSpan().ContainsAny('.', 'e', 'E')
        && decimal.TryParse(
            value, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
        && decimal.IsInteger(number)
            ? number.ToString("0", CultureInfo.InvariantCulture)
            : null;

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
            throw new FormatException("other_fields is not a JSON object", exception);
        }
    }
}
