using System.Text;
using System.Text.Json;
using CsCheck;

namespace Decompressor.Tests;

/// <summary>The size that the builder counts is the size that it writes.</summary>
public sealed class ResponseBuilderTests
{
    [Fact]
    public void The_counted_size_is_the_response_size_to_the_byte()
    {
        var id = Gen.Frequency((5, Gen.String[Gen.Char['0', '9'], 0, 60]), (1, Gen.String),
            (1, Gen.OneOf("+/=", "\"\\\n\t", "<>&'", "\u007f\u0085\u2028\ue000\ufeff", "😀")));
        var data = Gen.Frequency((5, Gen.Byte.Array[0, 100].Select(Convert.ToBase64String)), (1, Gen.String.Where(IsText)),
            (1, Gen.OneOf("", "++//", "\"\r\n\\", "\u2028😀\0")));
        Gen.Select(id.Where(IsText), data!, Gen.Int[0, 3]).Array[1, 20].Sample(
            records =>
            {
                var response = new ResponseBuilder(records.Select(record => Record(record.Item1, record.Item2)));
                foreach (var (_, _, kind) in records)
                    response.Add(Transformed(kind));

                Assert.Equal(Write(response).Length, response.Size);
            },
            iter: 2_000, threads: 1);
    }

    [Fact]
    public void A_response_takes_lines_up_to_its_last_byte()
    {
        foreach (var ids in new string[][] { [""], ["a"], ["ab"], ["abc"], ["\""], ["ü", "behind"] })
        {
            var fits = Responses(ids);
            var most = fits.LargestData / 4 * 3;
            fits.Add(Lines(most));
            var fitsNot = Responses(ids);
            fitsNot.Add(Lines(most + 1));

            Assert.InRange(Write(fits).Length, ResponseBuilder.Limit - 3, ResponseBuilder.Limit);
            Assert.Empty(fits.SentBack);
            Assert.Single(fitsNot.SentBack);
        }
    }

    [Fact]
    public void Room_is_the_space_beside_the_other_answers()
    {
        var response = Responses("a", "b");
        response.Add(Lines(3_000_000));
        response.Add(TransformedRecord.TooLarge(events: 2));
        var answer = Assert.Single(response.SentBack);

        response.Answer(answer, Lines(response.Room / 4 * 3));

        Assert.InRange(Write(response).Length, ResponseBuilder.Limit - 3, ResponseBuilder.Limit);
        Assert.Empty(response.SentBack);
    }

    [Fact]
    public void If_unreadable_records_leave_no_room_the_largest_lines_are_sent_back()
    {
        var response = Responses(Record("a", "AAAA"), Record("b", "BBBB"), Record("c", Megabyte));
        response.Add(Lines(1_000_000));
        response.Add(Lines(3_000_000));
        response.Add(TransformedRecord.Failed("for a test"));

        Assert.Equal("b", Text(Assert.Single(response.SentBack).Record.RecordId));
        Assert.Equal("c", Assert.Single(response.Failures).RecordId);
        Assert.InRange(Write(response).Length, 0, ResponseBuilder.Limit);
    }

    [Fact]
    public void If_refused_records_leave_no_room_the_largest_lines_are_sent_back()
    {
        var response = Responses(Record("a", "AAAA"), Record("b", "BBBB"), Record("c", Megabyte));
        response.Add(Lines(1_000_000));
        response.Add(Lines(3_000_000));
        response.Add(TransformedRecord.TooLarge(events: 2));
        response.Fail(Assert.Single(response.SentBack), "refused");

        Assert.Equal("b", Text(Assert.Single(response.MakeRoom()).Record.RecordId));

        Assert.Empty(response.MakeRoom());
        Assert.InRange(Write(response).Length, 0, ResponseBuilder.Limit);
        using var json = JsonDocument.Parse(Write(response));
        Assert.Equal(["Ok", "Dropped", "ProcessingFailed"], json.RootElement.GetProperty("records").EnumerateArray()
            .Select(record => record.GetProperty("result").GetString()));
    }

    static string Megabyte { get; } = Convert.ToBase64String(new byte[1_000_000]);

    static ResponseBuilder Responses(params string[] ids) => Responses([.. ids.Select(id => Record(id, "AAAA"))]);

    static ResponseBuilder Responses(params FirehoseRecord[] records) => new(records);

    static TransformedRecord Transformed(int kind) => kind switch
    {
        0 => TransformedRecord.NoEvents,
        1 => TransformedRecord.Failed("for a test"),
        2 => TransformedRecord.TooLarge(events: 2),
        _ => TransformedRecord.Of(new byte[] { 0xfb, 0xff, 0xfe, 1, 2 }, 1, 0),
    };

    static TransformedRecord Lines(int bytes) => TransformedRecord.Of(new byte[bytes], 1, 0);

    static FirehoseRecord Record(string recordId, string data) => new(Json(recordId), Json(data), Encoding.UTF8.GetBytes(data));

    static ReadOnlyMemory<byte> Json(string text) => JsonEncodedText.Encode(text).EncodedUtf8Bytes.ToArray();

    static string Text(ReadOnlyMemory<byte> utf8) => Encoding.UTF8.GetString(utf8.Span);

    static byte[] Write(ResponseBuilder response)
    {
        byte[] buffer = [];
        using var json = response.Build(ref buffer);
        using var parsed = JsonDocument.Parse(json.ToArray());
        return json.ToArray();
    }

    // Valid UTF-8 has no unpaired surrogates.
    static bool IsText(string? text) => text is null || text.EnumerateRunes().All(rune => rune.Value != 0xfffd);
}
