using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Template.Tests;

/// <summary>
/// Resolves the template's intrinsic functions for given parameters, as CloudFormation does. Only the functions that the template uses are
/// supported.
/// </summary>
sealed partial class Deployment
{
    public const string Region = "eu-west-1";

    public const string Account = "123456789012";

    public const string StackName = "flows";

    /// <summary>Marks what AWS::NoValue removes.</summary>
    static readonly JsonNode NoValue = JsonValue.Create("(no value)");

    /// <summary>
    /// The property with a resource's name, and the resource's ARN with {0} for the name ("Resource and property types reference",
    /// CloudFormation Template Reference).
    /// </summary>
    static readonly Dictionary<string, (string Name, string Arn)> Kinds = new()
    {
        ["AWS::Athena::WorkGroup"] = ("Name", "athena:{region}:{account}:workgroup/{0}"),
        ["AWS::CloudWatch::Dashboard"] = ("DashboardName", ""),
        ["AWS::Glue::Database"] = ("DatabaseInput.Name", ""),
        ["AWS::Glue::Table"] = ("TableInput.Name", ""),
        ["AWS::IAM::Role"] = ("RoleName", "iam::{account}:role/{0}"),
        ["AWS::Kinesis::Stream"] = ("Name", "kinesis:{region}:{account}:stream/{0}"),
        ["AWS::KinesisFirehose::DeliveryStream"] = ("DeliveryStreamName", "firehose:{region}:{account}:deliverystream/{0}"),
        ["AWS::Logs::Destination"] = ("DestinationName", "logs:{region}:{account}:destination:{0}"),
        ["AWS::Logs::LogGroup"] = ("LogGroupName", "logs:{region}:{account}:log-group:{0}:*"),
        ["AWS::Logs::LogStream"] = ("LogStreamName", ""),
        ["AWS::Logs::SubscriptionFilter"] = ("FilterName", ""),
        ["AWS::S3::Bucket"] = ("BucketName", "s3:::{0}"),
        ["AWS::SNS::Topic"] = ("TopicName", "sns:{region}:{account}:{0}"),
        ["AWS::SQS::Queue"] = ("QueueName", "sqs:{region}:{account}:{0}"),
        ["AWS::Serverless::Function"] = ("FunctionName", "lambda:{region}:{account}:function:{0}"),
    };

    readonly StackTemplate _template;
    readonly Dictionary<string, JsonNode> _parameters = [];

    /// <param name="template">The template.</param>
    /// <param name="partition">aws, aws-cn or aws-us-gov.</param>
    /// <param name="parameters">Parameters whose value is not the default.</param>
    public Deployment(StackTemplate template, string partition, params (string Name, string Value)[] parameters)
    {
        _template = template;
        Partition = partition;
        foreach (var (name, parameter) in template.Parameters)
            if (parameter!["Default"] is { } value)
                _parameters[name] = value;
        _parameters.TryAdd("S3BucketName", "my-flow-logs");
        _parameters.TryAdd("VPCId", "vpc-0123456789abcdef0");
        if (template.Parameters.ContainsKey("ArchiveDestinationArn"))
            _parameters["ArchiveDestinationArn"] = $"arn:aws:logs:{Region}:999999999999:destination:flows-archive";
        foreach (var (name, value) in parameters)
            _parameters[name] = value;
    }

    public string Partition { get; }

    public StackTemplate Template => _template;

    /// <summary>Gets or sets the callback for each resource that a Ref, Fn::GetAtt or Fn::Sub refers to.</summary>
    public Action<string>? Referring { get; set; }

    /// <summary>Returns a stack with the default of every parameter.</summary>
    public static Deployment Plain(StackTemplate template) => new(template, "aws");

    /// <summary>Returns a stack with everything enabled that a parameter can enable.</summary>
    public static Deployment Full(StackTemplate template) => new(template, "aws",
        ("KmsKeyArn", $"arn:aws:kms:{Region}:{Account}:key/0b1c"), ("Tracing", "Active"), ("AnomalyDetection", "true"),
        ("RetentionDays", "30"),
        ("AlarmEmail", "a@b.example"), ("DecompressorConcurrency", "20"), ("OrganizationId", "o-abcd123456"), ("RolePath", "/flow-logs/"),
        ("PermissionsBoundaryArn", $"arn:aws:iam::{Account}:policy/boundary"));

    public string Parameter(string name) => _parameters[name].ToString();

    public bool Has(string logicalId) => _template.Resources[logicalId] is JsonObject resource
        && (resource["Condition"] is not { } condition || IsMet((string)condition!));

    /// <summary>The logical ids of the created resources.</summary>
    public IEnumerable<string> LogicalIds => _template.Resources.Select(resource => resource.Key).Where(Has);

    public IEnumerable<string> OfType(string type) => LogicalIds.Where(logicalId => TypeOf(logicalId) == type);

    public string TypeOf(string logicalId) => (string)_template.Resources[logicalId]!["Type"]!;

    public JsonObject Properties(string logicalId) => (JsonObject)Resolve(_template.Properties(logicalId));

    /// <summary>The outputs of a stack with these parameters.</summary>
    public JsonObject Outputs
    {
        get
        {
            var outputs = (JsonObject)_template.Section("Outputs").DeepClone();
            foreach (var (name, condition) in outputs.Select(output => (output.Key, output.Value!["Condition"])).ToList())
                if (condition is not null && !IsMet((string)condition!))
                    outputs.Remove(name);
                else
                    outputs[name]!.AsObject().Remove("Condition");
            return (JsonObject)Resolve(outputs);
        }
    }

