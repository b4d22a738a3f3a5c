namespace Template.Tests.Checks;

/// <summary>Checks that each function is built, and that its environment has exactly the variables that its code reads.</summary>
static class FunctionCheck
{
    /// <summary>
    /// The variable that the generated entry point reads. The official entry point runs nothing, and reports nothing, if the value is not a
    /// handler's name.
    /// </summary>
    const string HandlerVariable = "ANNOTATIONS_HANDLER";

    /// <summary>The variables that the logger reads in each function.</summary>
    static readonly string[] LoggerVariables = ["POWERTOOLS_SERVICE_NAME", "POWERTOOLS_LOG_LEVEL"];

    public static IEnumerable<string> Findings(StackTemplate template)
    {
        foreach (var (logicalId, resource) in template.OfType("AWS::Serverless::Function"))
        {
            var properties = template.Properties(logicalId);
            var handler = (string)properties["Handler"]!;
            var folder = Path.Combine(Repository.Root, (string)properties["CodeUri"]!);
            if (!File.Exists(Path.Combine(folder, handler + ".csproj")))
                yield return $"{logicalId}: CodeUri has no project that builds the handler {handler}";

            if (FunctionCode.Find(handler) is not { } code)
            {
                yield return $"{logicalId}: no executable {handler}.dll is built for the handler {handler}";
                continue;
            }
            var handlers = code.Handlers();
            if (!handlers.Contains(properties["Environment"]?["Variables"]?[HandlerVariable]?.ToString() ?? ""))
                yield return $"{logicalId}: {HandlerVariable} is not the name of its handler, {string.Join(" or ", handlers)}";

            foreach (var name in code.HandlersWithoutLogging())
                yield return $"{logicalId}: its handler {name} has no [Logging]";

            var set = new[] { properties, template.Section("Globals")["Function"] }
                .SelectMany(place => JsonWalk.Many(place?["Environment"]?["Variables"]))
                .SelectMany(variables => variables.AsObject().Select(entry => entry.Key)).Where(name => name != HandlerVariable)
                .ToHashSet();
            var read = code.VariablesRead().Concat(LoggerVariables).ToHashSet();
            foreach (var name in read.Except(set))
                yield return $"{logicalId}: its code reads the environment variable {name}, which the template does not set";
            foreach (var name in set.Except(read))
                yield return $"{logicalId}: the template sets the environment variable {name}, which its code does not read";
        }
    }
}
