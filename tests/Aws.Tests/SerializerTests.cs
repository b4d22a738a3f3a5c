using System.Text;
using System.Text.Json.Serialization;
using Amazon.Lambda.Serialization.SystemTextJson;

namespace Aws.Tests;

/// <summary>Events as the serializer of the functions reads them.</summary>
public sealed class SerializerTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_event_is_read_from_its_beginning_wherever_the_stream_is(bool isBufferShown)
    {
        var bytes = """{"at":"2026-11-25T12:00:00Z"}"""u8.ToArray();
        using var json = new MemoryStream(bytes, 0, bytes.Length, writable: false,
            publiclyVisible: isBufferShown)
        { Position = bytes.Length };

        Assert.Equal(new DateTime(2026, 11, 25, 12, 0, 0, DateTimeKind.Utc), Read(json).At);
    }

    [Theory]
    [InlineData("1795608896", 2026)]
    [InlineData("1795608896.412", 2026)]
    [InlineData("1795608896412", 2026)]
    [InlineData("\"2026-11-25T12:15:00Z\"", 2026)]
    public void A_time_is_text_seconds_or_milliseconds(string time, int year) => Assert.Equal(year, Read(Event(time)).At.Year);

    [Theory]
    [InlineData("1e300")]
    [InlineData("-1e300")]
    [InlineData("\"soon\"")]
    [InlineData("true")]
    public void An_invalid_time_is_an_error_that_names_the_type_of_the_event(string time) =>
        Assert.Contains(typeof(Moment).FullName!, Assert.Throws<JsonSerializerException>(() => Read(Event(time))).Message);

    static MemoryStream Event(string time) => new(Encoding.UTF8.GetBytes($$"""{"at":{{time}}}"""));

    static Moment Read(Stream json) => new SourceGeneratorLambdaJsonSerializer<MomentJson>().Deserialize<Moment>(json);
}

public sealed class Moment
{
    public DateTime At { get; set; }
}

[JsonSerializable(typeof(Moment))]
sealed partial class MomentJson : JsonSerializerContext;
