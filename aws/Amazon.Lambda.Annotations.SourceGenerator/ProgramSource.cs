using System.Collections.Immutable;

namespace Amazon.Lambda.Annotations.SourceGenerator;

/// <summary>
/// Writes the entry point. It creates the handler's object in the initialization of the bootstrap, so that exceptions are reported
/// to Lambda as initialization errors. So is an unknown name of a handler.
/// </summary>
static class ProgramSource
{
    const string Builder = "global::Amazon.Lambda.RuntimeSupport.LambdaBootstrapBuilder";

    public static string Write(ImmutableArray<Handler> handlers, string serializer)
    {
        var names = string.Join(", ", handlers.Select(handler => handler.Method));
        var source = $$"""
            public class GeneratedProgram
            {
                public static async global::System.Threading.Tasks.Task Main(string[] args)
                {
                    var name = global::System.Environment.GetEnvironmentVariable("ANNOTATIONS_HANDLER");
                    switch (name)
                    {
            {{string.Join("\n", handlers.Select(handler => Case(handler, serializer)))}}
                        default:
                        {
                            var state = string.IsNullOrEmpty(name) ? "not set" : $"'{name}'";
                            await Run(
                                {{Builder}}.Create((global::System.IO.Stream input) => global::System.Threading.Tasks.Task.FromResult(input)),
                                () => throw new global::System.InvalidOperationException(
                                    $"ANNOTATIONS_HANDLER is {state}. It must name a handler of this function: {{names}}."));
                            break;
                        }
                    }
                }

                static async global::System.Threading.Tasks.Task Run({{Builder}} builder, global::System.Action initialize)
                {
                    using var bootstrap = builder
                        .UseBootstrapHandler(() =>
                        {
                            initialize();
                            return global::System.Threading.Tasks.Task.FromResult(true);
                        })
                        .Build();
                    await bootstrap.RunAsync();
                }
            }
            """;
        return GeneratedFile.Of(handlers[0].Namespace, source);
    }

    static string Case(Handler handler, string serializer)
    {
        var parameters = handler.TakesContext ? "(input, context)" : "(input)";
        return $$"""
                        case "{{handler.Method}}":
                        {
                            {{handler.GeneratedType}} function = null!;
                            {{handler.Delegate}} handler = {{parameters}} => function.{{handler.Method}}{{parameters}};
                            await Run({{Builder}}.Create(handler, new {{serializer}}()), () => function = new {{handler.GeneratedType}}());
                            break;
                        }
            """;
    }
}
