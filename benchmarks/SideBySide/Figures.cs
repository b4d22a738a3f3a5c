namespace SideBySide;

/// <summary>What was measured round by round, told as minimum, median and maximum.</summary>
static class Figures
{
    public static void Print(string name, IEnumerable<double> values, string unit) =>
        Console.WriteLine($"    {name,-28} {Spread(values)} {unit}");

    /// <summary>Each round's value as a multiple of the same round's other.</summary>
    public static void PrintRatio(string name, IEnumerable<double> values, IEnumerable<double> others) =>
        Print(name, values.Zip(others, (value, other) => value / other), "times");

    static string Spread(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return $"min {sorted[0],8:0.00}   median {sorted[sorted.Count / 2],8:0.00}   max {sorted[^1],8:0.00}";
    }
}
