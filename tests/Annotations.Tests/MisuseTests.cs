using Microsoft.CodeAnalysis;

namespace Annotations.Tests;

/// <summary>Misuse is a build error at the place of the mistake.</summary>
public sealed class MisuseTests
{
    const string Handler = "public sealed class Function { [LambdaFunction] public Task<string> Handle(string json) => null; }";
    const string Startup = "[LambdaStartup] public sealed class Startup { public void ConfigureServices(IServiceCollection services) { } }";

    [Theory]
    [InlineData("public Task<Stream> Handle(Stream json, ILambdaContext context)", "take the event as a MemoryStream")]
    [InlineData("public Task<Stream> Handle(Stream json)", "take the event as a MemoryStream")]
    [InlineData("public static Task<string> Handle(string json)", "it is static")]
    [InlineData("Task<string> Handle(string json)", "make it public")]
    [InlineData("public Task<T> Handle<T>(string json)", "generic or nested")]
    [InlineData("public string Handle(string json)", "has to return a Task")]
    [InlineData("public Task<string> Handle()", "it takes an event")]
    [InlineData("public Task<string> Handle(ILambdaContext context)", "it takes an event")]
    [InlineData("public Task<string> Handle(string json, string more)", "it takes an event")]
    [InlineData("public Task<string> Handle(string json, ILambdaContext context, string more)", "it takes an event")]
    [InlineData("public Task<string> Handle(string json, [FromServices] Uri address)", "[FromServices] needs a class with [LambdaStartup]")]
    public void A_method_that_cannot_be_a_handler(string method, string expected)
    {
        var fault = Single("AWSLambda0117", $"public sealed class Function {{ [LambdaFunction] {method} => null; }}");

        Assert.StartsWith("'Function.Handle' cannot be a handler: ", fault.Message);
        Assert.Contains(expected, fault.Message);
        Assert.Equal("Handle", fault.Text);
    }

    [Fact]
    public void Two_handlers_of_one_name()
    {
        var fault = Single("AWSLambda0117", Handler + Handler.Replace("class Function", "class Other"));

        Assert.StartsWith("'Other.Handle' cannot be a handler: another handler has the same name", fault.Message);
    }

    [Fact]
    public void Two_startup_classes() =>
        Assert.Equal("'Sample.Startup' and 'Sample.Second' both have [LambdaStartup]; an assembly has one startup class",
            Single("AWSLambda0101", Handler + Startup + Startup.Replace("class Startup", "class Second")).Message);

    [Theory]
    [InlineData("public void Configure(IServiceCollection services) { }")]
    [InlineData("public static void ConfigureServices(IServiceCollection services) { }")]
    [InlineData("public void ConfigureServices(ServiceCollection services) { }")]
    [InlineData("void ConfigureServices(IServiceCollection services) { }")]
    public void A_startup_class_that_registers_nothing(string method)
    {
        var fault = Single("AWSLambda0107", $"{Handler} [LambdaStartup] public sealed class Startup {{ {method} }}");

        Assert.Contains("ConfigureServices(IServiceCollection)", fault.Message);
        Assert.Equal("Startup", fault.Text);
    }

    [Fact]
    public void No_serializer() => Assert.Equal("Handle", Single(
        "AWSLambda0108", Compiled.From(Compiled.Head.Replace("[assembly: LambdaSerializer(typeof(Sample.UpperCase))]", "")
            + Handler)).Text);

    [Fact]
    public void A_Main_in_a_library() =>
        Single("AWSLambda0111", Compiled.From(Compiled.Head + Handler + Compiled.Serializer, OutputKind.DynamicallyLinkedLibrary));

    [Fact]
    public void A_Main_without_a_handler() => Single("AWSLambda0113", "public sealed class Function { }");

    [Theory]
    [InlineData("static class Program { static void Main() { } }")]
    [InlineData("static class Program { static async Task Main(string[] args) => await Task.Yield(); }")]
    public void A_second_Main(string own) => Assert.Contains("Program.Main", Single("AWSLambda0114", Handler + own).Message);

    [Theory]
    [InlineData("Amazon.Lambda.RuntimeSupport")]
    [InlineData("Microsoft.Extensions.DependencyInjection")]
    public void A_reference_that_the_generated_code_needs(string missing)
    {
        var complete = Compiled.Sources(OutputKind.ConsoleApplication, Compiled.Head + Handler + Startup + Compiled.Serializer);
        var compilation = complete.RemoveReferences(
            complete.References.Where(reference => Path.GetFileName(reference.Display) == missing + ".dll"));

        Compiled.Driver().RunGeneratorsAndUpdateCompilation(compilation, out _, out var faults, TestContext.Current.CancellationToken);

        var fault = Assert.Single(faults);
        Assert.Equal("AWSLambda0104", fault.Id);
        Assert.EndsWith(missing, fault.GetMessage());
    }

    [Fact]
    public void A_project_without_annotations_is_left_alone()
    {
        var source = "namespace Sample; static class Program { static void Main() { } }";
        var compiled = Compiled.From(source);

        Assert.Empty(compiled.Faults);
        Assert.Equal(source, Assert.Single(compiled.Compilation.SyntaxTrees).ToString());
    }

    static Found Single(string id, string classes) => Single(id, Compiled.Program(classes));

    static Found Single(string id, Compiled compiled)
    {
        var fault = Assert.Single(compiled.Faults);
        Assert.Equal((id, DiagnosticSeverity.Error), (fault.Id, fault.Severity));
        return new Found(fault.GetMessage(), fault.Location == Location.None ? "" : compiled.Compilation.SyntaxTrees.First().GetText()
            .ToString(fault.Location.SourceSpan));
    }

    /// <param name="Message">The text of the error.</param>
    /// <param name="Text">The underlined code.</param>
    sealed record Found(string Message, string Text);
}
