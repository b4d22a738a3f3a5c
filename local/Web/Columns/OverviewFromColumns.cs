using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FlowLogs.Local.Athena;

namespace FlowLogs.Local.Web.Columns;

/// <summary>
/// The answers to the questions of <see cref="Overview"/> out of memory: row by row what its SQL answers. Each is one pass, and a second one over
/// the rejected records where what is shown of the first ten is counted.
/// </summary>
sealed class OverviewFromColumns(FlowRecords records, FlowFilter filter, TimeRange range)
{
    // Compiled at its best from the first record on: a pass is over before it would be found to be worth it.
    const MethodImplOptions Hot = MethodImplOptions.AggressiveOptimization;

    readonly RecordSelection _selection = new(records, filter, range);

    /// <param name="panel">A panel's name.</param>
    /// <param name="sql">The panel's query.</param>
    /// <exception cref="OverflowException">A sum is too large to be counted so.</exception>
    public QueryAnswer Answer(string panel, string sql) => panel switch
    {
        "timeline" => Timeline(sql),
        "talkers" => Traffic(sql, "srcaddr", columns => columns.Source),
        "receivers" => Traffic(sql, "dstaddr", columns => columns.Destination),
        "rejected" => RejectedSources(sql),
        "protocols" => Protocols(sql),
        "ports" => Ports(sql),
        _ => Interfaces(sql),
    };

    QueryAnswer Timeline(string sql)
    {
        var bucket = range.Bucket;
        var groups = new Dictionary<int, Totals[]>();
        // The records of a file are in the order of time, or nearly so.
        var (last, ofLast) = (int.MinValue, Array.Empty<Totals>());
        _selection.Visit(rejectedOnly: false, [MethodImpl(Hot)] (columns, rows) =>
        {
            foreach (var row in rows)
            {
                var time = columns.Start[row] / bucket * bucket;
                if (time != last)
                {
                    ref var of = ref CollectionsMarshal.GetValueRefOrAddDefault(groups, time, out _);
                    (last, ofLast) = (time, of ??= new Totals[records.Names.Others.Count + 1]);
                }

                ofLast[columns.Action[row] + 1].Add(columns.Packets[row], columns.Bytes[row]);
            }
        });
        return Rows(
            sql, "time bigint, action varchar, records bigint, packets bigint, bytes bigint",
            from time in groups
            from action in time.Value.Index()
            where action.Item.Records > 0
            let name = records.Names.Others[action.Index - 1]
            orderby time.Key, name is null, name
            select new object?[] { (long)time.Key, name, (long)action.Item.Records, action.Item.Packets, action.Item.Bytes });
    }

    QueryAnswer Traffic(string sql, string name, Func<FlowColumns, int[]> column)
    {
        var groups = new Totals[records.Names.Addresses.Count];
        _selection.Visit(rejectedOnly: false, [MethodImpl(Hot)] (columns, rows) =>
        {
            var addresses = column(columns);
            foreach (var row in rows)
                if (addresses[row] >= 0)
                    groups[addresses[row]].Add(columns.Packets[row], columns.Bytes[row]);
        });
        return Rows(
            sql, $"{name} varchar, bytes bigint, packets bigint, records bigint",
            Top(groups, totals => totals.Bytes, records.Names.Addresses)
                .Select(group => new object?[] { group.Name, group.Totals.Bytes, group.Totals.Packets, (long)group.Totals.Records }));
    }

    QueryAnswer RejectedSources(string sql)
    {
        var groups = new Totals[records.Names.Addresses.Count];
        _selection.Visit(rejectedOnly: true, [MethodImpl(Hot)] (columns, rows) =>
        {
            foreach (var row in rows)
                if (columns.Source[row] >= 0)
                    groups[columns.Source[row]].Add(columns.Packets[row], FlowColumns.NoNumber);
        });
        var top = Top(groups, totals => totals.Packets, records.Names.Addresses);
        var seen = top.ToDictionary(source => source.Number, _ => (Ports: new HashSet<int>(), Targets: new HashSet<int>()));
        _selection.Visit(rejectedOnly: true, [MethodImpl(Hot)] (columns, rows) =>
        {
            foreach (var row in rows)
            {
                if (!seen.TryGetValue(columns.Source[row], out var of))
                    continue;
                of.Ports.Add(columns.DestinationPort[row]);
                of.Targets.Add(columns.Destination[row]);
            }
        });
        return Rows(
            sql, "srcaddr varchar, packets bigint, records bigint, ports bigint, targets bigint",
            top.Select(source => new object?[]
            {
                source.Name, source.Totals.Packets, (long)source.Totals.Records, Known(seen[source.Number].Ports), Known(seen[source.Number].Targets),
            }));
    }

