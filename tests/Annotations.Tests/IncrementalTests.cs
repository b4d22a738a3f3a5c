using Amazon.Lambda.Annotations.SourceGenerator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Annotations.Tests;

/// <summary>The generator runs at every keystroke in an editor, and does no work unless its input has changed.</summary>
public sealed class IncrementalTests
{
    const string Function = """
        public sealed class Function
        {
            [LambdaFunction]
            public Task<string> Handle(string json) => Task.FromResult("one");
        }
        """;

    [Theory]
    [InlineData("\"one\"", "\"two\"", IncrementalStepRunReason.Cached)]
    [InlineData("[LambdaFunction]", "// A comment above it.\n    [LambdaFunction]", IncrementalStepRunReason.Modified)]
    [InlineData("Handle(", "HandleAsync(", IncrementalStepRunReason.Modified)]
    public void Only_a_change_to_annotated_code_generates_new_sources(string text, string other, IncrementalStepRunReason expected)
    {
        var source = Compiled.Head + Function + Compiled.Serializer;
        var compilation = Compiled.Sources(OutputKind.ConsoleApplication, source);
        var driver = Compiled.Driver().RunGenerators(compilation, TestContext.Current.CancellationToken);

        var changed = compilation.ReplaceSyntaxTree(
            compilation.SyntaxTrees.Single(),
            CSharpSyntaxTree.ParseText(source.Replace(text, other), (CSharpParseOptions)compilation.SyntaxTrees.Single().Options,
            "Source0.cs",
                cancellationToken: TestContext.Current.CancellationToken));
        var steps = driver.RunGenerators(changed, TestContext.Current.CancellationToken).GetRunResult().Results.Single().TrackedSteps;

        var reason = Assert.Single(Assert.Single(steps[AnnotationsGenerator.InputStep]).Outputs).Reason;
        Assert.Equal(expected, reason == IncrementalStepRunReason.Unchanged ? IncrementalStepRunReason.Cached : reason);
    }
}
