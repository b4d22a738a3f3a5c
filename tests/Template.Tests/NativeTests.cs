namespace Template.Tests;

/// <summary>Tests the template that the script <c>native</c> writes. A stub replaces the compiler, which takes minutes.</summary>
public sealed class NativeTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("arm64")]
    [InlineData("x86_64")]
    public async Task Functions_have_the_architecture_they_were_compiled_for(string architecture)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The script native needs a Unix shell.");
        // dotnet publish functions/X ... -o FOLDER
        Program("dotnet", "touch \"${!#}/$(basename \"$2\")\"");
        Program("clang", "exit 1");
        Program("objdump", "echo GLIBC_2.17");

        var run = await Tool.RunAsync("env", $"PATH={_folder}:{Environment.GetEnvironmentVariable("PATH")}", "./native", architecture,
            $"{_folder}/out");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        var template = StackTemplate.Parse(File.ReadAllText($"{_folder}/out/template.yaml"));
        var function = template.Section("Globals")["Function"]!;
        Assert.Equal(architecture, (string)function["Architectures"]![0]!);
        Assert.Equal("provided.al2023", (string)function["Runtime"]!);
        Assert.All(template.OfType("AWS::Serverless::Function"), resource =>
        {
            var properties = template.Properties(resource.Key);
            Assert.Equal((resource.Key + "/", "bootstrap"), ((string)properties["CodeUri"]!, (string)properties["Handler"]!));
            Assert.True(File.Exists($"{_folder}/out/{resource.Key}/bootstrap"));
        });
    }

    void Program(string name, string script)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, $"#!/usr/bin/env bash\n{script}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
