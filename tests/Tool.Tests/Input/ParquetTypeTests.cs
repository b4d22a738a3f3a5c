namespace Tool.Tests.Input;

/// <summary>Parquet files whose columns have other types than those of VPC Flow Logs.</summary>
public sealed class ParquetTypeTests : IDisposable
{
    static readonly string[] Names = [.. FlowLogFormat.Default.Fields.Select(field => field.Column)];

    /// <summary>Groups of columns, and expressions of each type that such a column can have.</summary>
    static readonly (string Columns, string[] Expressions)[] Readable =
    [
        ("version srcport dstport protocol packets bytes start end",
        ["{0}::SMALLINT", "{0}::UINTEGER", "{0}::BIGINT", "{0}::UBIGINT", "{0}::HUGEINT", "{0}::DOUBLE", "{0}::DECIMAL(18, 0)",
            "{0}::DECIMAL(18, 3)", "{0}", "{0}::BLOB"]),
        ("start end",
        ["make_timestamp({0}::BIGINT * 1000000)", "make_timestamp({0}::BIGINT * 1000000)::TIMESTAMP_S",
            "make_timestamp({0}::BIGINT * 1000000)::TIMESTAMP_MS", "make_timestamp({0}::BIGINT * 1000000 + 999999)",
            "make_timestamp_ns({0}::BIGINT * 1000000000)", "to_timestamp({0}::BIGINT)", "make_timestamp({0}::BIGINT * 1000000)::VARCHAR",
            "{0}::BIGINT * 1000", "{0}::BIGINT * 1000000", "{0}::BIGINT * 1000000000", "({0}::BIGINT * 1000)::VARCHAR",
            "{0}::DOUBLE * 1000", "{0}::DOUBLE + 0.5"]),
        ("account_id", ["{0}::BIGINT", "{0}::DOUBLE", "{0}::DECIMAL(12, 0)", "{0}", "{0}::BLOB"]),
        ("interface_id srcaddr dstaddr action log_status",
        ["{0}", "{0}::BLOB"]),
    ];

    /// <summary>Columns with expressions that they cannot have, and the name of the type in the error.</summary>
    static readonly (string Columns, string Expected, (string Expression, string Type)[] Expressions)[] Unreadable =
    [
        ("srcaddr dstaddr interface_id action log_status", "text",
        [("1::BIGINT", "BIGINT"), ("1::UINTEGER", "UINTEGER"), ("1.5", "DECIMAL(2,1)"), ("[{0}]", "VARCHAR[]"),
            ("{{'a': {0}}}", "STRUCT(a VARCHAR)"), ("true", "BOOLEAN"), ("now()::TIMESTAMP", "TIMESTAMP")]),
        ("srcport packets protocol", "a number or text",
        [("{0}::FLOAT", "FLOAT"), ("[{0}::INTEGER]", "INTEGER[]"), ("true", "BOOLEAN"), ("now()::TIMESTAMP", "TIMESTAMP"),
            ("DATE '2020-01-01'", "DATE"), ("MAP {{'a': 1}}", "MAP(VARCHAR, INTEGER)")]),
        ("start end", "a time, a number or text",
        [("{0}::FLOAT", "FLOAT"), ("[now()::TIMESTAMP]", "TIMESTAMP[]"), ("true", "BOOLEAN"), ("DATE '2020-01-01'", "DATE"),
            ("TIME '10:00:00'", "TIME")]),
    ];

    readonly ReadInput _run = new();

    public static TheoryData<string, string> ReadableTypes =>
        [.. Readable.SelectMany(group => group.Columns.Split(' ').SelectMany(column =>
            group.Expressions.Where(expression => Fits(column, expression))
                .Select(expression => new TheoryDataRow<string, string>(column, expression))))];

    public static TheoryData<string, string, string, string> UnreadableTypes =>
        [.. Unreadable.SelectMany(group => group.Columns.Split(' ').SelectMany(column =>
            group.Expressions.Select(wrong =>
                new TheoryDataRow<string, string, string, string>(column, wrong.Expression, wrong.Type, group.Expected))))];

    public void Dispose() => _run.Dispose();

    [Theory]
    [MemberData(nameof(ReadableTypes))]
    public void Column_of_another_type_gives_the_same_records(string column, string expression)
    {
        var lines = _run.Read(Parquet(column, expression));

        Assert.Equal(FlowLogFiles.Records.Order(StringComparer.Ordinal), lines);
        Assert.Equal((6, 0, 0), (_run.Input!.Lines, _run.Input.Misfits, _run.Input.Failures));
    }

    [Theory]
    [MemberData(nameof(UnreadableTypes))]
    public void Column_of_an_unreadable_type_is_one_error(string column, string expression, string type, string expected)
    {
        var path = Parquet(column, expression);

        Assert.Empty(_run.Read(path));
        Assert.Equal(
            $"{path}: the input has the column '{column}' of type {type}, which must be {expected}. Convert the file.",
            Assert.Single(_run.Reports));
    }

    [Theory]
    [InlineData("srcaddr", "NULL::INTEGER", 3)]
    [InlineData("packets", "NULL::BOOLEAN", 8)]
    [InlineData("log_status", "NULL::VARCHAR[]", 13)]
    public void Column_without_values_has_any_type(string column, string expression, int place)
    {
        var lines = _run.Read(Parquet(column, expression));

        Assert.All(lines, line => Assert.Equal("-", line.Split(' ')[place]));
        Assert.Equal((6, 0, 0), (_run.Input!.Lines, _run.Input.Misfits, _run.Input.Failures));
    }

    [Theory]
    [InlineData("true", "true")]
    [InlineData("1.5::FLOAT", "1.5")]
    [InlineData("TIMESTAMP '2020-01-02 03:04:05'", "2020-01-02T03:04:05")]
    [InlineData("DATE '2020-01-02'", "2020-01-02")]
    public void Undocumented_column_has_any_type_of_one_word(string expression, string text)
    {
        var lines = _run.Read(Written($"SELECT *, {expression} AS firewall FROM f"));

        Assert.All(lines, line => Assert.EndsWith($" {text}", line, StringComparison.Ordinal));
        Assert.Equal((6, 0), (_run.Input!.Lines, _run.Input.Misfits));
    }

    [Fact]
    public void Columns_in_any_order_and_several_row_groups_give_the_same_records()
    {
        var columns = Names.Reverse().Select(name => $"\"{name}\"");

        var lines = _run.Read(Written($"SELECT {string.Join(", ", columns)} FROM f, range(2000)", ", ROW_GROUP_SIZE 2048"));

        Assert.Equal(12_000, lines.Length);
        Assert.Equal(FlowLogFiles.Records.Order(StringComparer.Ordinal), lines.Distinct());
    }

    // Only versions fit 16 bits, and only epoch seconds are times.
    static bool Fits(string column, string expression) =>
        !expression.EndsWith("SMALLINT", StringComparison.Ordinal) || column is "version" or "protocol";

    string Parquet(string column, string expression) => Written(
        $"SELECT * REPLACE ({string.Format(System.Globalization.CultureInfo.InvariantCulture, expression, $"\"{column}\"")} AS \"{column}\") "
        + "FROM f");

    string Written(string select, string options = "")
    {
        var path = Path.Combine(_run.Folder, "a.parquet");
        ParquetFile.Write(path, Names.Select(name => (name, "VARCHAR")), FlowLogFiles.Records.Select(ParquetFile.ValuesOf), select,
            options);
        return path;
    }
}
