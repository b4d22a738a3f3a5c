using System.Globalization;
using FlowLogs.Local.Athena;
using FlowLogs.Local.Web;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace FlowLogs.Local.Cli;

/// <summary>What <c>flowlogs top</c> shows: totals, rejected packets of each protocol, the sources of most of them.</summary>
sealed class TopView
{
    const int BarWidth = 40;

    static readonly TimeSpan UsualLength = TimeSpan.FromHours(24);

    readonly TimeRange _range;
    readonly IReadOnlyList<IReadOnlyList<object?>> _totals;
    readonly IReadOnlyList<(string Name, long Packets)> _protocols;
    readonly IReadOnlyList<string[]> _sources;

    TopView(TimeRange range, QueryAnswer timeline, QueryAnswer protocols, QueryAnswer sources, QueryAnswer? tried, AddressMarks addresses)
    {
        _range = range;
        _totals = timeline.Rows;
        _protocols = [.. protocols.Rows.Select(row => (IanaProtocol.Keyword(Convert.ToInt32(row[0], CultureInfo.InvariantCulture)), Number(row[2])))
            .Where(protocol => protocol.Item2 > 0).OrderByDescending(protocol => protocol.Item2)];
        _sources = [.. sources.Rows.Select(row => new[]
        {
            Plain(row[0]), addresses.Of(Plain(row[0]))?.Label ?? "", Count(row[1]), Count(row[4]), Count(row[3]),
            string.Join(", ", tried!.Rows.Where(port => Equals(port[0], row[0])).Select(Tried)),
        })];
    }

    /// <summary>Reads the present state.</summary>
    /// <exception cref="AthenaException">A query fails.</exception>
    public static async Task<TopView> ReadAsync(StackView stack, string range)
    {
        var time = TimeRange.Last(range, await DataSpan.FindAsync(stack), UsualLength);
        var overview = new Overview(stack.Engine.Table.Name, FlowFilter.None, time);
        var sources = await stack.Queries.AnswerAsync(overview.RejectedSources());
        return new TopView(
            time,
            await stack.Queries.AnswerAsync(overview.Timeline()),
            await stack.Queries.AnswerAsync(overview.Protocols()),
            sources,
            sources.Rows.Count == 0 ? null : await stack.Queries.AnswerAsync(overview.RejectedPorts(sources.Rows.Select(row => (string)row[0]!))),
            stack.Addresses);
    }

    /// <summary>For a pipe.</summary>
    public void WriteText(TextWriter output)
    {
        output.WriteLine(Headline());
        output.WriteLine();
        output.WriteLine("rejected packets by protocol");
        var most = _protocols.Select(protocol => protocol.Packets).FirstOrDefault();
        foreach (var (name, packets) in _protocols)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-12}{packets,14:N0}  {new string('#', (int)Math.Max(1, BarWidth * packets / most))}"));
        output.WriteLine();
        output.WriteLine("top rejected sources");
        foreach (var source in _sources)
            output.WriteLine($"{source[0],-40}{source[1],-8}{source[2],12} packets{source[3],8} targets{source[4],8} ports  {source[5]}");
    }

    /// <summary>For a terminal.</summary>
    public IRenderable Render()
    {
        var bars = new BarChart { Width = Math.Min(AnsiConsole.Profile.Width - 2, 90), ShowValues = true };
        bars.Label("[bold]Rejected packets by protocol[/]").LeftAlignLabel();
        foreach (var (name, packets) in _protocols)
            bars.AddItem(Markup.Escape(name), packets, Color.Orange3);
        var table = new Table { Border = TableBorder.Rounded, Title = new TableTitle("Top rejected sources") };
        table.AddColumns("source", "", "packets", "targets", "ports", "tried most");
        foreach (var column in new[] { 2, 3, 4 })
            table.Columns[column].Alignment = Justify.Right;
        foreach (var source in _sources)
            table.AddRow(source.Select(text => new Text(text)));
        IRenderable nothing = new Text("Nothing is rejected in this time.");
        return new Rows(new Text(Headline()), Text.Empty, _protocols.Count > 0 ? bars : nothing, Text.Empty, _sources.Count > 0 ? table : Text.Empty);
    }

    string Headline()
    {
        var (all, rejected) = (_totals.Sum(row => Number(row[2])), _totals.Where(row => Equals(row[1], "REJECT")).Sum(row => Number(row[2])));
        return all == 0
            ? "No record is stored for this time: 'flowlogs run FILE' stores some."
            : string.Create(CultureInfo.InvariantCulture, $"{_range.From:yyyy-MM-dd HH:mm} - {_range.To:yyyy-MM-dd HH:mm} UTC: {all:N0} records, {rejected:N0} rejected ({(double)rejected / all:P1})");
    }

    static string Tried(IReadOnlyList<object?> row)
    {
        var protocol = IanaProtocol.Keyword(Convert.ToInt32(row[1], CultureInfo.InvariantCulture));
        var port = Plain(row[2]);
        return protocol is "TCP" or "UDP" ? $"{port}/{protocol.ToLowerInvariant()}{(ServiceNames.Of(port) is { } name ? $" {name}" : "")}" : protocol;
    }

    // A record's text may hold what a terminal would obey.
    static string Plain(object? value) => string.Concat((ResultText.Of(value) ?? "").Take(60).Select(c => char.IsControl(c) ? '?' : c));

    static string Count(object? value) => Number(value).ToString("N0", CultureInfo.InvariantCulture);

    static long Number(object? value) => value is System.Numerics.BigInteger big ? (long)big : Convert.ToInt64(value ?? 0, CultureInfo.InvariantCulture);
}
