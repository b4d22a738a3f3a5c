using System.Reflection;
using System.Runtime.Loader;
using Amazon.Lambda.Annotations.SourceGenerator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Annotations.Tests;

/// <summary>A small program, compiled in memory with the output of the source generator.</summary>
sealed class Compiled
{
    static readonly CSharpParseOptions Options = new(LanguageVersion.Preview);

    static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => !Path.GetFileName(file).StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal))
            .Select(file => MetadataReference.CreateFromFile(file)),
    ];

    Compiled(Compilation compilation, IReadOnlyList<Diagnostic> faults) => (Compilation, Faults) = (compilation, faults);

    public Compilation Compilation { get; }

    /// <summary>The diagnostics of the generator.</summary>
    public IReadOnlyList<Diagnostic> Faults { get; }

    /// <summary>The beginning of each program: a serializer, and a request for a generated Main.</summary>
    public const string Head = """
        using System;
        using System.IO;
        using System.Text.Json;
        using System.Text.Json.Serialization;
        using System.Threading.Tasks;
        using Amazon.Lambda.Annotations;
        using Amazon.Lambda.Core;
        using Amazon.Lambda.Serialization.SystemTextJson;
        using Microsoft.Extensions.DependencyInjection;

        [assembly: LambdaGlobalProperties(GenerateMain = true)]
        [assembly: LambdaSerializer(typeof(Sample.UpperCase))]

        namespace Sample;

        """;

    /// <summary>Reads and writes strings, and writes them in capitals so that its work is visible.</summary>
    public const string Serializer = """

        public sealed class UpperCase : ILambdaSerializer
        {
            public T Deserialize<T>(Stream input) =>
                typeof(T) == typeof(MemoryStream) ? (T)(object)input : (T)(object)new StreamReader(input).ReadToEnd();

            public void Serialize<T>(T response, Stream output) => output.Write(System.Text.Encoding.UTF8.GetBytes(response.ToString().ToUpperInvariant()));
        }
        """;

    public static CSharpCompilation Sources(OutputKind kind, params string[] sources) => CSharpCompilation.Create(
        $"Sample{Guid.NewGuid():n}",
        sources.Select((source, number) => CSharpSyntaxTree.ParseText(source, Options, $"Source{number}.cs")),
        References, new CSharpCompilationOptions(kind));

    public static GeneratorDriver Driver() => CSharpGeneratorDriver.Create(
        [new AnnotationsGenerator().AsSourceGenerator()], parseOptions: Options,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    public static Compiled From(string source, OutputKind kind = OutputKind.ConsoleApplication)
    {
        Driver().RunGeneratorsAndUpdateCompilation(Sources(kind, source), out var compilation, out var faults,
            TestContext.Current.CancellationToken);
        return new Compiled(compilation, faults);
    }

    /// <summary>Returns a program with the beginning, the serializer and these classes.</summary>
    public static Compiled Program(string classes) => From(Head + classes + Serializer);

    /// <summary>The assembly, which must have compiled without warnings.</summary>
    public Assembly Load()
    {
        using var image = new MemoryStream();
        var result = Compilation.Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Empty(result.Diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
        image.Position = 0;
        return new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(image);
    }
}
