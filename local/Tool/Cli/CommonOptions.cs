using System.CommandLine;
using Emulator;
using Emulator.Template;
using Tool.Stack;

namespace Tool.Cli;

/// <summary>The options that several commands have.</summary>
/// <param name="dataFolder">The default of <c>--data</c>.</param>
sealed class CommonOptions(string dataFolder = CommonOptions.UsualData)
{
    /// <summary>The folder where runs store data.</summary>
    public const string UsualData = "flowlogs-data";

    readonly Option<string?> _template = new("--template")
    {
        Description = "The stack's template [default: template.yaml in the current folder, or the copy that ships with flowlogs]",
        HelpName = "FILE",
    };

    readonly Option<string[]> _parameters = new("--parameter-overrides")
    {
        Description = "Parameters of the template, each as Name=Value [default: the template's defaults]",
        HelpName = "NAME=VALUE",
        AllowMultipleArgumentsPerToken = true,
    };

    /// <summary>A row of the help of commands that start functions.</summary>
    public static (string Name, string Text) Functions { get; } =
        ("FLOWLOGS_FUNCTIONS", "A folder with one folder per function, which has the function's executable [default: the functions that ship with "
            + "flowlogs].");

    /// <summary>The data folder.</summary>
    public Option<string> Data { get; } = new("--data")
    {
        Description = "The data folder, with buckets in s3/, partitions in glue/ and metrics in cloudwatch/",
        HelpName = "DIR",
        DefaultValueFactory = _ => dataFolder,
    };

    /// <summary>In the order of the help.</summary>
    public IReadOnlyList<Option> All => [Data, _template, _parameters];

    /// <summary>Returns the data folder of a call that reads it.</summary>
    /// <exception cref="StackException">The folder does not exist.</exception>
    public string DataOf(ParseResult call) => DataFolder.OpenForReading(call.GetValue(Data)!);

    /// <summary>Reads the template of a call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="format">Replaces the flow log format of the call and the template.</param>
    /// <exception cref="TemplateException">The template cannot be read.</exception>
    public StackTemplate LoadTemplate(ParseResult call, FlowLogFormat? format = null)
    {
        var overrides = Overrides(call);
        if (format is not null)
            overrides["FlowLogFormat"] = format.ToString();
        return StackTemplate.Load(FindTemplate(call), overrides);
    }

    string FindTemplate(ParseResult call)
    {
        if (call.GetValue(_template) is { } named)
            return named.Length > 0 ? named : throw new FormatException("The value of --template is empty. Name a template file.");
        const string name = "template.yaml";
        if (File.Exists(name))
            return name;
        // In a checkout, its own template is newer than the copy beside the executable.
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "FlowLogLambdas.sln")) && File.Exists(Path.Combine(folder.FullName, name)))
                return Path.Combine(folder.FullName, name);
        return Path.Combine(AppContext.BaseDirectory, name);
    }

    Dictionary<string, string> Overrides(ParseResult call)
    {
        var overrides = new Dictionary<string, string>();
        foreach (var pair in call.GetValue(_parameters) ?? [])
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                throw new FormatException($"Invalid parameter '{pair}' for --parameter-overrides. Write it as Name=Value.");
            overrides[pair[..equals]] = pair[(equals + 1)..];
        }
        return overrides;
    }
}
