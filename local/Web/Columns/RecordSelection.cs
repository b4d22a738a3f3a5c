using System.Globalization;
using System.Runtime.CompilerServices;

namespace FlowLogs.Local.Web.Columns;

/// <summary>The records of a time that meet a filter, some thousand at a time.</summary>
sealed class RecordSelection(FlowRecords records, FlowFilter filter, TimeRange range)
{
    const int BlockRows = 4096;

    public delegate void Visitor(FlowColumns columns, ReadOnlySpan<int> rows);

    readonly Condition[] _conditions = [.. filter.Terms.Select(term => Condition.Of(term.Name, term.Value, records))];

    /// <summary>The number of <c>REJECT</c> among the actions.</summary>
    public int Reject { get; } = records.Names.Others.NumberOf("REJECT");

    /// <param name="rejectedOnly">Whether the rejected records alone are wanted.</param>
    /// <param name="visit">Gets the numbers of the rows within the columns.</param>
    public void Visit(bool rejectedOnly, Visitor visit)
    {
        var (from, to) = (range.From.ToUnixTimeSeconds(), range.To.ToUnixTimeSeconds());
        var rows = new int[BlockRows];
        foreach (var columns in records.Of(range))
        {
            var all = rejectedOnly ? columns.Rejected.Length : columns.Rows;
            for (var block = 0; block < all; block += BlockRows)
            {
                var end = Math.Min(block + BlockRows, all);
                var count = rejectedOnly
                    ? WithinTime(columns.Start, columns.Rejected.AsSpan(block..end), from, to, rows)
                    : WithinTime(columns.Start, block, end, from, to, rows);
                foreach (var condition in _conditions)
                    count = condition.Keep(columns, rows, count);
                if (count > 0)
                    visit(columns, rows.AsSpan(0, count));
            }
        }
    }

    // None is before every time.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static int WithinTime(int[] start, int first, int end, long from, long to, int[] rows)
    {
        var count = 0;
        for (var row = first; row < end; row++)
        {
            rows[count] = row;
            count += start[row] >= from && start[row] < to ? 1 : 0;
        }

        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static int WithinTime(int[] start, ReadOnlySpan<int> of, long from, long to, int[] rows)
    {
        var count = 0;
        foreach (var row in of)
        {
            rows[count] = row;
            count += start[row] >= from && start[row] < to ? 1 : 0;
        }

        return count;
    }

    /// <summary>A value that a column, or one of two, must have.</summary>
    sealed record Condition(Func<FlowColumns, int[]> Column, int Wanted, Func<FlowColumns, int[]>? Or = null)
    {
        public static Condition Of(string name, string value, FlowRecords records) => name switch
        {
            "addr" => new(columns => columns.Source, records.Names.Addresses.NumberOf(value), columns => columns.Destination),
            "src" => new(columns => columns.Source, records.Names.Addresses.NumberOf(value)),
            "dst" => new(columns => columns.Destination, records.Names.Addresses.NumberOf(value)),
            "srcport" => new(columns => columns.SourcePort, records.Names.Ports.NumberOf(value)),
            "port" => new(columns => columns.DestinationPort, records.Names.Ports.NumberOf(value)),
            "proto" => new(columns => columns.Protocol, int.Parse(value, CultureInfo.InvariantCulture)),
            "eni" => new(columns => columns.Interface, records.Names.Others.NumberOf(value)),
            "action" => new(columns => columns.Action, records.Names.Others.NumberOf(value)),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such filter."),
        };

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public int Keep(FlowColumns columns, int[] rows, int count)
        {
            var (one, two) = (Column(columns), (Or ?? Column)(columns));
            var kept = 0;
            for (var i = 0; i < count; i++)
            {
                var row = rows[i];
                rows[kept] = row;
                kept += one[row] == Wanted || two[row] == Wanted ? 1 : 0;
            }

            return kept;
        }
    }
}
