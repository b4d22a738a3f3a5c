using Emulator.Athena;
using Emulator.Tests.Athena;
using Tool.Cli;

namespace Tool.Tests.Cli;

/// <summary>Queries without rows, or with rows that cannot be written.</summary>
public sealed class QueryErrorTests : IDisposable
{
    readonly TestTable _table = new();

    [Theory]
    [MemberData(nameof(TestTable.OddQueries), MemberType = typeof(TestTable))]
    public void A_value_of_any_type_is_written_or_the_query_fails_with_a_reason(string sql)
    {
        try
        {
            using var result = _table.Engine.Query(sql, TestContext.Current.CancellationToken);
            ResultWriter.WriteJson(result, new MemoryStream());
            using var again = _table.Engine.Query(sql, TestContext.Current.CancellationToken);
            ResultWriter.WriteCsv(again, new StringWriter());
        }
        catch (AthenaException exception)
        {
            Assert.NotEmpty(exception.Message);
            Assert.DoesNotContain('\n', exception.Message);
        }
    }

    [Theory]
    [InlineData("SELECT 1 FROM flow_log", "^TABLE_NOT_FOUND: line 1:15: [^?]* does not exist[.] Did you mean flow_logs\\?$")]
    [InlineData("SELECT 1 FROM pg_enums", "^TABLE_NOT_FOUND: line 1:15: [^?]* does not exist$")]
    public void An_unknown_table_gets_suggestions_of_Athenas_tables(string sql, string expected) =>
        Assert.Matches(expected, Assert.Throws<AthenaException>(() =>
            _table.Engine.Query(sql, TestContext.Current.CancellationToken)).Message);

    public void Dispose() => _table.Dispose();
}
