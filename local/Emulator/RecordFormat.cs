using Emulator.Template;

namespace Emulator;

/// <summary>The format of the records, as the template passes it to the functions.</summary>
public static class RecordFormat
{
    /// <summary>Returns the format of the records on the archive path, or the default format if the template does not set one.</summary>
    /// <exception cref="StackException">The template has an invalid format.</exception>
    public static FlowLogFormat Of(StackTemplate template) =>
        DeliveryStreamResource.All(template).FirstOrDefault(stream => stream.Processor is not null) is { } stream
            ? Of(FunctionResource.Find(template, stream.Processor!.FunctionLogicalId))
            : FlowLogFormat.Default;

    /// <summary>Returns the format that the template passes to a function.</summary>
    /// <exception cref="StackException">The format is invalid.</exception>
    public static FlowLogFormat Of(FunctionResource function)
    {
        const string name = "FLOW_LOG_FORMAT";
        if (!function.Environment.TryGetValue(name, out var text) || text.Length == 0)
            return FlowLogFormat.Default;
        try
        {
            return FlowLogFormat.Parse(text);
        }
        catch (FormatException exception)
        {
            throw new StackException($"{function.LogicalId}: {name}: {exception.Message}", exception);
        }
    }
}
