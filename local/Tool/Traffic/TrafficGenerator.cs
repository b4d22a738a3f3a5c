namespace Tool.Traffic;

/// <summary>
/// Makes VPC flow-log text as one VPC's busy days would: web servers and their clients, NAT gateways, name servers, traffic inside,
/// scanners from the internet that are rejected, IPv6, ICMP, and the gaps that flow logs themselves report (NODATA, SKIPDATA).
/// </summary>
public static class TrafficGenerator
{
    const int MaxHours = 100 * 366 * 24;

    // The relative traffic of each hour of a day (UTC): low at night, high in office hours.
    static readonly int[] DailyShape = [22, 18, 15, 14, 14, 17, 26, 42, 63, 80, 90, 94, 92, 93, 96, 95, 90, 84, 78, 72, 64, 52, 40, 29];

    /// <summary>The kinds of incident that can be planted; each has the name of the finding that must find it.</summary>
    public static IReadOnlyList<string> IncidentNames { get; } = [.. IncidentPlan.Names];

    /// <summary>The lines of a names file for the networks and interfaces of the traffic.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. new Network().Names()];

    /// <summary>
    /// Writes exactly <see cref="TrafficOptions.Records"/> lines of the default format (version 2, no header), in the order of their ends.
    /// </summary>
    /// <returns>The incidents among them.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="FormatException">The incidents need more hours or more records.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled; whole lines have been written until
    /// then.</exception>
    public static IReadOnlyList<Incident> Write(Stream output, TrafficOptions options, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(options.Records);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Hours, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Hours, MaxHours);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Start, DateTimeOffset.UnixEpoch);

        var first = options.Start.ToUnixTimeSeconds();
        var network = new Network();
        var plan = Plan(options, network);
        var planted = plan?.Flows ?? [];
        var (silentFrom, silentTo) = plan?.Silence ?? default;
        var times = new Xoshiro(~options.Seed);
        var mix = new Mix(network, options.Seed);
        using var lines = new LineBuffer(output);

        var minutes = options.Hours * 60L;
        Int128 total = 0;
        for (var minute = 0L; minute < minutes; minute++)
            total += WeightOf(first + minute * 60);

        Int128 passed = 0;
        var written = 0L;
        var next = 0;
        var records = options.Records - planted.Count;
        for (var minute = 0L; minute < minutes && written < records; minute++)
        {
            var minuteStart = first + minute * 60;
            passed += WeightOf(minuteStart);
            var count = (long)(records * passed / total) - written;
            for (var i = 0L; i < count; i++)
            {
                if (lines.IsNearlyFull)
                    ct.ThrowIfCancellationRequested();

                ref readonly var flow = ref mix.Next();
                var end = minuteStart + (60 * i + times.Below(60)) / count;
                var start = Math.Max(first, end - Duration(ref times, flow.Interface.AggregationSeconds));
                WritePlanted(end);
                lines.Write(flow, start, end);
            }

            written += count;
        }

        WritePlanted(long.MaxValue);
        lines.Flush();
        return plan?.Incidents ?? [];

        void WritePlanted(long until)
        {
            for (; next < planted.Count && planted[next].End <= until; next++)
                lines.Write(planted[next].Flow, Math.Max(first, planted[next].Start), planted[next].End);
        }

        int WeightOf(long second) => second >= silentFrom && second < silentTo ? 0 : Weight(second);
    }

    static IncidentPlan? Plan(TrafficOptions options, Network network)
    {
        if (options.Incidents.Count == 0)
            return null;
        if (options.Hours < IncidentPlan.Hours)
            throw new FormatException($"Incidents need {IncidentPlan.Hours} hours, but the traffic has {options.Hours}. Use more --hours.");
        var plan = IncidentPlan.Of(
            options.Incidents, network, options.Seed, options.Start.AddHours(options.Hours - IncidentPlan.Hours).ToUnixTimeSeconds());
        return plan.Flows.Count <= options.Records
            ? plan
            : throw new FormatException($"These incidents have {plan.Flows.Count} records, but the traffic has {options.Records}. "
                + $"Use more --records.");
    }

    /// <summary>Half of the records cover their interface's whole aggregation interval, the others a part of it.</summary>
    static int Duration(ref Xoshiro times, int aggregationSeconds)
    {
        var choice = times.Below(2 * aggregationSeconds);
        return choice < aggregationSeconds ? choice : aggregationSeconds - 1;
    }

    /// <summary>Returns the relative traffic at a second, interpolated between hours.</summary>
    static int Weight(long second)
    {
        var minuteOfDay = (int)(second / 60 % (24 * 60));
        var (hour, minute) = (minuteOfDay / 60, minuteOfDay % 60);
        return DailyShape[hour] * (60 - minute) + DailyShape[(hour + 1) % 24] * minute;
    }
}
