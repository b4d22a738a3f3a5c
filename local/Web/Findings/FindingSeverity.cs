namespace Web.Findings;

/// <summary>How much a finding matters, from least to most.</summary>
public enum FindingSeverity
{
    /// <summary>Good to know; nothing to do.</summary>
    Low,

    /// <summary>Worth a look today.</summary>
    Medium,

    /// <summary>Worth a look now.</summary>
    High,
}
