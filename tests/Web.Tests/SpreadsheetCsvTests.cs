using Emulator.Athena;

namespace Web.Tests;

/// <summary>CSV files for spreadsheets: no value is a formula.</summary>
public sealed class SpreadsheetCsvTests
{
    [Theory]
    [InlineData("=1+1")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("\uff1d1")]
    [InlineData("\uff0b1")]
    [InlineData("\uff0d1")]
    [InlineData("\uff201")]
    [InlineData("  =1")]
    [InlineData("\t=1")]
    [InlineData("\r=1")]
    [InlineData("\n=1")]
    [InlineData("\ttext")]
    public void Text_that_could_be_a_formula_has_an_apostrophe(string text) => Assert.Equal($"\"x\"\r\n\"'{text}\"\r\n", Csv("x", text));

    [Theory]
    [InlineData("REJECT")]
    [InlineData("10.0.0.1")]
    [InlineData("a=b")]
    [InlineData("a@b")]
    [InlineData("a\uff20b")]
    [InlineData("")]
    public void Other_text_stays_as_it_is(string text) => Assert.Equal($"\"x\"\r\n\"{text}\"\r\n", Csv("x", text));

    [Fact]
    public void Name_of_a_column_could_be_a_formula_too() => Assert.Equal("\"'@x\"\r\n\"1\"\r\n", Csv("@x", "1"));

    static string Csv(string column, string text)
    {
        using var result = QueryResult.Of([new ResultColumn(column, "varchar")], [new object?[] { text }]);
        var output = new StringWriter();
        SpreadsheetCsv.Write(result, result.Read(), output);
        return output.ToString();
    }
}
