using System.Text;
using System.Text.Json;

namespace Tool.Tests.Input;

/// <summary>Values of 100 KB in files of every kind with names.</summary>
public sealed class LongValueTests : IDisposable
{
    static readonly string[] Names = [.. FlowLogFormat.Default.Fields.Select(field => field.Name)];

    static readonly string Long = new('a', 100_000);

    static readonly Dictionary<string, Func<string[][], byte[]>> Kinds = new()
    {
        ["header.log"] = rows => FlowLogFiles.Lines([string.Join(' ', Names), .. rows.Select(row => string.Join(' ', row))]),
        ["a.csv"] = rows => FlowLogFiles.Lines([string.Join(',', Names), .. rows.Select(row => string.Join(',', row))]),
        ["a.json"] = rows => JsonSerializer.SerializeToUtf8Bytes(
            rows.Select(row => Names.Zip(row).ToDictionary(pair => pair.First, pair => pair.Second))),
        ["a.parquet"] = rows => ParquetFile.Of(Names.Select(name => (name, "VARCHAR")), rows),
    };

    readonly ReadInput _run = new();

    public static TheoryData<string> AllKinds => [.. Kinds.Keys];

    public void Dispose() => _run.Dispose();

    [Theory]
    [MemberData(nameof(AllKinds))]
    public void Long_value_in_any_field_is_read_whole(string kind)
    {
        var record = FlowLogFiles.Records[0].Split(' ');
        string[][] rows = [.. Names.Select((_, field) => record.Select((value, place) => place == field ? Long : value).ToArray())];

        var lines = _run.Read(_run.Write(kind, Kinds[kind](rows)));

        Assert.Equal(rows.Select(row => string.Join(' ', row)).Order(StringComparer.Ordinal), lines);
        Assert.Equal(FlowLogFormat.Default.Fields.Count(field => field.Type != FlowLogFieldType.Text), _run.Input!.Misfits);
    }
}
