namespace Annotations.Tests;

/// <summary>Programs that the source generator has made executable.</summary>
public sealed class EntryPointTests
{
    const string TwoHandlers = """
        public sealed class Greetings
        {
            [LambdaFunction]
            public Task<string> Hello(string name, ILambdaContext context) => Task.FromResult($"hello {name} from {context.AwsRequestId.Length}");

            [LambdaFunction]
            public Task<string> Bye(string name) => Task.FromResult($"bye {name}");
        }
        """;

    [Theory]
    [InlineData("Hello", "HELLO ANN FROM 36")]
    [InlineData("Bye", "BYE ANN")]
    public async Task The_named_handler_runs_with_the_assemblys_serializer(string handler, string answer)
    {
        await using var function = await Running.StartAsync(Compiled.Program(TwoHandlers), handler);

        Assert.Equal(answer, await function.InvokeAsync("ann"));
    }

    [Theory]
    [InlineData("hello", "ANNOTATIONS_HANDLER is 'hello'")]
    [InlineData("Greetings_Hello_Generated", "ANNOTATIONS_HANDLER is 'Greetings_Hello_Generated'")]
    [InlineData("", "ANNOTATIONS_HANDLER is not set")]
    [InlineData(null, "ANNOTATIONS_HANDLER is not set")]
    public async Task An_unknown_handler_name_is_an_initialization_error_that_lists_the_handlers(string? handler, string expected)
    {
        await using var function = await Running.StartAsync(Compiled.Program(TwoHandlers), handler);

        Assert.Equal($"{expected}. It must name a handler of this function: Hello, Bye.", await function.InitErrorAsync());
    }

    [Fact]
    public async Task A_handler_can_read_a_memory_stream_and_return_a_stream()
    {
        await using var function = await Running.StartAsync(Compiled.Program("""
            public sealed class Echo
            {
                [LambdaFunction]
                public Task<Stream> Handle(MemoryStream json, ILambdaContext context) => Task.FromResult<Stream>(json);
            }
            """), "Handle");

        Assert.Equal("as it is", await function.InvokeAsync("as it is"));
    }

    [Fact]
    public async Task A_handler_may_return_nothing()
    {
        await using var function = await Running.StartAsync(Compiled.Program("""
            public sealed class Sink
            {
                [LambdaFunction]
                public async Task Handle(string json, [FromServices] Counter counter) => await counter.Add();
            }

            public sealed class Counter
            {
                public Task Add() => Task.CompletedTask;
            }

            [LambdaStartup]
            public sealed class Startup
            {
                public void ConfigureServices(IServiceCollection services) => services.AddSingleton<Counter>();
            }
            """), "Handle");

        Assert.Equal("", await function.InvokeAsync("{}"));
    }

    [Fact]
    public async Task A_generated_serializer_context_can_be_used()
    {
        // This test does not run the generator of System.Text.Json: the name of the context in the output shows that it was used.
        await using var function = await Running.StartAsync(Compiled.From(Compiled.Head.Replace("typeof(Sample.UpperCase)", "typeof(SourceGeneratorLambdaJsonSerializer<Sample.Empty>)") + """
            public sealed class Plain
            {
                [LambdaFunction]
                public Task<int> Handle(int number) => Task.FromResult(number);
            }

            public sealed class Empty : JsonSerializerContext
            {
                public Empty() : base(null) { }
                public Empty(JsonSerializerOptions options) : base(options) { }
                public static Empty Default { get; } = new();
                public override System.Text.Json.Serialization.Metadata.JsonTypeInfo GetTypeInfo(Type type) => null;
                protected override JsonSerializerOptions GeneratedSerializerOptions => null;
            }
            """), "Handle");

        Assert.Contains("Empty", await function.InvokeAsync("1"));
    }

    [Fact]
    public async Task Without_GenerateMain_there_is_a_class_to_call_and_no_Main()
    {
        var source = (Compiled.Head + TwoHandlers + Compiled.Serializer)
            .Replace("[assembly: LambdaGlobalProperties(GenerateMain = true)]", "");
        var assembly = Compiled.From(source, Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary).Load();

        var generated = assembly.GetType("Sample.Greetings_Bye_Generated", throwOnError: true)!;

        Assert.Null(assembly.GetType("Sample.GeneratedProgram"));
        Assert.Equal("bye bob", await (Task<string>)generated.GetMethod("Bye")!.Invoke(Activator.CreateInstance(generated), ["bob"])!);
    }
}
