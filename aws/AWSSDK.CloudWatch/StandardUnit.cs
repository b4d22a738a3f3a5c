using Amazon.Runtime;

namespace Amazon.CloudWatch;

/// <summary>What a metric counts in.</summary>
public sealed class StandardUnit(string value) : ConstantClass(value)
{
    /// <summary>Of no metric yet: CONTRIBUTING's example of one takes it.</summary>
    public static readonly StandardUnit Bytes = new("Bytes");

    public static readonly StandardUnit Count = new("Count");

    public static StandardUnit FindValue(string value) => FindValue<StandardUnit>(value);

    public static implicit operator StandardUnit(string value) => FindValue(value);
}
