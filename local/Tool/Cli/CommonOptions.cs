using System.CommandLine;
using Emulator.Template;

namespace Tool.Cli;

/// <summary>The options that several commands have.</summary>
sealed class CommonOptions
{
    readonly Option<string?> _template = new("--template")
    {
        Description = "The stack's template [default: template.yaml here, or the one that flowlogs was built from]",
        HelpName = "FILE",
    };

    readonly Option<string[]> _parameters = new("--parameter-overrides")
    {
        Description = "Parameters of the template, each as Name=Value [default: the template's own defaults]",
        HelpName = "NAME=VALUE",
        AllowMultipleArgumentsPerToken = true,
    };

    /// <summary>For the help of the commands that read the template.</summary>
    public static (string Name, string Text) TemplateFile { get; } =
        ("template.yaml", "The stack, where --template names no other: the one in this folder, or else the one that flowlogs was built from.");

    /// <summary>For the help of the commands that start functions.</summary>
    public static (string Name, string Text) Functions { get; } =
        ("FLOWLOGS_FUNCTIONS", "A folder that has a folder with the executable of each function [default: those that come with flowlogs].");

    /// <summary>Where the data is.</summary>
    public Option<string> Data { get; } = new("--data")
    {
        Description = "The folder of the local stack's data: s3/ has the buckets, glue/ the partitions, cloudwatch/ the metrics",
        HelpName = "DIR",
        DefaultValueFactory = _ => "flowlogs-data",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(Data);
        command.Options.Add(_template);
        command.Options.Add(_parameters);
    }

    /// <summary>Reads the template that the call means.</summary>
    /// <param name="call">The call.</param>
    /// <param name="format">A flow log format in place of the one that the call and the template have.</param>
    /// <exception cref="TemplateException">It cannot be read.</exception>
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
            return named.Length > 0 ? named : throw new FormatException("The template's name is empty; --template names one.");
        const string name = "template.yaml";
        if (File.Exists(name))
            return name;
        // Built in a checkout, the checkout's own template counts, not the copy of it that was made at the last build.
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
                throw new FormatException($"--parameter-overrides '{pair}': a parameter is written Name=Value.");
            overrides[pair[..equals]] = pair[(equals + 1)..];
        }
        return overrides;
    }
}
