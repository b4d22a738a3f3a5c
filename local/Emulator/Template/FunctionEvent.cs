namespace Emulator.Template;

/// <summary>One entry of a serverless function's Events.</summary>
/// <param name="LogicalId">Of the resource that SAM makes of it: function and event.</param>
/// <param name="Type">As SAM spells it.</param>
/// <param name="Properties">The event's own.</param>
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
