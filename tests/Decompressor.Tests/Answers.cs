using System.Text;
using System.Text.Json;

namespace Decompressor.Tests;

/// <summary>The answer to one record.</summary>
sealed record Answer(string RecordId, string Result, string? Data)
{
    /// <summary>The JSON lines, without newlines.</summary>
    public string[] Lines
    {
        get
        {
            var text = Encoding.UTF8.GetString(Bytes);
            Assert.EndsWith("\n", text, StringComparison.Ordinal);
            return text[..^1].Split('\n');
        }
    }

    public byte[] Bytes => Convert.FromBase64String(Data!);
}

/// <summary>A response that Lambda and Firehose accept: the constructor checks it.</summary>
static class Answers
{
    const int LargestResponse = 6_291_456;

    public static Answer[] Read(ReadOnlySpan<byte> response)
    {
        Assert.InRange(response.Length, 0, LargestResponse);
        using var json = JsonDocument.Parse(response.ToArray());
        Assert.Equal(["records"], json.RootElement.EnumerateObject().Select(member => member.Name));
        return [.. json.RootElement.GetProperty("records").EnumerateArray().Select(Read)];
    }

    static Answer Read(JsonElement record)
    {
        var answer = new Answer(record.GetProperty("recordId").GetString()!, record.GetProperty("result").GetString()!,
            record.TryGetProperty("data", out var data) ? data.GetString() : null);
        Assert.Contains(answer.Result, new[] { "Ok", "Dropped", "ProcessingFailed" });
        Assert.False(answer is { Result: "Ok", Data: null }, answer.RecordId);
        Assert.Equal(record.EnumerateObject().Count(), answer.Data is null ? 2 : 3);
        return answer;
    }
}
