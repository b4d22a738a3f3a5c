using Emulator.Template;

namespace Emulator.Tests.Template;

/// <summary>Loads templates that a test writes, from a file named template.yaml.</summary>
static class TemplateText
{
    public static StackTemplate Load(string yaml, params (string Name, string Value)[] overrides)
    {
        var folder = Directory.CreateTempSubdirectory("template-");
        try
        {
            var path = Path.Combine(folder.FullName, "template.yaml");
            File.WriteAllText(path, yaml);
            return StackTemplate.Load(path, overrides.ToDictionary(item => item.Name, item => item.Value));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Returns the error from the file name on, without its folder.</summary>
    public static string Error(string yaml, params (string Name, string Value)[] overrides) =>
        Error(() => Load(yaml, overrides));

    public static string Error(Action action)
    {
        var message = Assert.Throws<TemplateException>(action).Message;
        return message[message.IndexOf("template.yaml", StringComparison.Ordinal)..];
    }

    /// <summary>Returns the resolved expression as JSON.</summary>
    public static string Value(string expression, string sections = "") => Load($"""
        {sections}
        Resources:
          Stream:
            Type: AWS::Kinesis::Stream
            Properties:
              Name: rejects
          Thing:
            Type: AWS::SSM::Parameter
            Properties:
              Value: {expression}
        """).Find("Thing")!.Properties["Value"]?.ToJsonString(Plain) ?? "absent";

    static readonly System.Text.Json.JsonSerializerOptions Plain = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
