using Emulator.Template;

namespace Emulator.Tests.Template;

public sealed class StackTemplateTests
{
    [Fact]
    public void A_parameter_has_its_override_its_default_or_a_local_value()
    {
        const string yaml = """
            Parameters:
              S3BucketName: { Type: String }
              VPCId: { Type: "AWS::EC2::VPC::Id" }
              Days: { Type: Number, Default: 30, AllowedValues: [1, 30, 60] }
            Resources:
              Thing:
                Type: AWS::SSM::Parameter
                Properties: { A: !Ref S3BucketName, B: !Ref VPCId, C: !Ref Days }
            """;

        Assert.Equal("""{"A":"flow-logs-local","B":"vpc-0123456789abcdef0","C":60}""",
            TemplateText.Load(yaml, ("Days", "60")).Find("Thing")!.Properties.ToJsonString());
        Assert.Equal("template.yaml:4: The parameter Days is '2', which is not one of 1, 30, 60. Pass --parameter-overrides Days=VALUE.",
            TemplateText.Error(yaml, ("Days", "2")));
        Assert.Equal("template.yaml:2: The parameter Dais does not exist; the template has S3BucketName, VPCId, Days.",
            TemplateText.Error(yaml, ("Dais", "2")));
    }

    [Theory]
    [InlineData("{ Type: String }", "template.yaml:2: The parameter P has no default. Pass --parameter-overrides P=VALUE.")]
    [InlineData("{ Type: Number, Default: many }",
        "template.yaml:2: The parameter P is 'many', and 'many' is not a number. Pass --parameter-overrides P=VALUE.")]
    [InlineData("{ Type: Number, Default: 3, MinValue: 4 }",
        "template.yaml:2: The parameter P is '3', less than 4. Pass --parameter-overrides P=VALUE.")]
    [InlineData("{ Type: Number, Default: 3, MaxValue: 2 }",
        "template.yaml:2: The parameter P is '3', more than 2. Pass --parameter-overrides P=VALUE.")]
    [InlineData("{ Type: String, Default: ab, MinLength: 3 }",
        "template.yaml:2: The parameter P is 'ab', shorter than 3 characters. Pass --parameter-overrides P=VALUE.")]
    [InlineData("{ Type: String, Default: ab, MaxLength: 1 }",
        "template.yaml:2: The parameter P is 'ab', longer than 1 characters. Pass --parameter-overrides P=VALUE.")]
    [InlineData("{ Type: String, Default: Ab, AllowedPattern: '[a-z]+' }",
        "template.yaml:2: The parameter P is 'Ab', which does not match [a-z]+. Pass --parameter-overrides P=VALUE.")]
    [InlineData("{ Type: String, Default: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!, AllowedPattern: '(a+)+' }",
        "template.yaml:2: AllowedPattern takes too long to match 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'. Simplify it.")]
    public void An_invalid_value_of_a_parameter_is_refused(string parameter, string error) =>
        Assert.Equal(error, TemplateText.Error($$"""
            Parameters:
              P: {{parameter}}
            Resources:
              Thing: { Type: "AWS::SNS::Topic" }
            """));

    [Fact]
    public void A_resource_with_a_false_condition_cannot_be_referenced()
    {
        const string yaml = """
            Conditions: { Never: !Equals [a, b] }
            Resources:
              Topic: { Type: "AWS::SNS::Topic", Condition: Never }
              Thing:
                Type: AWS::SSM::Parameter
                Properties: { Value: !If [Never, !Ref Topic, none] }
            """;

        var template = TemplateText.Load(yaml);

        Assert.Null(template.Find("Topic"));
        Assert.Equal("none", template.Single("AWS::SSM::Parameter").Properties["Value"]!.GetValue<string>());
        Assert.Equal("template.yaml:6: Thing refers to Topic, whose condition Never is false. Put the reference into an "
            + "Fn::If with that condition.",
            TemplateText.Error(yaml.Replace("!If [Never, !Ref Topic, none]", "!Ref Topic", StringComparison.Ordinal)));
    }

    [Fact]
    public void Globals_apply_to_functions_only()
    {
        var template = TemplateText.Load("""
            Globals:
              Function:
                Timeout: 60
                Handler: Global
                Environment: { Variables: { A: one, B: two } }
                Layers: [x]
            Resources:
              Fn:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: Own
                  Environment: { Variables: { B: own, C: !Ref FnRole, D: 5 } }
                  Layers: [y]
              Topic: { Type: "AWS::SNS::Topic" }
            """);

        Assert.Equal("""{"Timeout":60,"Handler":"Own","Environment":{"Variables":{"A":"one","B":"own","C":"flowlogs-FnRole","D":5}},"Layers":["x","y"]}""",
            template.Find("Fn")!.Properties.ToJsonString());
        Assert.Empty(template.Find("Topic")!.Properties);
    }

