using System.Text;
using System.Text.Json;
using CsCheck;
using static FlowLogs.Tests.Payload;

namespace FlowLogs.Tests;

/// <summary>
/// The reader, which has fast paths, and the reference, which has none, agree on random payloads: on refusals and on each event.
/// </summary>
public sealed class DifferentialTests
{
    const string Letters = "\"\\{}[]:,- \t\n0123456789aeTm.+eéx";

    static readonly FlowLogFormat[] Formats =
        [FlowLogFormat.Default, FlowLogFormat.Parse("${version} ${action}"), FlowLogFormat.Parse("${srcaddr}"),
            FlowLogFormat.Parse("${instance-tag} ${packets} ${owner}")];

    // Like a subscription of one stream: the reader learns the layout of the next payload from the one before.
    readonly ExtractedFieldsLayout[] _layouts = [.. Formats.Select(_ => new ExtractedFieldsLayout())];

    static Gen<string> LogEvent(FlowLogFormat format)
    {
        var value = Gen.Frequency((20, Gen.OneOf("-", "2", "22", "0", "1418530010", "ACCEPT", "::1")),
            (1, Gen.OneOf("", "x y", "007", "65536", "é", "a\"b", "9223372036854775808", "\"x y\"", "\"x\\\" \\u0020\"", "\"\\ud800\"",
                "\"", "\\", "\"x\\")));
        var any = value.Array[format.Fields.Length].Select(values => string.Join(' ', values));
        var message = format == FlowLogFormat.Default ? Gen.Frequency((3, Gen.OneOf(Accepted, Rejected, NoData)), (1, any)) : any;
        return Gen.Select(message, message, Gen.Int[0, 11]).Select((one, other, shape) => shape switch
        {
            0 => Message(one),
            1 => Message(one).Replace(",\"message", ", \"message", StringComparison.Ordinal),
            2 => Message(one + "\n"),
            3 => Differing(format, one, other),
            4 => Named(format, one)[..^1] + ",\"more\":[{}]}",
            5 => Named(format, one).Replace("\"extractedFields\":{", "\"extractedFields\":{ ", StringComparison.Ordinal),
            6 => "5",
            _ => Named(format, one),
        });
    }

    static readonly Gen<(int Format, string Json)> Text =
        Gen.Select(Gen.Int[0, Formats.Length - 1], Gen.Bool).SelectMany((format, second) =>
        LogEvent(Formats[format]).Array[0, 5].Select(events => (format, Data(events) + (second ? Control + Data(events) : ""))));

    [Fact]
    public void Payloads_of_every_kind_are_read_alike() =>
        Text.Sample(text => AssertAlike(Encoding.UTF8.GetBytes(text.Json), text.Format), iter: 10_000, threads: 1);

    [Fact]
    public void Mutated_payloads_are_read_or_refused_alike()
    {
        var change = Gen.Select(Gen.Double[0, 1], Gen.Int[0, 3], Gen.Int[0, Letters.Length - 1], Gen.Double[0, 1]);
        Gen.Select(Text, change.Array[1, 3]).Sample(
            (text, changes) =>
            {
                var json = text.Json;
                foreach (var (where, how, letter, from) in changes)
                {
                    var place = (int)(where * (json.Length - 1));
                    var length = Math.Min(how == 3 ? 30 : how == 0 ? 0 : 1, json.Length - place);
                    var source = (int)(from * (json.Length - 1));
                    // Copies a part over another part, or changes, inserts or deletes a letter.
                    var with = how switch
                    {
                        3 => json.Substring(source, Math.Min(30, json.Length - source)),
                        2 =>
                        "",
                        _ => $"{Letters[letter]}"
                    };
                    json = json.Remove(place, length).Insert(place, with);
                }
                AssertAlike(Encoding.UTF8.GetBytes(json), text.Format);
            },
            iter: 40_000, threads: 1);
    }

    [Fact]
    public void Payloads_with_arbitrary_bytes_are_read_or_refused_alike() => Gen.Select(Text, Gen.Double[0, 1], Gen.Byte).Sample(
        (text, where, value) =>
        {
            var json = Encoding.UTF8.GetBytes(text.Json);
            json[(int)(where * (json.Length - 1))] = value;
            AssertAlike(json, text.Format);
        },
        iter: 20_000, threads: 1);

    void AssertAlike(byte[] payloads, int format)
    {
        List<string>? read;
        try
        {
            read = Read(payloads, Formats[format], _layouts[format]);
        }
        catch (JsonException)
        {
            read = null;
        }
        Assert.Equal(ReferenceReader.Read(payloads, Formats[format]), read);
    }

    static string Named(FlowLogFormat format, string message) =>
        Extracted(message, string.Join(' ', format.Fields.Select(field => field.Column)));

    static string Differing(FlowLogFormat format, string message, string values) =>
        Named(format, values).Replace(Quoted(values), Quoted(message), StringComparison.Ordinal);

    static string Quoted(string message) => $"\"message\":\"{Quote(message)}\"";
}
