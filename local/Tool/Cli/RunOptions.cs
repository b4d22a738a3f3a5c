using Tool.Input;
using Tool.Traffic;

namespace Tool.Cli;

/// <summary>The options of a run.</summary>
sealed record RunOptions
{
    /// <summary>The inputs.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Sample traffic to run; null for none.</summary>
    public TrafficOptions? Sample { get; init; }

    /// <summary>The share of lines that may differ from the format; null if one matching line is enough.</summary>
    public double? MaximumBad { get; init; }

    /// <summary>The kind of all inputs; null to detect each input's kind.</summary>
    public FileKind? Kind { get; init; }

    /// <summary>The format of inputs without a header; null for the stack's format.</summary>
    public FlowLogFormat? Format { get; init; }
}
