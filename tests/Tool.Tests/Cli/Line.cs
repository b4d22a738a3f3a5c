namespace Tool.Tests.Cli;

/// <summary>A flow record as a line of text, with ordinary values unless a test sets others.</summary>
sealed record Line
{
    public string Account { get; init; } = "123456789010";

    public string Eni { get; init; } = "eni-0a1b2c3d";

    public string Source { get; init; } = "10.0.0.1";

    public string Packets { get; init; } = "10";

    public string Bytes { get; init; } = "840";

    public long End { get; init; } = 1_774_000_060;

    public string Action { get; init; } = "ACCEPT";

    public override string ToString() => $"2 {Account} {Eni} {Source} 10.0.0.2 40000 443 6 {Packets} {Bytes} {End - 60} {End} {Action} OK";

    public static string Text(IEnumerable<Line> lines) => string.Concat(lines.Select(line => $"{line}\n"));

    /// <summary>Returns records of some interfaces in random order over a span of time.</summary>
    public static IEnumerable<Line> Some(int count, DateTimeOffset start, TimeSpan span, int seed = 1)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
            yield return new Line
            {
                Eni = $"eni-{random.Next(5):d8}",
                Source = $"10.1.{i / 250}.{i % 250}",
                End = start.ToUnixTimeSeconds() + random.NextInt64((long)span.TotalSeconds),
                Action = random.Next(4) == 0 ? "REJECT" : "ACCEPT",
            };
    }
}
