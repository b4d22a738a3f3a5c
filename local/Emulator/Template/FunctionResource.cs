namespace Emulator.Template;

/// <summary>A Lambda function: AWS::Serverless::Function or AWS::Lambda::Function.</summary>
public sealed record FunctionResource
{
    public required string LogicalId { get; init; }

    /// <summary>The name in Lambda: FunctionName, or stack name and logical id.</summary>
    public required string Name { get; init; }

    public required string Arn { get; init; }

    /// <summary><c>Assembly</c>, or <c>Assembly::Type::Method</c> for a class library.</summary>
    public required string Handler { get; init; }

    public string AssemblyName => Handler.Split("::")[0];

    /// <summary>The memory in MB (1,048,576 bytes); Lambda's default is 128.</summary>
    public required int MemorySize { get; init; }

    /// <summary>The timeout; Lambda's default is 3 seconds.</summary>
    public required TimeSpan Timeout { get; init; }

    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <param name="template">The template to search.</param>
    /// <param name="logicalId">The logical id, the ARN or the name of the function.</param>
    /// <exception cref="TemplateException">The function does not exist.</exception>
    public static FunctionResource Find(StackTemplate template, string logicalId)
    {
        var all = template.Resources.Values.Where(resource => resource.Type is "AWS::Serverless::Function" or "AWS::Lambda::Function")
            .Select(Read).ToList();
        return all.FirstOrDefault(function => function.LogicalId == logicalId)
            ?? all.FirstOrDefault(function => function.LogicalId == template.FindByReference(logicalId)?.LogicalId)
            ?? throw new TemplateException(template.File, 0, $"The function {logicalId} does not exist; "
                + (all.Count == 0 ? "the template has no functions."
                : $"the template has {string.Join(", ", all.Select(function => function.LogicalId))}."));
    }

    static FunctionResource Read(TemplateResource resource)
    {
        var properties = resource.Read();
        var name = properties.OptionalText("FunctionName") ?? $"{PseudoParameters.StackName}-{resource.LogicalId}";
        var seconds = properties.Int("Timeout", 3);
        if (seconds is < 1 or > 900)
            throw properties.Wrong("Timeout", $"is {seconds} seconds. Lambda accepts 1 to 900.");
        return new FunctionResource
        {
            LogicalId = resource.LogicalId,
            Name = name,
            Arn = ResourceKinds.Fill("arn:{partition}:lambda:{region}:{account}:function:{name}", name),
            Handler = properties.Text("Handler"),
            MemorySize = properties.Int("MemorySize", 128),
            Timeout = TimeSpan.FromSeconds(seconds),
            Environment = properties.OptionalMap("Environment")?.Texts("Variables") ?? new Dictionary<string, string>(),
        };
    }
}
