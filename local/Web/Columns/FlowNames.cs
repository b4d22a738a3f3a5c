namespace FlowLogs.Local.Web.Columns;

/// <summary>The texts of all records. A source and a destination share their addresses, and so do their ports.</summary>
sealed class FlowNames
{
    public ValueNames Addresses { get; } = new();

    public ValueNames Ports { get; } = new(arePorts: true);

    /// <summary>Interfaces and actions.</summary>
    public ValueNames Others { get; } = new();
}
