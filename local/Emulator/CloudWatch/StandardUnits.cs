namespace Emulator.CloudWatch;

/// <summary>The valid units of a metric. Source: "MetricDatum", Amazon CloudWatch API Reference.</summary>
static class StandardUnits
{
    public const string None = "None";

    static readonly HashSet<string> All =
    [
        "Seconds", "Microseconds", "Milliseconds",
        "Bytes", "Kilobytes", "Megabytes", "Gigabytes", "Terabytes",
        "Bits", "Kilobits", "Megabits", "Gigabits", "Terabits",
        "Percent", "Count",
        "Bytes/Second", "Kilobytes/Second", "Megabytes/Second", "Gigabytes/Second", "Terabytes/Second",
        "Bits/Second", "Kilobits/Second", "Megabits/Second", "Gigabits/Second", "Terabits/Second",
        "Count/Second", None,
    ];

    public static bool Contains(string unit) => All.Contains(unit);
}
