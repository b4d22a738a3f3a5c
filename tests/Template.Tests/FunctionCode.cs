using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Amazon.Lambda.Annotations;
using AWS.Lambda.Powertools.Logging;

namespace Template.Tests;

/// <summary>A built function: what it reads from its environment and what it asks of AWS, as its own assembly says.</summary>
sealed class FunctionCode
{
    readonly Assembly _assembly;

    FunctionCode(Assembly assembly) => _assembly = assembly;

    /// <param name="assemblyName">The template's handler.</param>
    /// <returns>Null where no such executable is built.</returns>
    public static FunctionCode? Find(string assemblyName)
    {
        var file = Path.Combine(AppContext.BaseDirectory, assemblyName + ".dll");
        return File.Exists(file) && Assembly.LoadFrom(file) is { EntryPoint: not null } assembly ? new(assembly) : null;
    }

    /// <summary>
    /// Each variable that the function's settings ask for: they are read once more here, from an environment that writes down what it
    /// is asked.
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
                // Nothing is set, and the settings say so; what they asked for is known by then.
            }
        }
        return asked;
    }

    /// <summary>The methods that ANNOTATIONS_HANDLER can name.</summary>
    public IReadOnlySet<string> Handlers() => new SortedSet<string>(
        _assembly.GetTypes().SelectMany(type => type.GetMethods()).Where(method => method.IsDefined(typeof(LambdaFunctionAttribute)))
            .Select(method => method.Name),
        StringComparer.Ordinal);

    /// <summary>The handlers whose log lines would not say, with the official logger, which invocation they belong to.</summary>
    public IEnumerable<string> HandlersWithoutLogging() => _assembly.GetTypes().SelectMany(type => type.GetMethods())
        .Where(method => method.IsDefined(typeof(LambdaFunctionAttribute)) && !method.IsDefined(typeof(LoggingAttribute)))
        .Select(method => method.Name);

    /// <summary>Each call to an AWS client, as IAM spells the permission: <c>firehose:PutRecordBatch</c>.</summary>
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
        // The one operation used here whose permission has another name: "Actions, resources, and condition keys for Amazon S3",
        // Service Authorization Reference.
        return $"{service}:{(operation is "ListObjectsV2" or "ListObjects" ? "ListBucket" : operation)}";
    }
}
