using System.Text.Json;

namespace FlowLogs.Tests;

/// <summary>Text from events in messages: it cannot begin a line of the log.</summary>
public sealed class JsonTextTests
{
    [Theory]
    [InlineData("\"6\\nERROR\"", "\"6\\nERROR\"")]
    [InlineData("{\n\"a\":\r\n1}", "{ \"a\": 1}")]
    [InlineData("6", "6")]
    public void A_value_is_shown_in_one_line(string json, string shown) => Assert.Equal(shown, JsonText.Shown(JsonElement.Parse(json)));

    [Fact]
    public void A_long_value_is_truncated() =>
        Assert.Equal($"\"{new string('x', 39)}...", JsonText.Shown(JsonElement.Parse($"\"{new string('x', 10_000)}\"")));
}