    public string Arn(string logicalId) => TypeOf(logicalId) == "AWS::IAM::Role" && _template.Properties(logicalId)["Path"] is { } path
        ? $"arn:{Partition}:iam::{Account}:role{Resolve(path)}{NameOf(logicalId)}"
        : Kinds.TryGetValue(TypeOf(logicalId), out var kind) && kind.Arn.Length > 0
        ? $"arn:{Partition}:{kind.Arn}".Replace("{region}", Region).Replace("{account}", Account).Replace("{0}", NameOf(logicalId))
        : throw new InvalidOperationException($"{TypeOf(logicalId)} has no ARN in this test.");

    public string NameOf(string logicalId)
    {
        JsonNode? name = _template.Properties(logicalId);
        foreach (var key in (Kinds.TryGetValue(TypeOf(logicalId), out var kind) ? kind.Name : "Name").Split('.'))
            name = name?[key];
        return name is null ? $"{StackName}-{logicalId}" : Resolve(name).ToString();
    }

    public JsonNode Resolve(JsonNode node)
    {
        switch (node)
        {
            case JsonObject { Count: 1 } map when map.Single() is { Value: { } argument } call && IsFunction(call.Key):
                return Call(call.Key, argument);
            case JsonObject map:
                var values = new JsonObject();
                foreach (var (key, value) in map)
                    if (Resolve(value!) is var resolved && resolved != NoValue)
                        values[key] = resolved.DeepClone();
                return values;
            case JsonArray list:
                return new JsonArray([.. list.Select(item => Resolve(item!)).Where(item => item != NoValue)
                    .Select(item => item.DeepClone())]);
            default:
                return node;
        }
    }

    static bool IsFunction(string key) => key == "Ref" || key.StartsWith("Fn::", StringComparison.Ordinal);

    JsonNode Call(string function, JsonNode argument) => (function, argument) switch
    {
        ("Ref", _) => Ref((string)argument!),
        ("Fn::GetAtt", JsonArray and [var logicalId, var attribute]) => GetAtt((string)logicalId!, (string)attribute!),
        ("Fn::Sub", JsonArray and [var text, JsonObject values]) => Sub((string)text!, values),
        ("Fn::Sub", JsonValue text) => Sub((string)text!, []),
        ("Fn::If", JsonArray and [var condition, var yes, var no]) => Resolve(IsMet((string)condition!) ? yes! : no!),
        ("Fn::FindInMap", JsonArray and [var map, var first, var second]) =>
            _template.Section("Mappings")[Resolve(map!).ToString()]?[Resolve(first!).ToString()]?[Resolve(second!).ToString()]
            ?? throw new InvalidOperationException($"no mapping {argument.ToJsonString()}"),
        ("Fn::Join", JsonArray and [var divider, var parts]) => string.Join((string)divider!, JsonWalk.Texts(Resolve(parts!))),
        ("Fn::Split", JsonArray and [var divider, var text]) => new JsonArray([.. Resolve(text!).ToString().Split((string)divider!)]),
        _ => throw new InvalidOperationException($"{function} {argument.ToJsonString()} is not supported by this test."),
    };

    JsonNode Ref(string name)
    {
        if (_template.Resources.ContainsKey(name))
            Referring?.Invoke(name);
        return ValueOf(name);
    }

    JsonNode ValueOf(string name) => name switch
    {
        "AWS::NoValue" => NoValue,
        "AWS::Region" => Region,
        "AWS::AccountId" => Account,
        "AWS::StackName" => StackName,
        "AWS::Partition" => Partition,
        "AWS::URLSuffix" => Partition == "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com",
        _ when _parameters.TryGetValue(name, out var value) =>
            IsNumber(name) ? decimal.Parse(value.ToString(), CultureInfo.InvariantCulture) : value,
        _ when TypeOf(name) == "AWS::SNS::Topic" => Arn(name),
        _ when TypeOf(name) == "AWS::SQS::Queue" => $"https://sqs.{Region}.amazonaws.com/{Account}/{NameOf(name)}",
        _ => NameOf(name),
    };

    bool IsNumber(string parameter) => (string?)_template.Parameters[parameter]?["Type"] == "Number";

    JsonNode GetAtt(string logicalId, string attribute)
    {
        Referring?.Invoke(logicalId);
        return attribute switch
        {
            "Arn" => Arn(logicalId),
            "QueueName" => NameOf(logicalId),
            _ => throw new InvalidOperationException($"{logicalId}.{attribute} is not supported by this test."),
        };
    }

    string Sub(string text, JsonObject values) => Variable.Replace(text, match => match.Groups["name"].Value switch
    {
        ['!', .. var literal] => $"${{{literal}}}",
        var name when values[name] is { } value => Resolve(value).ToString(),
        var name when name.Split('.', 2) is [var logicalId, var attribute] => GetAtt(logicalId, attribute).ToString(),
        var name => Ref(name).ToString(),
    });

    public bool Meets(string condition) => IsMet(condition);

    bool IsMet(string condition) => IsMet(_template.Section("Conditions")[condition]
        ?? throw new InvalidOperationException($"no condition {condition}"));

    bool IsMet(JsonNode condition) => ((JsonObject)condition).Single() switch
    {
        { Key: "Fn::Equals", Value: JsonArray and [var left, var right] } => Resolve(left!).ToString() == Resolve(right!).ToString(),
        { Key: "Fn::Not", Value: JsonArray and [var inner] } => !IsMet(inner!),
        { Key: "Fn::And", Value: JsonArray all } => all.All(inner => IsMet(inner!)),
        { Key: "Fn::Or", Value: JsonArray any } => any.Any(inner => IsMet(inner!)),
        { Key: "Condition", Value: var name } => IsMet((string)name!),
        var (function, _) => throw new InvalidOperationException($"{function} is not supported by this test."),
    };

    [GeneratedRegex(@"\$\{(?<name>[^}]+)\}")]
    public static partial Regex Variable { get; }
}
