using Emulator.Template;

namespace Emulator;

/// <summary>The format of the flow log's records, as the template tells the function that reads them.</summary>
public static class RecordFormat
{
    /// <summary>The format of the records on the archive path; the default one where the template says nothing of it.</summary>
    /// <exception cref="StackException">What the template says is no format.</exception>
    public static FlowLogFormat Of(StackTemplate template) =>
        DeliveryStreamResource.All(template).FirstOrDefault(stream => stream.Processor is not null) is { } stream
            ? Of(FunctionResource.Find(template, stream.Processor!.FunctionLogicalId))
            : FlowLogFormat.Default;

    /// <summary>The format that one function is told of.</summary>
    /// <exception cref="StackException">It is none.</exception>
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
