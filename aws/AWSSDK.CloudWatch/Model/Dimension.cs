namespace Amazon.CloudWatch.Model;

/// <summary>A name and value that tell a metric from others of its name.</summary>
public sealed class Dimension
{
    public string? Name { get; set; }

    public string? Value { get; set; }
}
