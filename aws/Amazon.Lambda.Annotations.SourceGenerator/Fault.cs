using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Amazon.Lambda.Annotations.SourceGenerator;

/// <summary>A diagnostic that is not reported yet. It is compared by value, so that the compiler sees when nothing has changed.</summary>
sealed record Fault(DiagnosticDescriptor Descriptor, Place? Place, string First = "", string Second = "")
{
    public Diagnostic ToDiagnostic() => Diagnostic.Create(Descriptor, Place?.ToLocation(), First, Second);
}

/// <summary>A place in a source file, by value.</summary>
sealed record Place(string File, TextSpan Span, LinePositionSpan Lines)
{
    public static Place? Of(ISymbol symbol)
    {
        var location = symbol.Locations.FirstOrDefault(location => location.IsInSource);
        return location is null ? null : new Place(location.SourceTree!.FilePath, location.SourceSpan, location.GetLineSpan().Span);
    }

    public Location ToLocation() => Location.Create(File, Span, Lines);
}
