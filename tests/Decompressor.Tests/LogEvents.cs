using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Decompressor.Tests;

/// <summary>
/// Creates log events that a number identifies. The number is in the packets field of events that match the format, and in the text of
/// every seventh event, which does not match.
/// </summary>
static class LogEvents
{
    /// <summary>Returns a record with one data message that has these events.</summary>
    /// <param name="numbers">The numbers of the events.</param>
    /// <param name="padding">Letters that lengthen the messages that do not match the format.</param>
    /// <param name="withFields">Whether the events have extracted fields, as with the template's filter.</param>
    /// <param name="level">The compression level.</param>
    public static byte[] Record(IEnumerable<int> numbers, int padding = 0, bool withFields = false,
        CompressionLevel level = CompressionLevel.Fastest) =>
        Gzipped.Of(Payload(numbers, padding, withFields), level);

    public static string Payload(IEnumerable<int> numbers, int padding = 0, bool withFields = false)
    {
        var text = new StringBuilder("""{"messageType":"DATA_MESSAGE","owner":"123456789010","logGroup":"vpc","logStream":"eni-1-all","subscriptionFilters":["all"],"logEvents":[""");
        var separator = "";
        foreach (var number in numbers)
        {
            text.Append(separator).Append(
                $"{{\"id\":\"{number:D56}\",\"timestamp\":1418530010000,\"message\":\"{Message(number, padding)}\"");
            if (withFields && Fits(number))
            {
                text.Append(",\"extractedFields\":{");
                text.AppendJoin(',', FlowLogs.FlowLogFormat.Default.Fields.Zip(Message(number).Split(' '), (field, value) =>
                    $"\"{field.Column}\":\"{value}\""));
                text.Append('}');
            }
            text.Append('}');
            separator = ",";
        }
        return text.Append("]}").ToString();
    }

    /// <summary>Returns the numbers of the events in JSON lines, in order. Each line must be the line of its event.</summary>
    public static List<int> InLines(byte[] lines)
    {
        var numbers = new List<int>();
        var rest = lines.AsSpan();
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf((byte)'\n');
            Assert.True(end >= 0);
            var line = Encoding.UTF8.GetString(rest[..end]);
            var number = NumberAfter(line, line.Contains("\"unparsed\"", StringComparison.Ordinal) ? "\"misfit " : "\"packets\":");
            if (line != Line(number, padding: line.Length))
                Assert.Equal(Line(number, padding: line.Length), line);
            numbers.Add(number);
            rest = rest[(end + 1)..];
        }
        return numbers;
    }

    /// <summary>Returns the numbers of the events in a record, in order.</summary>
    public static List<int> InRecord(byte[] data)
    {
        var numbers = new List<int>();
        var reader = new Utf8JsonReader(Gzipped.Inflate(data), new JsonReaderOptions { AllowMultipleValues = true });
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals("id"))
                continue;
            reader.Read();
            numbers.Add(int.Parse(reader.GetString()!, CultureInfo.InvariantCulture));
        }
        return numbers;
    }

    public static string Inflate(byte[] data) => Encoding.UTF8.GetString(Gzipped.Inflate(data));

    public static bool Fits(int number) => number % 7 != 0;

    /// <summary>Returns the line of an event.</summary>
    /// <param name="number">The number of the event.</param>
    /// <param name="padding">The total length of an unparsed line; its message fills what is left.</param>
    static string Line(int number, int padding)
    {
        if (Fits(number))
            return $$"""{"version":2,"account-id":"123456789010","interface-id":"eni-{{number % 5}}","srcaddr":"172.31.16.139","dstaddr":"172.31.16.21","srcport":20641,"dstport":22,"protocol":6,"packets":{{number}},"bytes":4249,"start":1418530010,"end":1418530070,"action":"ACCEPT","log-status":"OK"}""";
        var without = $$"""{"unparsed":"{{Message(number)}}"}""";
        return without.Insert(without.Length - 2, new string('x', padding - without.Length));
    }

    static string Message(int number, int padding = 0) => Fits(number)
        ? $"2 123456789010 eni-{number % 5} 172.31.16.139 172.31.16.21 20641 22 6 {number} 4249 1418530010 1418530070 ACCEPT OK"
        : $"misfit {number} " + new string('x', padding);

    static int NumberAfter(string line, string text)
    {
        var start = line.IndexOf(text, StringComparison.Ordinal) + text.Length;
        var end = start;
        while (char.IsAsciiDigit(line[end]))
            end++;
        return int.Parse(line.AsSpan(start, end - start), CultureInfo.InvariantCulture);
    }
}
