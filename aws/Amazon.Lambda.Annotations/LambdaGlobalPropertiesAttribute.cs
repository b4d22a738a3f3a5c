namespace Amazon.Lambda.Annotations;

/// <summary>Configures the source generator for the assembly.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class LambdaGlobalPropertiesAttribute : Attribute
{
    /// <summary>Whether to generate <c>Main</c>, which runs the handler that the environment variable ANNOTATIONS_HANDLER names.</summary>
    public bool GenerateMain { get; set; }
}
