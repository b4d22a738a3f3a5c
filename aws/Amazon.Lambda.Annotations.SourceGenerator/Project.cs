using Microsoft.CodeAnalysis;

namespace Amazon.Lambda.Annotations.SourceGenerator;

/// <summary>Contains what the generator needs to know about the assembly.</summary>
/// <param name="Serializer">The type in [assembly: LambdaSerializer], or null.</param>
/// <param name="GeneratesMain">The value of GenerateMain in [assembly: LambdaGlobalProperties].</param>
/// <param name="IsExecutable">Whether the assembly can have a Main.</param>
/// <param name="EntryPoint">The Main in its own sources, or null.</param>
/// <param name="HasRuntimeSupport">Whether it references Amazon.Lambda.RuntimeSupport.</param>
/// <param name="HasDependencyInjection">Whether it references Microsoft.Extensions.DependencyInjection.</param>
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
            compilation.GetTypeByMetadataName(
                "Microsoft.Extensions.DependencyInjection.ServiceCollectionContainerBuilderExtensions") is not null);

        AttributeData? Find(string type) => attributes.FirstOrDefault(attribute => attribute.AttributeClass?.ToDisplayString() == type);
    }
}