    [Theory]
    [InlineData("AWS::S3::Bucket", "BucketName: my", "Arn", "my", "arn:aws:s3:::my")]
    [InlineData("AWS::S3::Bucket", "Tags: []", "Arn", "flowlogs-r", "arn:aws:s3:::flowlogs-r")]
    [InlineData("AWS::Logs::LogGroup", "LogGroupName: /vpc", "Arn", "/vpc", "arn:aws:logs:us-east-1:123456789012:log-group:/vpc:*")]
    [InlineData("AWS::KinesisFirehose::DeliveryStream", "DeliveryStreamName: !Sub '${AWS::StackName}-x'", "Arn", "flowlogs-x",
        "arn:aws:firehose:us-east-1:123456789012:deliverystream/flowlogs-x")]
    [InlineData("AWS::SQS::Queue", "QueueName: q", "Arn", "https://sqs.us-east-1.amazonaws.com/123456789012/q",
        "arn:aws:sqs:us-east-1:123456789012:q")]
    [InlineData("AWS::SNS::Topic", "TopicName: t", "TopicName", "arn:aws:sns:us-east-1:123456789012:t", "t")]
    [InlineData("AWS::IAM::Role", "RoleName: role", "Arn", "role", "arn:aws:iam::123456789012:role/role")]
    [InlineData("AWS::Serverless::Function", "FunctionName: f", "Arn", "f", "arn:aws:lambda:us-east-1:123456789012:function:f")]
    [InlineData("AWS::New::Thing", "Name: n", "Arn", "flowlogs-R", "arn:aws:new:us-east-1:123456789012:flowlogs-R")]
    public void Ref_and_GetAtt_return_name_and_arn_of_each_type(string type, string property, string attribute, string reference,
        string value)
    {
        var template = TemplateText.Load($$"""
            Resources:
              R: { Type: "{{type}}", Properties: { {{property}} } }
              Thing: { Type: "AWS::SSM::Parameter", Properties: { Ref: !Ref R, Att: !GetAtt R.{{attribute}} } }
            """);

        var thing = template.Find("Thing")!.Properties;
        Assert.Equal(reference, thing["Ref"]!.GetValue<string>());
        Assert.Equal(value, thing["Att"]!.GetValue<string>());
        Assert.Equal("R", template.FindByReference(reference)?.LogicalId);
    }

    [Theory]
    [InlineData("A: [x", "This is not valid YAML")]
    [InlineData("A:\n  B: [x\n  C: 1", "This is not valid YAML")]
    [InlineData("A: 'x", "This is not valid YAML")]
    [InlineData("", "The file is empty. Name a CloudFormation template.")]
    [InlineData("- a", "The file is YAML but not a map. Name a CloudFormation template.")]
    [InlineData("Description: x", "The file has no Resources. Name a CloudFormation template.")]
    [InlineData("Resources: {}", "The file has no Resources. Name a CloudFormation template.")]
    [InlineData("Resources: [a]", "Resources is not a map. Write one entry per line below it.")]
    [InlineData("Resources: { A: { Typ: x } }", "The resource A has no Type. Add it.")]
    [InlineData("Resources: { A: { Type: x }, A: { Type: y } }", "Duplicate key A. Keep one.")]
    [InlineData("Resources: { A: { Type: x, DependsOn: B } }",
        "A refers to B, which is neither a parameter nor a resource. Correct the name or declare it.")]
    [InlineData("Resources: { A: { Type: x, Properties: [1] } }", "Properties of A is not a map. Write one property per line below it.")]
    [InlineData("Resources: { A: { Type: x, Properties: { B: !Ref A } } }",
        "A -> A depend on each other. Break the circle, for example with a name instead of a reference.")]
    [InlineData("Resources: { A: { Type: x, DependsOn: [B] }, B: { Type: x, Properties: { P: !Ref A } } }",
        "A -> B -> A depend on each other. Break the circle, for example with a name instead of a reference.")]
    [InlineData("Resources: { A: { Type: AWS::SNS::Topic, Properties: { TopicName: !GetAtt A.TopicName } } }",
        "The name of A depends on itself. Break the circle.")]
    [InlineData("Resources: { A: { Type: x, Condition: C } }\nConditions: { C: !Not [!Condition C] }",
        "The condition C depends on itself. Break the circle.")]
    [InlineData("Resources: { A: { Type: x, Properties: { P: *a } } }", "")]
    public void An_invalid_template_is_refused_in_one_sentence(string yaml, string error)
    {
        var message = TemplateText.Error(yaml);

        Assert.Matches(@"^template\.yaml:\d+: .*\.$", message);
        Assert.Contains(error, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void A_missing_file_and_a_directory_are_refused_in_one_sentence()
    {
        Assert.Equal("no/template.yaml: The file does not exist. Name a template.",
            Assert.Throws<TemplateException>(() => StackTemplate.Load("no/template.yaml")).Message);
        Assert.EndsWith("(this is a directory). Name a readable template.",
            Assert.Throws<TemplateException>(() => StackTemplate.Load(Path.GetTempPath())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Single_names_a_missing_type_or_its_duplicates()
    {
        var template = TemplateText.Load("""
            Resources:
              A: { Type: "AWS::SNS::Topic" }
              B: { Type: "AWS::SNS::Topic" }
            """);

        Assert.Equal("template.yaml:1: The template has no resource of type AWS::Glue::Table. Local mode needs one. Add it.",
            TemplateText.Error(() => template.Single("AWS::Glue::Table")));
        Assert.Equal("template.yaml:3: A, B all have the type AWS::SNS::Topic. Local mode supports one. Keep one.",
            TemplateText.Error(() => template.Single("AWS::SNS::Topic")));
    }
}
