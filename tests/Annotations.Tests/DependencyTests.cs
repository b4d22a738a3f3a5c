namespace Annotations.Tests;

/// <summary>Services that the startup class registers, and how handlers get them.</summary>
public sealed class DependencyTests
{
    const string Program = """
        public sealed class Function(Single single)
        {
            readonly int _made = ++Made;
            static int Made;

            [LambdaFunction]
            public Task<string> Handle([FromServices] Scoped first, string json, ILambdaContext context, [FromServices] Scoped second) =>
                Task.FromResult($"function {_made}, single {single.Number}, scoped {first.Number} and {second.Number}");
        }

        public abstract class Numbered
        {
            static readonly System.Collections.Generic.Dictionary<Type, int> Counts = new();

            protected Numbered() => Number = Counts[GetType()] = (Counts.TryGetValue(GetType(), out var count) ? count : 0) + 1;

            public int Number { get; }
        }

        public sealed class Single : Numbered;

        public sealed class Scoped : Numbered;

        [LambdaStartup]
        public sealed class Startup
        {
            public void ConfigureServices(IServiceCollection services) => services.AddSingleton<Single>().AddScoped<Scoped>();
        }
        """;

    [Fact]
    public async Task The_function_is_a_singleton_and_scoped_services_are_created_for_each_event()
    {
        await using var function = await Running.StartAsync(Compiled.Program(Program), "Handle");

        Assert.Equal("FUNCTION 1, SINGLE 1, SCOPED 1 AND 1", await function.InvokeAsync("{}"));
        Assert.Equal("FUNCTION 1, SINGLE 1, SCOPED 2 AND 2", await function.InvokeAsync("{}"));
    }

    [Theory]
    [InlineData("""services.AddSingleton(Fail());""")]
    [InlineData("""services.AddSingleton(_ => Fail());""")]
    public async Task An_exception_of_startup_class_or_constructor_is_an_initialization_error(string registration)
    {
        await using var function = await Running.StartAsync(Compiled.Program($$"""
            public sealed record Settings;

            public sealed class Function(Settings settings)
            {
                [LambdaFunction]
                public Task<string> Handle(string json) => Task.FromResult(settings.ToString());
            }

            [LambdaStartup]
            public sealed class Startup
            {
                public void ConfigureServices(IServiceCollection services) { {{registration}} }

                static Settings Fail() => throw new InvalidOperationException("TABLE_NAME is not set.");
            }
            """), "Handle");

        Assert.Equal("TABLE_NAME is not set.", await function.InitErrorAsync());
    }

    [Fact]
    public async Task An_unregistered_service_is_an_initialization_error_that_names_it()
    {
        await using var function = await Running.StartAsync(Compiled.Program(Program.Replace(".AddSingleton<Single>()", "")), "Handle");

        Assert.Contains("Sample.Single", await function.InitErrorAsync());
    }
}
