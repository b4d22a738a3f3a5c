using Tool.Input;

namespace Tool.Cli;

/// <summary>What a call of <c>flowlogs run</c> says.</summary>
sealed record RunOptions
{
    /// <summary>The inputs; none for sample traffic.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>The share of lines that may be none of the format; null for all but one.</summary>
    public double? MaximumBad { get; init; }

    /// <summary>The kind of all inputs; null where each tells its own.</summary>
    public FileKind? Kind { get; init; }

    /// <summary>The format of records in inputs that do not say theirs; null for the stack's.</summary>
    public FlowLogFormat? Format { get; init; }
}
