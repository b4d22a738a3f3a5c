using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Amazon.Lambda.Annotations;
using AWS.Lambda.Powertools.Logging;

namespace Template.Tests;

/// <summary>Reads from a function's assembly which variables it reads and which AWS operations it calls.</summary>
sealed class FunctionCode
{
    readonly Assembly _assembly;

    FunctionCode(Assembly assembly) => _assembly = assembly;

    /// <param name="assemblyName">The handler in the template.</param>
    /// <returns>Null if the executable is not built.</returns>
    public static FunctionCode? Find(string assemblyName)
    {
        var file = Path.Combine(AppContext.BaseDirectory, assemblyName + ".dll");
        return File.Exists(file) && Assembly.LoadFrom(file) is { EntryPoint: not null } assembly ? new(assembly) : null;
    }

    /// <summary>
    /// The variables that the function's settings read: this class reads the settings from an environment that records the names.
    /// </summary>
    public IReadOnlySet<string> VariablesRead()
    {
        var asked = new SortedSet<string>(StringComparer.Ordinal);
        Func<string, string?> environment = name =>
        {
            asked.Add(name);
            return null;
        };
        const BindingFlags AnyStatic = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        foreach (var read in _assembly.GetTypes().SelectMany(type => type.GetMethods(AnyStatic)).Where(ReadsEnvironment))
        {
            try
            {
                read.Invoke(null, [environment]);
            }
            catch (TargetInvocationException)
            {
                // Reading fails because no variable is set, but the names are recorded by then.
            }
        }
        return asked;
    }

    /// <summary>The methods that ANNOTATIONS_HANDLER can name.</summary>
    public IReadOnlySet<string> Handlers() => new SortedSet<string>(
        _assembly.GetTypes().SelectMany(type => type.GetMethods()).Where(method => method.IsDefined(typeof(LambdaFunctionAttribute)))
            .Select(method => method.Name),
        StringComparer.Ordinal);

    /// <summary>The handlers whose log lines would have no request id with the official logger.</summary>
    public IEnumerable<string> HandlersWithoutLogging() => _assembly.GetTypes().SelectMany(type => type.GetMethods())
        .Where(method => method.IsDefined(typeof(LambdaFunctionAttribute)) && !method.IsDefined(typeof(LoggingAttribute)))
        .Select(method => method.Name);

    /// <summary>The calls to AWS clients as IAM actions: <c>firehose:PutRecordBatch</c>.</summary>
    public IReadOnlySet<string> Calls()
    {
        using var file = new PEReader(File.OpenRead(_assembly.Location));
        var metadata = file.GetMetadataReader();
        var calls = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var handle in metadata.MemberReferences)
        {
            var member = metadata.GetMemberReference(handle);
            if (member.GetKind() != MemberReferenceKind.Method || member.Parent.Kind != HandleKind.TypeReference)
                continue;
            var type = metadata.GetTypeReference((TypeReferenceHandle)member.Parent);
            if (Permission(metadata.GetString(type.Namespace), metadata.GetString(type.Name),
                metadata.GetString(member.Name)) is { } permission)
                calls.Add(permission);
        }
        return calls;
    }

    static bool ReadsEnvironment(MethodInfo method) =>
        method.GetParameters() is [{ ParameterType: var only }] && only == typeof(Func<string, string?>);

    static string? Permission(string @namespace, string type, string member)
    {
        var service = @namespace switch
        {
            "Amazon.Athena" => "athena",
            "Amazon.CloudWatch" => "cloudwatch",
            "Amazon.KinesisFirehose" => "firehose",
            "Amazon.S3" => "s3",
            _ => null,
        };
        var isClient = type.StartsWith("IAmazon", StringComparison.Ordinal)
            || (type.StartsWith("Amazon", StringComparison.Ordinal) && type.EndsWith("Client", StringComparison.Ordinal));
        if (service is null || !isClient || !member.EndsWith("Async", StringComparison.Ordinal))
            return null;
        var operation = member[..^"Async".Length];
        // The only operation with a differently named action: "Actions, resources, and condition keys for Amazon S3", Service Authorization
        // Reference.
        return $"{service}:{(operation is "ListObjectsV2" or "ListObjects" ? "ListBucket" : operation)}";
    }
}
