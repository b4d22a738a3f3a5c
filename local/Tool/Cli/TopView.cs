using System.Globalization;
using Emulator.Athena;
using Web;
using Web.Filters;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Tool.Cli;

/// <summary>The view of <c>flowlogs top</c>: totals, rejected packets by protocol, and the sources of most rejected packets.</summary>
sealed class TopView
{
    const int BarWidth = 40;
    const int WidestBars = 90;
    const int ColumnGap = 2;

    // The columns of the table.
    const int Source = 0;
    const int Mark = 1;
    const int Tried = 5;

    // The headline, the titles, the head of the table, and the line where the cursor stays.
    const int LinesAround = 6;

    // The columns of the table, the minimum width of the terminal for each, and whether the column has numbers.
    static readonly (string Name, int Width, bool IsNumber)[] Columns =
        [("source", 0, false), ("", 76, false), ("packets", 0, true), ("targets", 60, true), ("ports", 60, true),
            ("tried most", 44, false)];

    readonly TimeRange _range;
    readonly IReadOnlyList<IReadOnlyList<object?>> _totals;
    readonly IReadOnlyList<(string Name, long Packets)> _protocols;
    readonly IReadOnlyList<string[]> _sources;

    TopView(TimeRange range, QueryAnswer timeline, QueryAnswer protocols, QueryAnswer sources, QueryAnswer? tried, StackView stack)
    {
        _range = range;
        _totals = timeline.Rows;
        _protocols = [.. protocols.Rows.Select(row =>
            (IanaProtocol.Keyword(Convert.ToInt32(row[0], CultureInfo.InvariantCulture)), Number(row[2])))
            .Where(protocol => protocol.Item2 > 0)];
        var labels = new AddressLabels(stack.Names, stack.Places);
        _sources = [.. sources.Rows.Select(row => new[]
        {
            Plain(row[0]),
            string.Join(", ", new[] { Plain(labels.Of(Plain(row[0]))), stack.Addresses.Of(Plain(row[0]))?.Label ?? "" }
                .Where(text => text.Length > 0)), Count(row[1]), Count(row[4]), Count(row[3]),
            string.Join(", ", tried!.Rows.Where(port => Equals(port[0], row[0])).Select(TextOf)),
        })];
    }

    /// <summary>Reads the current state.</summary>
    /// <exception cref="AthenaException">A query fails.</exception>
    /// <param name="stack">The stack.</param>
    /// <param name="filter">Selects the records.</param>
    /// <param name="time">The time of the records.</param>
    public static async Task<TopView> ReadAsync(StackView stack, FlowFilter filter, TimeRange time)
    {
        var overview = new Overview(stack.Engine.Table.Name, filter, time);
        var sources = await stack.Queries.AnswerAsync(overview.Groups(Overview.Tables.Single(table => table.Name == "rejected")));
        return new TopView(
            time,
            await stack.Queries.AnswerAsync(overview.Timeline()),
            await stack.Queries.AnswerAsync(overview.Groups(Overview.Tables.Single(table => table.Name == "protocols"))),
            sources,
            sources.Rows.Count == 0 ? null
                : await stack.Queries.AnswerAsync(overview.RejectedPorts(sources.Rows.Select(row => (string)row[0]!))),
            stack);
    }

    /// <summary>Writes the view as text for a pipe.</summary>
    public void WriteText(TextWriter output)
    {
        output.WriteLine(Headline(" "));
        if (_protocols.Count == 0)
            return;
        output.WriteLine();
        output.WriteLine("rejected packets by protocol");
        var most = _protocols[0].Packets;
        foreach (var (name, packets) in _protocols)
            output.WriteLine($"{name,-12}{packets,14:N0}  {new string('#', (int)Math.Max(1, BarWidth * packets / most))}");
        if (_sources.Count == 0)
            return;
        output.WriteLine();
        output.WriteLine("top rejected sources");
        var marks = Math.Max(10, _sources.Max(source => source[Mark].Length)) + ColumnGap;
        foreach (var source in _sources)
            output.WriteLine($"{source[0],-40}{source[Mark].PadRight(marks)}{source[2],12} packets{source[3],8} targets{source[4],8} ports  {source[5]}");
    }

