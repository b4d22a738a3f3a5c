using System.Globalization;
using System.Text.RegularExpressions;
using Emulator.CloudWatch;

namespace Web.Dashboards;

/// <summary>
/// Percentiles, trimmed and winsorized means, and what lies between two values ("CloudWatch statistics definitions"). They need the single values, which
/// a datum of values has, and a statistic set only where all its samples are the same. CloudWatch estimates them; these are exact, by nearest rank.
/// </summary>
static partial class ExtendedStatistic
{
    /// <summary>Null where it is none.</summary>
    public static MetricStatistic? Parse(string name)
    {
        if (name.Equals("IQM", StringComparison.OrdinalIgnoreCase))
            return new MetricStatistic(name, set => ValuesOf(set) is { } values ? TrimmedMean(values, 0.25, 0.75) : null);
        if (Short().Match(name) is { Success: true } match)
        {
            var share = double.Parse(match.Groups["percent"].Value, CultureInfo.InvariantCulture) / 100;
            return share > 1 ? null : Of(name, match.Groups["kind"].Value.ToLowerInvariant(), new Bounds(0, share, true));
        }

        return Long().Match(name) is { Success: true } call && BoundsOf(call) is { } bounds ? Of(name, call.Groups["kind"].Value.ToLowerInvariant(), bounds) : null;
    }

    static MetricStatistic? Of(string name, string kind, Bounds bounds) => (kind, bounds.ArePercent) switch
    {
        ("p", _) => new(name, set => ValuesOf(set) is { } values ? Percentile(values, bounds.To) : null),
        ("tm", true) => new(name, set => ValuesOf(set) is { } values ? TrimmedMean(values, bounds.From, bounds.To) : null),
        ("wm", true) => new(name, set => ValuesOf(set) is { } values ? WinsorizedMean(values, Percentile(values, bounds.From), Percentile(values, bounds.To)) : null),
        ("tm", false) => new(name, set => Between(set, bounds) is { } values && values.Sum(one => one.Count) is > 0 and var count ? values.Sum(one => one.Value * one.Count) / count : null),
        ("wm", false) => new(name, set => ValuesOf(set) is { } values ? WinsorizedMean(values, bounds.From, bounds.To) : null),
        ("tc", false) => new(name, set => Between(set, bounds)?.Sum(one => one.Count)),
        ("ts", false) => new(name, set => Between(set, bounds)?.Sum(one => one.Value * one.Count)),
        ("pr", false) => new(name, set => 100 * Between(set, bounds)?.Sum(one => one.Count) / set.SampleCount),
        _ => null,
    };

    /// <summary>The single values, in order; null where they are not known.</summary>
    static List<(double Value, double Count)>? ValuesOf(StatisticSet set)
    {
        var known = set.Values.Zip(set.Counts).ToList();
        return Math.Abs(known.Sum(one => one.Second) - set.SampleCount) < 1e-9 * set.SampleCount ? known
            : set.Minimum == set.Maximum ? [(set.Minimum, set.SampleCount)]
            : null;
    }

    // Above the lower bound, up to the upper one.
    static List<(double Value, double Count)>? Between(StatisticSet set, Bounds bounds) =>
        ValuesOf(set)?.Where(one => one.Value > bounds.From && one.Value <= bounds.To).ToList();

    static double Percentile(List<(double Value, double Count)> values, double share)
    {
        var rank = share * values.Sum(one => one.Count);
        var below = 0.0;
        foreach (var (value, count) in values)
        {
            below += count;
            if (below >= rank - 1e-9)
                return value;
        }

        return values[^1].Value;
    }

    // A value at a bound counts by the part of it that lies within.
    static double TrimmedMean(List<(double Value, double Count)> values, double from, double to)
    {
        var all = values.Sum(one => one.Count);
        var (sum, weight, below) = (0.0, 0.0, 0.0);
        foreach (var (value, count) in values)
        {
            var within = Math.Max(0, Math.Min(below + count, to * all) - Math.Max(below, from * all));
            (sum, weight, below) = (sum + (value * within), weight + within, below + count);
        }

        return sum / weight;
    }

    static double WinsorizedMean(List<(double Value, double Count)> values, double least, double most) =>
        values.Sum(one => Math.Clamp(one.Value, least, Math.Max(least, most)) * one.Count) / values.Sum(one => one.Count);

    static Bounds? BoundsOf(Match call)
    {
        var (from, to) = (call.Groups["from"].Value, call.Groups["to"].Value);
        var arePercent = from.EndsWith('%') || to.EndsWith('%');
        if (arePercent && (from.Length > 0 && !from.EndsWith('%') || to.Length > 0 && !to.EndsWith('%')))
            return null;
        var scale = arePercent ? 0.01 : 1;
        var bounds = new Bounds(
            from.Length == 0 ? arePercent ? 0 : double.NegativeInfinity : scale * Number(from),
            to.Length == 0 ? arePercent ? 1 : double.PositiveInfinity : scale * Number(to),
            arePercent);
        return bounds.From < bounds.To && (!arePercent || bounds is { From: >= 0, To: <= 1 }) ? bounds : null;

        static double Number(string text) => double.Parse(text.TrimEnd('%'), CultureInfo.InvariantCulture);
    }

    readonly record struct Bounds(double From, double To, bool ArePercent);

    [GeneratedRegex(@"^(?<kind>p|tm|wm)(?<percent>[0-9]{1,3}(?:\.[0-9]{1,10})?)$", RegexOptions.IgnoreCase)]
    private static partial Regex Short();

    [GeneratedRegex(@"^(?<kind>tm|wm|tc|ts|pr)\(\s*(?<from>-?[0-9]*(?:\.[0-9]+)?%?)\s*:\s*(?<to>-?[0-9]*(?:\.[0-9]+)?%?)\s*\)$", RegexOptions.IgnoreCase)]
    private static partial Regex Long();
}
