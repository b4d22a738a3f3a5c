namespace Amazon.Lambda.Annotations.SourceGenerator;

/// <summary>Writes the class that Lambda calls. It creates the handler's object, and passes each event to it.</summary>
static class HandlerSource
{
    public static string Write(Handler handler, Startup? startup, string serializer)
    {
        var source = $$"""
            public sealed class {{handler.GeneratedName}}
            {
            {{(startup is null ? Plain(handler) : WithServices(handler, startup, serializer))}}
            }
            """;
        return GeneratedFile.Of(handler.Namespace, source);
    }

    static string Plain(Handler handler) => $$"""
            readonly {{handler.Type}} _function = new {{handler.Type}}();

            public {{handler.ReturnType}} {{handler.Method}}({{handler.Parameters}}) => _function.{{handler.Method}}({{handler.Arguments}});
        """;

    static string WithServices(Handler handler, Startup startup, string serializer) => $$"""
            readonly {{ServicesSource.Provider}} _services;

            public {{handler.GeneratedName}}()
            {
                var services = new {{ServicesSource.Collection}}();
                {{ServicesSource.AddSingleton("services", handler.Type)}};
                {{ServicesSource.AddSingleton("services", serializer)}};
                new {{startup.Type}}().ConfigureServices(services);
                _services = {{ServicesSource.Build("services")}};

                // Created here and not with the first event, so that its exceptions are initialization errors.
                _ = {{ServicesSource.Get("_services", handler.Type)}};
            }

            public async {{handler.ReturnType}} {{handler.Method}}({{handler.Parameters}})
            {
                // A scoped service lives for one event.
                using var scope = {{ServicesSource.Scope("_services")}};
                var function = {{ServicesSource.Get("scope.ServiceProvider", handler.Type)}};
                {{(handler.ReturnsValue ? "return " : "")}}await function.{{handler.Method}}({{handler.Arguments}});
            }
        """;
}
