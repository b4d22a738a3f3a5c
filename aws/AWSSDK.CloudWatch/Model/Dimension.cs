namespace Amazon.CloudWatch.Model;

/// <summary>A name and a value that are part of the identity of a metric.</summary>
public sealed class Dimension
{
    public string? Name { get; set; }

    public string? Value { get; set; }
}
