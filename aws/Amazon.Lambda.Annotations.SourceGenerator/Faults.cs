using Microsoft.CodeAnalysis;

namespace Amazon.Lambda.Annotations.SourceGenerator;

/// <summary>Contains the diagnostics of the generator, with the ids of the official generator.</summary>
static class Faults
{
    public static readonly DiagnosticDescriptor MoreThanOneStartup = Error(
        "AWSLambda0101", "More than one startup class", "'{0}' and '{1}' both have [LambdaStartup]; an assembly has one startup class");

    public static readonly DiagnosticDescriptor MissingReference = Error(
        "AWSLambda0104", "Missing reference", "The generated code needs a reference to {0}");

    public static readonly DiagnosticDescriptor NoConfigureServices = Error(
        "AWSLambda0107", "Startup class registers nothing",
        "'{0}' has [LambdaStartup] but no public method ConfigureServices(IServiceCollection)");

    public static readonly DiagnosticDescriptor NoSerializer = Error(
        "AWSLambda0108", "Missing serializer", "The assembly names no serializer: add [assembly: LambdaSerializer(typeof(...))]");

    public static readonly DiagnosticDescriptor NotExecutable = Error(
        "AWSLambda0111", "Not an executable", "GenerateMain is true but the project is not an executable: set OutputType to Exe");

    public static readonly DiagnosticDescriptor NoFunction = Error(
        "AWSLambda0113", "No function", "GenerateMain is true but no method has [LambdaFunction]");

    public static readonly DiagnosticDescriptor HasMain = Error(
        "AWSLambda0114", "A Main of its own", "GenerateMain is true but the project has an entry point already, {0}");

    public static readonly DiagnosticDescriptor Signature = Error(
        "AWSLambda0117", "A handler that cannot be called", "'{0}' cannot be a handler: {1}");

    static DiagnosticDescriptor Error(string id, string title, string message) =>
        new(id, title, message, "AWSLambdaCSharpGenerator", DiagnosticSeverity.Error, isEnabledByDefault: true);
}
