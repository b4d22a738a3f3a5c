using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Amazon.Lambda.Annotations.SourceGenerator;

/// <summary>
/// Writes for each method with [LambdaFunction] the class that Lambda calls, and with GenerateMain the executable's entry point. Only what the
/// annotations name is looked at, and nothing is written to disk.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class AnnotationsGenerator : IIncrementalGenerator
{
    /// <summary>The name of the step that every change to the sources which matters here comes through.</summary>
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