    /// <summary>Returns the part that fits on a terminal.</summary>
    /// <param name="width">The width in columns.</param>
    /// <param name="height">The height in lines.</param>
    public IRenderable Render(int width, int height)
    {
        var headline = new Text(Headline("\n"));
        if (_protocols.Count == 0)
            return headline;
        var protocols = _protocols.Take(Math.Clamp(height / 4, 2, 8)).ToList();
        var bars = new BarChart
        {
            Width = Math.Min(width - 1, WidestBars),
            ShowValues = true,
            Label = "[bold]Rejected packets by protocol[/]",
            LabelAlignment = Justify.Left
        };
        foreach (var (name, packets) in protocols)
            bars.AddItem(Markup.Escape(name), packets, Color.Orange3);
        if (_sources.Count == 0)
            return new Rows(headline, bars);
        var rows = Math.Max(2, height - protocols.Count - LinesAround);
        return new Rows(headline, bars, new Markup("[bold]Top rejected sources[/]"), Sources([.. _sources.Take(rows)], width - 1));
    }

    // A narrow terminal has fewer columns, and the column 'tried most' is truncated.
    static Table Sources(List<string[]> sources, int width)
    {
        var shown = Enumerable.Range(0, Columns.Length).Where(column => width >= Columns[column].Width).ToList();
        var widths = shown.ToDictionary(column =>
            column, column => Math.Max(Columns[column].Name.Length, sources.Max(source => source[column].Length)));
        widths[Source] = Math.Min(widths[Source], Math.Max(15, width / 3));
        if (widths.TryGetValue(Mark, out var mark))
            widths[Mark] = Math.Min(mark, Math.Max(12, width / 4));
        if (widths.ContainsKey(Tried))
            widths[Tried] = Math.Max(8, width - widths.Where(column => column.Key != Tried)
                .Sum(column => column.Value + ColumnGap) - ColumnGap);
        var table = new Table { Border = TableBorder.None, ShowHeaders = true };
        foreach (var column in shown)
            table.AddColumn(new TableColumn(new Text(Columns[column].Name))
            {
                NoWrap = true,
                Width = widths[column],
                Padding = new Padding(0, 0, ColumnGap, 0),
                Alignment = Columns[column].IsNumber ? Justify.Right : Justify.Left
            });
        foreach (var source in sources)
            table.AddRow(shown.Select(column => new Text(Cut(source[column], widths[column]))));
        return table;
    }

    static string Cut(string text, int width) => text.Length <= width ? text : $"{text[..(width - 1)]}…";

    string Headline(string between)
    {
        var (all, rejected) = (_totals.Sum(row => Number(row[2])), _totals.Where(row => Equals(row[1], "REJECT"))
            .Sum(row => Number(row[2])));
        return all == 0
            ? $"No matching records from {_range.From:yyyy-MM-dd HH:mm} to {_range.To:yyyy-MM-dd HH:mm} UTC. Widen --range, change --filter, "
                + "or store records with 'flowlogs run FILE'."
            : $"{_range.From:yyyy-MM-dd HH:mm} - {_range.To:yyyy-MM-dd HH:mm} UTC:{between}{all:N0} {(all == 1 ? "record" : "records")}, "
            + $"{rejected:N0} rejected ({100.0 * rejected / all:0.0} %)."
                + (_protocols.Count == 0 ? $"{between}No rejected packets in this time range." : "");
    }

    static string TextOf(IReadOnlyList<object?> row)
    {
        var protocol = IanaProtocol.Keyword(Convert.ToInt32(row[1], CultureInfo.InvariantCulture));
        var port = Plain(row[2]);
        return protocol is "TCP" or "UDP" ? $"{port}/{protocol.ToLowerInvariant()}{(ServiceNames.Of(port) is { } name ? $" {name}" : "")}"
            : protocol;
    }

    // The text of a record can contain control characters.
    static string Plain(object? value) => string.Concat((ResultText.Of(value) ?? "").Take(60).Select(c => char.IsControl(c) ? '?' : c));

    static string Count(object? value) => Number(value).ToString("N0", CultureInfo.InvariantCulture);

    static long Number(object? value) =>
        value is System.Numerics.BigInteger big ? (long)big : Convert.ToInt64(value ?? 0, CultureInfo.InvariantCulture);
}
