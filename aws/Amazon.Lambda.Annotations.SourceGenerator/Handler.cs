using Microsoft.CodeAnalysis;

namespace Amazon.Lambda.Annotations.SourceGenerator;

/// <summary>Describes a method with [LambdaFunction], as text for the generated code.</summary>
/// <param name="Namespace">The namespace of the class, or an empty string.</param>
/// <param name="Type">The class, with its namespace.</param>
/// <param name="TypeName">The class alone.</param>
/// <param name="Method">The name of the method, as ANNOTATIONS_HANDLER contains it.</param>
/// <param name="EventType">The type of the event.</param>
/// <param name="TakesContext">Whether the method takes the ILambdaContext.</param>
/// <param name="ReturnType">A task.</param>
/// <param name="Arguments">The arguments of the call: <c>input</c>, <c>context</c>, and services from <c>scope</c>.</param>
/// <param name="TakesServices">Whether the arguments need <c>scope</c>.</param>
/// <param name="Place">Where the method is.</param>
/// <param name="Fault">Why the method cannot be a handler, or null.</param>
sealed record Handler(
    string Namespace, string Type, string TypeName, string Method, string EventType, bool TakesContext, string ReturnType, string Arguments,
    bool TakesServices, Place? Place, Fault? Fault)
{
    const string Context = "global::Amazon.Lambda.Core.ILambdaContext";
    const string Task = "global::System.Threading.Tasks.Task";
    const string Stream = "global::System.IO.Stream";

    /// <summary>The name of the class that Lambda calls, as the official generator writes it.</summary>
    public string GeneratedName => $"{TypeName}_{Method}_Generated";

    public string GeneratedType => $"global::{(Namespace.Length == 0 ? "" : Namespace + ".")}{GeneratedName}";

    /// <summary>Whether the task has a result.</summary>
    public bool ReturnsValue => ReturnType != Task;

    /// <summary>The declaration of the parameters of the generated method.</summary>
    public string Parameters => $"{EventType} input{(TakesContext ? $", {Context} context" : "")}";

    /// <summary>The return type of the generated method.</summary>
    public string Delegate => $"global::System.Func<{EventType}, {(TakesContext ? Context + ", " : "")}{ReturnType}>";

    public static Handler Of(IMethodSymbol method)
    {
        var services = method.Parameters.Where(IsService).ToList();
        var inputs = method.Parameters.Except<IParameterSymbol>(services, SymbolEqualityComparer.Default).ToList();
        var eventType = inputs.Count > 0 ? Name(inputs[0].Type) : "";
        var returnType = Name(method.ReturnType);
        var fault = FaultOf(method, [.. inputs.Select(input => Name(input.Type))], returnType);
        var place = Place.Of(method);
        return new Handler(
            method.ContainingNamespace.IsGlobalNamespace ? "" : method.ContainingNamespace.ToDisplayString(),
            Name(method.ContainingType), method.ContainingType.Name, method.Name, eventType, inputs.Count > 1, returnType,
            string.Join(", ", method.Parameters.Select(parameter => Argument(parameter, inputs))), services.Count > 0, place,
            fault is null ? null : new Fault(Faults.Signature, place, $"{method.ContainingType.Name}.{method.Name}", fault));
    }

    static string? FaultOf(IMethodSymbol method, string[] inputs, string returnType)
    {
        if (method.IsStatic)
            return "it is static, and handlers are methods of an object that is made once";
        if (method.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Internal))
            return "the generated code cannot reach it; make it public";
        if (method.IsGenericMethod || method.ContainingType.IsGenericType || method.ContainingType.ContainingType is not null)
            return "it, or its class, is generic or nested";
        if (inputs.Length is not (1 or 2) || inputs[0] == Context || (inputs.Length == 2 && inputs[1] != Context))
            return "it takes an event, then an ILambdaContext or nothing; whatever else it takes is marked [FromServices]";
        if (returnType != Task && !returnType.StartsWith(Task + "<", StringComparison.Ordinal))
            return "it has to return a Task";
        // The Main of the official generator passes the serializer to LambdaBootstrapBuilder.Create too, which then has two equal
        // overloads.
        return inputs[0] == Stream && returnType == $"{Task}<{Stream}>"
            ? "from Stream to Stream the official package's LambdaBootstrapBuilder.Create is ambiguous; take the event as a MemoryStream"
            : null;
    }

    static bool IsService(IParameterSymbol parameter) =>
        parameter.GetAttributes().Any(attribute =>
            attribute.AttributeClass?.ToDisplayString() == "Amazon.Lambda.Annotations.FromServicesAttribute");

    static string Argument(IParameterSymbol parameter, List<IParameterSymbol> inputs) => inputs.IndexOf(parameter) switch
    {
        0 => "input",
        1 => "context",
        _ => $"{ServicesSource.Get("scope.ServiceProvider", Name(parameter.Type))}",
    };

    static string Name(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
}
