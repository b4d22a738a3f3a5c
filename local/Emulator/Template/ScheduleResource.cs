namespace Emulator.Template;

/// <summary>
/// A schedule that invokes a function: SAM's event of type Schedule or ScheduleV2, AWS::Events::Rule or AWS::Scheduler::Schedule.
/// </summary>
public sealed record ScheduleResource
{
    /// <summary>The logical id of the schedule. For an event of SAM it is the id that SAM generates: function and event.</summary>
    public required string LogicalId { get; init; }

    public required string FunctionLogicalId { get; init; }

    /// <summary>`rate(1 hour)`, `cron(5 * * * ? *)` or `at(...)`.</summary>
    public required string Expression { get; init; }

    /// <summary>The event as JSON; null if the service sends its own event.</summary>
    public required string? Input { get; init; }

    /// <summary>Returns the enabled ones.</summary>
    public static IReadOnlyList<ScheduleResource> All(StackTemplate template) =>
        [.. template.Resources.Values.SelectMany(resource => resource.Type switch
        {
            "AWS::Serverless::Function" => Events(resource),
            "AWS::Events::Rule" => Rule(template, resource),
            "AWS::Scheduler::Schedule" => Schedule(template, resource),
            _ => [],
        })];

    static IEnumerable<ScheduleResource> Events(TemplateResource function) =>
        FunctionEvent.All(function).Where(item => item.Type is "Schedule" or "ScheduleV2" && item.Properties.IsEnabled)
            .Select(item => new ScheduleResource
            {
                LogicalId = item.LogicalId,
                FunctionLogicalId = function.LogicalId,
                Expression = item.Properties.Text(item.Type == "Schedule" ? "Schedule" : "ScheduleExpression"),
                Input = item.Properties.OptionalText("Input"),
            });

    // A rule without a schedule matches events, and targets can be other than functions. Both are ignored.
    static IEnumerable<ScheduleResource> Rule(StackTemplate template, TemplateResource resource)
    {
        var properties = resource.Read();
        if (properties.OptionalText("ScheduleExpression") is not { } expression || !properties.IsEnabled)
            return [];
        return properties.Maps("Targets").SelectMany(target => Target(template, resource, expression, target));
    }

    static IEnumerable<ScheduleResource> Schedule(StackTemplate template, TemplateResource resource)
    {
        var properties = resource.Read();
        return properties.IsEnabled ? Target(template, resource, properties.Text("ScheduleExpression"), properties.Map("Target")) : [];
    }

    static IEnumerable<ScheduleResource> Target(StackTemplate template, TemplateResource resource, string expression, PropertyReader target)
    {
        if (template.FindByReference(target.Text("Arn")) is not { Type: "AWS::Serverless::Function" or "AWS::Lambda::Function" } function)
            yield break;
        yield return new ScheduleResource
        {
            LogicalId = resource.LogicalId,
            FunctionLogicalId = function.LogicalId,
            Expression = expression,
            Input = target.OptionalText("Input"),
        };
    }
}