    /// <summary>The ports that sources tried most.</summary>
    public QueryAnswer RejectedPorts(string sql, IEnumerable<string> sources)
    {
        var wanted = sources.Select(records.Names.Addresses.NumberOf).ToHashSet();
        var groups = new Dictionary<(int Source, int Protocol, int Port), Totals>();
        _selection.Visit(rejectedOnly: true, [MethodImpl(Hot)] (columns, rows) =>
        {
            foreach (var row in rows)
            {
                if (!wanted.Contains(columns.Source[row]))
                    continue;
                ref var totals = ref CollectionsMarshal.GetValueRefOrAddDefault(groups, (columns.Source[row], columns.Protocol[row], columns.DestinationPort[row]), out _);
                totals.Add(columns.Packets[row], FlowColumns.NoNumber);
            }
        });
        return Rows(
            sql, "srcaddr varchar, protocol integer, dstport varchar, packets bigint",
            groups.Select(group => (Source: records.Names.Addresses[group.Key.Source], Protocol: OrNull(group.Key.Protocol), Port: records.Names.Ports[group.Key.Port], group.Value.Packets))
                .GroupBy(group => group.Source)
                .OrderBy(source => source.Key, StringComparer.Ordinal)
                .SelectMany(source => source.OrderBy(group => group.Packets is null).ThenByDescending(group => group.Packets)
                    .ThenBy(group => group.Port is null).ThenBy(group => group.Port, StringComparer.Ordinal)
                    .ThenBy(group => group.Protocol is null).ThenBy(group => group.Protocol)
                    .Take(Overview.PortsOfASource))
                .Select(group => new object?[] { group.Source, group.Protocol, group.Port, group.Packets }));
    }

    QueryAnswer Protocols(string sql)
    {
        var groups = new Dictionary<int, (Totals All, Totals Rejected)>();
        // Protocols have 8 bits; a record may say more.
        var usual = new (Totals All, Totals Rejected)[256];
        _selection.Visit(rejectedOnly: false, [MethodImpl(Hot)] (columns, rows) =>
        {
            foreach (var row in rows)
            {
                var protocol = columns.Protocol[row];
                if ((uint)protocol < (uint)usual.Length)
                    Add(ref usual[protocol], columns, row);
                else if (protocol != FlowColumns.None)
                    Add(ref CollectionsMarshal.GetValueRefOrAddDefault(groups, protocol, out _), columns, row);
            }
        });
        foreach (var (protocol, totals) in usual.Index().Where(group => group.Item.All.Records > 0))
            groups[protocol] = totals;
        return Rows(
            sql, "protocol integer, packets bigint, rejected bigint, bytes bigint, records bigint",
            groups.OrderBy(group => group.Value.Rejected.Packets is null).ThenByDescending(group => group.Value.Rejected.Packets)
                .ThenBy(group => group.Value.All.Packets is null).ThenByDescending(group => group.Value.All.Packets).ThenBy(group => group.Key).Take(Overview.Top)
                .Select(group => new object?[] { group.Key, group.Value.All.Packets, group.Value.Rejected.Packets, group.Value.All.Bytes, (long)group.Value.All.Records }));
    }

    QueryAnswer Interfaces(string sql)
    {
        var groups = new (Totals All, Totals Rejected)[records.Names.Others.Count];
        _selection.Visit(rejectedOnly: false, [MethodImpl(Hot)] (columns, rows) =>
        {
            foreach (var row in rows)
                if (columns.Interface[row] >= 0)
                    Add(ref groups[columns.Interface[row]], columns, row);
        });
        return Rows(
            sql, "interface_id varchar, bytes bigint, packets bigint, rejected bigint, records bigint",
            Top([.. groups.Select(group => group.All)], totals => totals.Bytes, records.Names.Others)
                .Select(group => new object?[] { group.Name, group.Totals.Bytes, group.Totals.Packets, groups[group.Number].Rejected.Packets, (long)group.Totals.Records }));
    }

