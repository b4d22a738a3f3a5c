namespace Emulator.Template;

/// <summary>One entry of a serverless function's Events.</summary>
/// <param name="LogicalId">The id of the resource that SAM generates: function and event.</param>
/// <param name="Type">The type in SAM's spelling.</param>
/// <param name="Properties">The properties of the event.</param>
sealed record FunctionEvent(string LogicalId, string Type, PropertyReader Properties)
{
    public static IEnumerable<FunctionEvent> All(TemplateResource function)
    {
        if (function.Read().OptionalMap("Events") is not { } events)
            yield break;
        foreach (var name in events.Keys)
        {
            var item = events.Map(name);
            yield return new FunctionEvent(function.LogicalId + name, item.Text("Type"), item.Map("Properties"));
        }
    }
}
