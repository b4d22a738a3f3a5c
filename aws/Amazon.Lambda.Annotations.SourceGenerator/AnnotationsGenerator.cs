using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Amazon.Lambda.Annotations.SourceGenerator;

/// <summary>
/// Writes the class that Lambda calls for each method with [LambdaFunction], and the entry point with GenerateMain. It reads only the code
/// that
/// the annotations name, and writes nothing to disk.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class AnnotationsGenerator : IIncrementalGenerator
{
    /// <summary>The name of the step that runs after each relevant change to the sources.</summary>
    public const string InputStep = "Annotations";

    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var handlers = context.SyntaxProvider.ForAttributeWithMetadataName(
            "Amazon.Lambda.Annotations.LambdaFunctionAttribute", static (node, _) => node is MethodDeclarationSyntax,
            static (found, _) => Handler.Of((IMethodSymbol)found.TargetSymbol));
        var startups = context.SyntaxProvider.ForAttributeWithMetadataName(
            "Amazon.Lambda.Annotations.LambdaStartupAttribute", static (node, _) => node is ClassDeclarationSyntax,
            static (found, _) => Startup.Of((INamedTypeSymbol)found.TargetSymbol));
        var project = context.CompilationProvider.Select(Project.Of);

        context.RegisterSourceOutput(
            handlers.Collect().Combine(startups.Collect()).Combine(project).WithTrackingName(InputStep),
            static (output, input) => Write(output, input.Left.Left, input.Left.Right, input.Right));
    }

    static void Write(SourceProductionContext output, ImmutableArray<Handler> handlers, ImmutableArray<Startup> startups, Project project)
    {
        var faults = Check.Of(handlers, startups, project).ToList();
        foreach (var fault in faults)
            output.ReportDiagnostic(fault.ToDiagnostic());
        if (faults.Count > 0 || handlers.IsEmpty)
            return;

        foreach (var handler in handlers)
            output.AddSource($"{handler.GeneratedName}.g.cs", HandlerSource.Write(handler, startups.FirstOrDefault(), project.Serializer!));
        if (project.GeneratesMain)
            output.AddSource("Program.g.cs", ProgramSource.Write(handlers, project.Serializer!));
    }
}