    QueryAnswer Ports(string sql)
    {
        var groups = new Dictionary<(int Port, int Protocol), Totals>();
        _selection.Visit(rejectedOnly: true, [MethodImpl(Hot)] (columns, rows) =>
        {
            foreach (var row in rows)
            {
                if (columns.DestinationPort[row] < 0)
                    continue;
                ref var totals = ref CollectionsMarshal.GetValueRefOrAddDefault(groups, (columns.DestinationPort[row], columns.Protocol[row]), out _);
                totals.Add(columns.Packets[row], FlowColumns.NoNumber);
            }
        });
        // Only the packets decide about most of them; texts are looked at for what may be shown.
        var least = groups.Values.Select(totals => totals.Packets).OrderDescending().Skip(Overview.Top - 1).FirstOrDefault();
        var top = groups.Where(group => least is null || group.Value.Packets >= least)
            .Select(group => (group.Key, Port: records.Names.Ports[group.Key.Port]!, Protocol: OrNull(group.Key.Protocol), Totals: group.Value))
            .OrderBy(group => group.Totals.Packets is null).ThenByDescending(group => group.Totals.Packets)
            .ThenBy(group => group.Port, StringComparer.Ordinal).ThenBy(group => group.Protocol is null).ThenBy(group => group.Protocol)
            .Take(Overview.Top).ToList();
        var sources = top.ToDictionary(group => group.Key, _ => new HashSet<int>());
        _selection.Visit(rejectedOnly: true, [MethodImpl(Hot)] (columns, rows) =>
        {
            foreach (var row in rows)
                if (sources.TryGetValue((columns.DestinationPort[row], columns.Protocol[row]), out var of))
                    of.Add(columns.Source[row]);
        });
        return Rows(
            sql, "dstport varchar, protocol integer, rejected bigint, records bigint, sources bigint",
            top.Select(group => new object?[] { group.Port, group.Protocol, group.Totals.Packets, (long)group.Totals.Records, Known(sources[group.Key]) }));
    }

    // CASE WHEN rejected THEN packets ELSE 0 END: what was not rejected counts as 0, and that is not null.
    void Add(ref (Totals All, Totals Rejected) totals, FlowColumns columns, int row)
    {
        totals.All.Add(columns.Packets[row], columns.Bytes[row]);
        totals.Rejected.Add(columns.Action[row] == _selection.Reject ? columns.Packets[row] : 0, FlowColumns.NoNumber);
    }

    static List<(int Number, string Name, Totals Totals)> Top(Totals[] groups, Func<Totals, long?> measure, ValueNames names)
    {
        // What the tenth has is enough to pass by almost all groups; then ties are told apart by their texts.
        var best = new PriorityQueue<int, long>();
        foreach (var (number, totals) in groups.Index())
        {
            if (totals.Records == 0)
                continue;
            if (best.Count < Overview.Top)
                best.Enqueue(number, measure(totals) ?? long.MinValue);
            else
                best.EnqueueDequeue(number, measure(totals) ?? long.MinValue);
        }

        var least = best.TryPeek(out _, out var tenth) ? tenth : long.MinValue;
        return [.. groups.Index().Where(group => group.Item.Records > 0 && (measure(group.Item) ?? long.MinValue) >= least)
            .Select(group => (Number: group.Index, Name: names[group.Index]!, Totals: group.Item))
            .OrderBy(group => measure(group.Totals) is null).ThenByDescending(group => measure(group.Totals)).ThenBy(group => group.Name, StringComparer.Ordinal)
            .Take(Overview.Top)];
    }

    static long Known(HashSet<int> numbers) => numbers.Count - (numbers.Contains(ValueNames.Null) ? 1 : 0);

    static int? OrNull(int protocol) => protocol == FlowColumns.None ? null : protocol;

    static QueryAnswer Rows(string sql, string columns, IEnumerable<object?[]> rows) =>
        new(sql, [.. columns.Split(", ").Select(column => column.Split(' ')).Select(column => new ResultColumn(column[0], column[1]))], [.. rows]);
}
