namespace Amazon.Lambda.Annotations;

/// <summary>What the source generator does for the whole assembly.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class LambdaGlobalPropertiesAttribute : Attribute
{
    /// <summary>Writes the executable's <c>Main</c>, which runs the handler that the environment variable ANNOTATIONS_HANDLER names.</summary>
    public bool GenerateMain { get; set; }
}
