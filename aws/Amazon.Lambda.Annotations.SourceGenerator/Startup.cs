using Microsoft.CodeAnalysis;

namespace Amazon.Lambda.Annotations.SourceGenerator;

/// <summary>Describes the class with [LambdaStartup].</summary>
/// <param name="Type">The class, with its namespace.</param>
/// <param name="Place">The place of the class.</param>
/// <param name="Fault">Why the class cannot be used, or null.</param>
sealed record Startup(string Type, Place? Place, Fault? Fault)
{
    public static Startup Of(INamedTypeSymbol type)
    {
        var place = Place.Of(type);
        var registers = type.GetMembers("ConfigureServices").OfType<IMethodSymbol>().Any(method =>
            method is { IsStatic: false, DeclaredAccessibility: Accessibility.Public or Accessibility.Internal, Parameters.Length: 1 }
            && method.Parameters[0].Type.ToDisplayString() == "Microsoft.Extensions.DependencyInjection.IServiceCollection");
        return new Startup(
            type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat), place,
            registers ? null : new Fault(Faults.NoConfigureServices, place, type.ToDisplayString()));
    }
}
