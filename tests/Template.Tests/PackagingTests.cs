using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Template.Tests;

/// <summary>Tests the files that tell Amazon.Lambda.Tools and SAM how to package the functions.</summary>
public sealed class PackagingTests
{
    static readonly StackTemplate Template = StackTemplate.Load();

    [Fact]
    public void Build_tools_and_runtime_have_the_same_framework()
    {
        var framework = XDocument.Load(Path.Combine(Repository.Root, "Directory.Build.props")).Descendants("TargetFramework")
            .Single().Value;

        Assert.Equal(framework, $"net{((string)Template.Section("Globals")["Function"]!["Runtime"]!)["dotnet".Length..]}.0");
        Assert.All(Template.OfType("AWS::Serverless::Function"), function =>
        {
            var defaults = File.ReadAllText(Path.Combine(Repository.Root, "functions", function.Key, "aws-lambda-tools-defaults.json"));
            Assert.Equal(framework, (string)JsonNode.Parse(defaults)!["framework"]!);
        });
    }

    [Fact]
    public void One_line_has_the_architecture_of_the_functions()
    {
        Assert.DoesNotContain(Template.Parameters, parameter => parameter.Key.Contains("Architecture", StringComparison.Ordinal));
        Assert.Single(
            File.ReadLines(Path.Combine(Repository.Root, StackTemplate.FileName)), line =>
                line.TrimStart().StartsWith("Architectures:", StringComparison.Ordinal));
    }
}
