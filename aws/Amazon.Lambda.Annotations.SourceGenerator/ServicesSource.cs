namespace Amazon.Lambda.Annotations.SourceGenerator;

/// <summary>
/// Writes calls of the service container with full names, because generated code without using directives cannot clash with other code.
/// </summary>
static class ServicesSource
{
    const string Namespace = "global::Microsoft.Extensions.DependencyInjection.";

    public const string Provider = Namespace + "ServiceProvider";

    public const string Collection = Namespace + "ServiceCollection";

    public static string Get(string services, string type) =>
        $"{Namespace}ServiceProviderServiceExtensions.GetRequiredService<{type}>({services})";

    public static string AddSingleton(string services, string type) =>
        $"{Namespace}ServiceCollectionServiceExtensions.AddSingleton<{type}>({services})";

    public static string Build(string services) =>
        $"{Namespace}ServiceCollectionContainerBuilderExtensions.BuildServiceProvider({services})";

    public static string Scope(string services) => $"{Namespace}ServiceProviderServiceExtensions.CreateScope({services})";
}
