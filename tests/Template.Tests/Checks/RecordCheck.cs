using System.Text.Json.Nodes;
using FlowLogs;

namespace Template.Tests.Checks;

/// <summary>Checks that the flow log's format, the filters' field names, the table's columns and the SerDe's mappings agree.</summary>
static class RecordCheck
{
    /// <summary>
    /// The columns of the default format; the column of records that do not match; the other fields; the column of fields without a column.
    /// </summary>
    static readonly string[] ExpectedColumns =
    [
        .. FlowLogFormat.Default.Fields.Select(Column),
        "unparsed string: The whole message where it does not fit the format",
        .. FlowLogFields.All.Except(FlowLogFormat.Default.Fields).Select(Column),
        "other_fields string: JSON text of the fields that have no column of their own (docs/decisions/unknown-fields.md)",
    ];

    public static IEnumerable<string> Findings(StackTemplate template)
    {
        var stack = Deployment.Plain(template);
        return
        [
            .. Format(stack), .. TransitGatewayFormat(template), .. Columns(stack), .. PartitionKeys(stack), .. Mappings(stack),
            .. Pattern(new(template, "aws", ("ArchiveFilterNamesFields", "true")), "ArchiveSubscriptionFilter", field => field.Column),
            .. Pattern(stack, "RejectSubscriptionFilter", field =>
            field == FlowLogFields.Action ? $"{field.Column}=\"REJECT\"" : field.Column),
        ];
    }

    static IEnumerable<string> Format(Deployment stack)
    {
        var expected = FlowLogFormat.Default.ToString();
        var written = stack.Properties("FlowLog")["LogFormat"]!.ToString();
        foreach (var difference in Differences("FlowLog.LogFormat", expected.Split(' '), written.Split(' ')))
            yield return difference;
        foreach (var function in stack.OfType("AWS::Serverless::Function"))
            if (stack.Properties(function)["Environment"]!["Variables"]!["FLOW_LOG_FORMAT"] is { } format && format.ToString() != written)
                yield return $"{function}: FLOW_LOG_FORMAT is not the flow log's own format";
    }

    static IEnumerable<string> TransitGatewayFormat(StackTemplate template)
    {
        var stack = new Deployment(template, "aws", ("FlowLogResourceType", "TransitGateway"),
            ("FlowLogResourceId", "tgw-0123456789abcdef0"), ("VPCId", "none"));
        return Differences("FlowLog.LogFormat of a transit gateway",
            FlowLogFormat.TransitGatewayDefault.ToString().Split(' '), stack.Properties("FlowLog")["LogFormat"]!.ToString().Split(' '));
    }

    static IEnumerable<string> Columns(Deployment stack) => Differences("FlowLogTable",
        ExpectedColumns, Names(stack, "Columns", column => $"{column["Name"]} {column["Type"]}: {column["Comment"]}"));

    static IEnumerable<string> PartitionKeys(Deployment stack) => Differences("FlowLogTable.PartitionKeys",
        ["year string", "month string", "day string", "hour string"],
        Names(stack, "PartitionKeys", column => $"{column["Name"]} {column["Type"]}"));

    static string Column(FlowLogField field) => $"{field.Column} {GlueType(field)}: {field.Meaning}";

    public static string GlueType(FlowLogField field) => field.Type switch
    {
        // The published queries compare ports with strings.
        FlowLogFieldType.Int => field.Name is "srcport" or "dstport" ? "string" : "int",
        FlowLogFieldType.BigInt => "bigint",
        FlowLogFieldType.EpochSeconds => "timestamp",
        _ => "string",
    };

    static string[] Names(Deployment stack, string list, Func<JsonNode, string> write)
    {
        var table = stack.Properties("FlowLogTable")["TableInput"]!;
        return [.. JsonWalk.Many(table[list] ?? table["StorageDescriptor"]![list]).Select(write)];
    }

    static IEnumerable<string> Mappings(Deployment stack)
    {
        var conversion = stack.Properties("DeliveryStream")["ExtendedS3DestinationConfiguration"]!["DataFormatConversionConfiguration"]!;
        var serde = conversion["InputFormatConfiguration"]!["Deserializer"]!["OpenXJsonSerDe"]!;
        return Differences("ColumnToJsonKeyMappings",
            [.. FlowLogFields.All.Where(field => field.Column != field.Name).Select(field => $"{field.Column}: {field.Name}")],
            [.. serde["ColumnToJsonKeyMappings"]!.AsObject().Select(mapping => $"{mapping.Key}: {mapping.Value}")]);
    }

    static IEnumerable<string> Pattern(Deployment stack, string filter, Func<FlowLogField, string> write) =>
        stack.Properties(filter)["FilterPattern"]!.ToString() is ['[', .. var names, ']']
            ? Differences(filter, [.. FlowLogFormat.Default.Fields.Select(write)], names.Split(", "))
            : [$"{filter}: its pattern names no fields"];

    static IEnumerable<string> Differences(string where, string[] expected, string[] actual)
    {
        foreach (var missing in expected.Except(actual))
            yield return $"{where} lacks '{missing}'";
        foreach (var surplus in actual.Except(expected))
            yield return $"{where} has '{surplus}', which is not expected";
        var common = expected.Intersect(actual).ToArray();
        if (!common.SequenceEqual(actual.Intersect(expected)))
            yield return $"{where} does not have the order {string.Join(", ", common)}";
    }
}
