using Amazon.Runtime;

namespace Amazon.CloudWatch;

/// <summary>The unit of a metric.</summary>
public sealed class StandardUnit(string value) : ConstantClass(value)
{
    /// <summary>The unit of the example in CONTRIBUTING.md. No metric has it yet.</summary>
    public static readonly StandardUnit Bytes = new("Bytes");

    public static readonly StandardUnit Count = new("Count");

    public static StandardUnit FindValue(string value) => FindValue<StandardUnit>(value);

    public static implicit operator StandardUnit(string value) => FindValue(value);
}
