using Microsoft.CodeAnalysis;

namespace Amazon.Lambda.Annotations.SourceGenerator;

/// <summary>What the generator has to know of the assembly as a whole.</summary>
/// <param name="Serializer">The type in [assembly: LambdaSerializer]; null for none.</param>
/// <param name="GeneratesMain">What [assembly: LambdaGlobalProperties] says.</param>
/// <param name="IsExecutable">Whether there can be a Main.</param>
/// <param name="EntryPoint">The Main that it has without the generator; null for none.</param>
/// <param name="HasRuntimeSupport">Whether the Lambda runtime's client is referenced.</param>
/// <param name="HasDependencyInjection">Whether the service container is referenced.</param>
sealed record Project(
    string? Serializer, bool GeneratesMain, bool IsExecutable, string? EntryPoint, bool HasRuntimeSupport, bool HasDependencyInjection)
{
    public static Project Of(Compilation compilation, CancellationToken cancellationToken)
    {
        var attributes = compilation.Assembly.GetAttributes();
        return new Project(
            (Find("Amazon.Lambda.Core.LambdaSerializerAttribute")?.ConstructorArguments.FirstOrDefault().Value as ITypeSymbol)
                ?.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            Find("Amazon.Lambda.Annotations.LambdaGlobalPropertiesAttribute")?.NamedArguments
                .Any(argument => argument is { Key: "GenerateMain", Value.Value: true }) == true,
            compilation.Options.OutputKind == OutputKind.ConsoleApplication,
            compilation.GetEntryPoint(cancellationToken)?.ToDisplayString(),
            compilation.GetTypeByMetadataName("Amazon.Lambda.RuntimeSupport.LambdaBootstrapBuilder") is not null,
            compilation.GetTypeByMetadataName("Microsoft.Extensions.DependencyInjection.ServiceCollectionContainerBuilderExtensions") is not null);

        AttributeData? Find(string type) => attributes.FirstOrDefault(attribute => attribute.AttributeClass?.ToDisplayString() == type);
    }
}
