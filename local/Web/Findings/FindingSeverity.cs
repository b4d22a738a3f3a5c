namespace Web.Findings;

/// <summary>The severity of a finding, from lowest to highest.</summary>
public enum FindingSeverity
{
    /// <summary>For information; no action is needed.</summary>
    Low,

    /// <summary>Should be checked today.</summary>
    Medium,

    /// <summary>Should be checked immediately.</summary>
    High,
}
