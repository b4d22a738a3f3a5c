using System.Diagnostics;
using System.Text.Json;
using System.Xml.Linq;

namespace Aws.Tests;

/// <summary>Tests the MSBuild property AwsPackages through the build itself.</summary>
public sealed class SwitchTests
{
    static readonly string Root = Repository.Root;

    [Theory]
    [InlineData("Decompressor")]
    [InlineData("MetricPublisher")]
    [InlineData("PartitionRegistrar")]
    public async Task With_nuget_a_function_references_exactly_the_official_packages(string function)
    {
        var project = Path.Combine("functions", function, function + ".csproj");
        var declared = XDocument.Load(Path.Combine(Root, project)).Descendants("AwsPackage").Select(e => e.Attribute("Include")!.Value);

        var items = await ItemsOf(project, "nuget");

        Assert.Equal(declared.Order(), items.Packages.Where(IsOfficial).Except(Pinned("AWS packages without a stand-in")).Order());
        Assert.DoesNotContain(items.Projects, path => path.Replace('\\', '/').Contains("/aws/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Publishing_for_Lambda_takes_the_official_packages()
    {
        var items = await ItemsOf("functions/Decompressor/Decompressor.csproj", null, "-p:_IsPublishing=true");

        Assert.Contains("Amazon.Lambda.RuntimeSupport", items.Packages);
        Assert.DoesNotContain(items.Projects, path => path.Replace('\\', '/').Contains("/aws/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Functions_that_are_published_at_the_same_time_share_no_folder()
    {
        var folders = new List<string>();
        foreach (var (project, function) in new[] { ("FlowLogs", "Decompressor"), ("FlowLogs", "MetricPublisher"),
            ("Decompressor", "Decompressor") })
        {
            var (exit, output) = await DotNet(
                $"msbuild functions/{project} -getProperty:BaseIntermediateOutputPath "
                + $"-p:PublishDir={Root}/functions/{function}/bin/Release/net10.0/publish/");
            Assert.True(exit == 0, output);
            folders.Add(Path.Combine(project, output.Trim()));
        }

        Assert.Equal(3, folders.Distinct().Count());
        // Amazon.Lambda.Tools reads the output of the function itself from its usual folder.
        Assert.Equal(Path.Combine("Decompressor", "obj"), folders[^1].TrimEnd('/', '\\'));
    }

    [Fact]
    public async Task Missing_official_packages_end_with_one_sentence_that_says_what_to_do()
    {
        var work = Directory.CreateTempSubdirectory("aws-switch-");
        try
        {
            var (exit, output) = await DotNet(
                $"msbuild functions/Decompressor -t:Restore -p:_IsPublishing=true -p:RestoreSources={work.FullName} "
                + $"-p:MSBuildProjectExtensionsPath={work.FullName}/obj/ -nologo -nodeReuse:false -clp:NoSummary");

            Assert.NotEqual(0, exit);
            var sentence = Assert.Single(output.Split('\n'), line => line.Contains("official AWS packages", StringComparison.Ordinal));
            Assert.Contains("AwsPackages=stand-in", sentence);
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Without_a_value_a_function_takes_the_stand_ins()
    {
        var items = await ItemsOf("functions/Decompressor/Decompressor.csproj", null);

        Assert.DoesNotContain(items.Packages, IsOfficial);
        Assert.Contains(items.Projects, path => path.EndsWith("Amazon.Lambda.Core.csproj", StringComparison.Ordinal));
        Assert.Contains(items.Projects, path =>
            path.EndsWith("Amazon.Lambda.Annotations.SourceGenerator.csproj", StringComparison.Ordinal));
    }

    [Fact]
    public void The_official_generator_writes_its_template_under_obj()
    {
        var functions = Directory.EnumerateFiles(Path.Combine(Root, "functions"), "*.csproj", SearchOption.AllDirectories)
            .Where(file => XDocument.Load(file).Descendants("AwsPackage")
            .Any(e => e.Attribute("Include")!.Value == "Amazon.Lambda.Annotations")).ToList();

        Assert.Equal(3, functions.Count);
        Assert.All(functions, file =>
        {
            using var defaults = JsonDocument.Parse(
                File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(file)!, "aws-lambda-tools-defaults.json")));
            Assert.StartsWith("obj/", defaults.RootElement.GetProperty("template").GetString());
        });
    }

    [Theory]
    [InlineData("local/Tool/Tool.csproj", "", true)]
    [InlineData("tests/Aws.Tests/Aws.Tests.csproj", "", true)]
    [InlineData("local/Tool/Tool.csproj", "-p:AwsPackages=nuget", false)]
    [InlineData("local/Tool/Tool.csproj", "-p:RuntimeIdentifier=linux-arm64", false)]
    [InlineData("local/Tool/Tool.csproj", "-p:RuntimeIdentifiers=linux-arm64", false)]
    [InlineData("functions/Decompressor/Decompressor.csproj", "", false)]
    [InlineData("functions/Decompressor/Decompressor.csproj", "-p:RuntimeIdentifier=linux-arm64 -p:PublishAot=true", false)]
    public async Task Packages_are_locked_if_they_are_the_same_on_every_machine(string project, string properties, bool locked)
    {
        var (exit, output) = await DotNet($"msbuild {project} -getProperty:NuGetLockFilePath -nologo {properties}");

        Assert.True(exit == 0, output);
        Assert.Equal(locked, File.Exists(output.Trim()));
        // NuGet also uses a lock file of this name, regardless of the properties.
        Assert.False(File.Exists(Path.Combine(Root, Path.GetDirectoryName(project)!, "packages.lock.json")));
    }

    [Fact]
    public void Every_package_that_a_project_names_has_a_stand_in_and_a_pinned_version()
    {
        var pinned = Pinned("Official AWS packages");
        var named = Directory.EnumerateFiles(Root, "*.csproj", SearchOption.AllDirectories)
            .SelectMany(file => XDocument.Load(file).Descendants("AwsPackage")).Select(e => e.Attribute("Include")!.Value).Distinct();

        Assert.All(named, id =>
        {
            Assert.Contains(id, pinned);
            Assert.True(File.Exists(Path.Combine(Root, "aws", id, id + ".csproj")), $"aws/{id} is missing.");
        });
    }

    [Theory]
    [InlineData("build", "--no-restore")]
    [InlineData("restore", "")]
    public async Task Another_value_is_one_error_with_both_valid_values(string verb, string option)
    {
        var (exit, output) = await DotNet($"{verb} functions/Decompressor {option} -p:AwsPackages=bogus -nologo -clp:NoSummary");

        Assert.NotEqual(0, exit);
        var error = Assert.Single(output.Split('\n').Where(line => line.Contains(": error", StringComparison.Ordinal))
            .Select(line => line.Trim()).Distinct());
        Assert.Contains("AwsPackages is 'bogus'", error);
        Assert.Contains("'stand-in'", error);
        Assert.Contains("'nuget'", error);
    }

    [Theory]
    [InlineData("stand-in", true)]
    [InlineData("nuget", false)]
    public async Task A_stand_in_is_built_only_when_it_is_used(string value, bool built)
    {
        var output = Directory.CreateTempSubdirectory("aws-switch-");
        try
        {
            var (exit, log) = await DotNet(
                $"msbuild aws/Amazon.Lambda.Core -t:Build -p:AwsPackages={value} -nologo -nodeReuse:false "
                + $"-p:OutDir={output.FullName}/out/ -p:IntermediateOutputPath={output.FullName}/obj/");

            Assert.True(exit == 0, log);
            Assert.Equal(built, File.Exists(Path.Combine(output.FullName, "out", "Amazon.Lambda.Core.dll")));
        }
        finally
        {
            output.Delete(recursive: true);
        }
    }

    static bool IsOfficial(string id) =>
        id.StartsWith("Amazon.", StringComparison.Ordinal) || id.StartsWith("AWS", StringComparison.Ordinal);

    static HashSet<string> Pinned(string label) =>
        [.. XDocument.Load(Path.Combine(Root, "Directory.Packages.props")).Descendants("ItemGroup")
            .Single(group => group.Attribute("Label")?.Value == label)
            .Elements("PackageVersion").Select(e => e.Attribute("Include")!.Value)];

    static async Task<(List<string> Packages, List<string> Projects)> ItemsOf(string project, string? value, string properties = "")
    {
        var (exit, output) = await DotNet(
            $"msbuild {project} -getItem:PackageReference -getItem:ProjectReference {(value is null ? "" : $"-p:AwsPackages={value}")} "
            + $"{properties}");
        Assert.True(exit == 0, output);
        using var json = JsonDocument.Parse(output);
        var items = json.RootElement.GetProperty("Items");
        return (Names("PackageReference", "Identity"), Names("ProjectReference", "FullPath"));

        List<string> Names(string item, string metadata) =>
            [.. items.GetProperty(item).EnumerateArray().Select(e => e.GetProperty(metadata).GetString()!)];
    }

    static async Task<(int Exit, string Output)> DotNet(string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DOTNET_CLI_UI_LANGUAGE"] = "en", ["MSBUILDTERMINALLOGGER"] = "off", ["AwsPackages"] = null },
        })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await error);
    }
}
