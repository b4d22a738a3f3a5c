namespace Template.Tests.Checks;

/// <summary>Checks that Firehose, the table, the registrar and the bucket's lifecycle use the same prefixes.</summary>
static class PrefixCheck
{
    public static IEnumerable<string> Findings(StackTemplate template)
    {
        var stack = Deployment.Full(template);
        var destination = stack.Properties("DeliveryStream")["ExtendedS3DestinationConfiguration"]!;
        var data = Needs.Fixed(destination["Prefix"]!.ToString());
        var errors = Needs.Fixed(destination["ErrorOutputPrefix"]!.ToString());
        var bucket = stack.NameOf("FlowLogBucket");
        var registrar = stack.Properties("PartitionRegistrar")["Environment"]!["Variables"]!;
        var results = stack.Properties("AthenaWorkGroup")["WorkGroupConfiguration"]!["ResultConfiguration"]!["OutputLocation"]!.ToString();
        var rules = JsonWalk.Many(stack.Properties("FlowLogBucket")["LifecycleConfiguration"]!["Rules"]).ToList();

        if (destination["Prefix"]!.ToString() != data + "!{timestamp:yyyy/MM/dd/HH}/")
            yield return "DeliveryStream.Prefix does not end in the hour, year first";
        if (!destination["ErrorOutputPrefix"]!.ToString().Contains("!{firehose:error-output-type}/!{timestamp:", StringComparison.Ordinal))
            yield return "DeliveryStream.ErrorOutputPrefix does not have the kind of error and the date";
        if (errors.StartsWith(data, StringComparison.Ordinal))
            yield return $"errors are written under {data}, which the table reads";
        if (stack.Properties("FlowLogTable")["TableInput"]!["StorageDescriptor"]!["Location"]!.ToString() is var location
            && location != $"s3://{bucket}/{data}")
            yield return $"FlowLogTable.Location is {location}, but Firehose writes to s3://{bucket}/{data}";
        if (registrar["PREFIX"]?.ToString() != data)
            yield return $"PartitionRegistrar: PREFIX is {registrar["PREFIX"]}, but Firehose writes under {data}";
        if (registrar["BUCKET_NAME"]?.ToString() != bucket)
            yield return $"PartitionRegistrar: BUCKET_NAME is not {bucket}";
        if (registrar["DATABASE_NAME"]?.ToString() != stack.NameOf("FlowLogDatabase"))
            yield return "PartitionRegistrar: DATABASE_NAME is not the database's";
        if (registrar["TABLE_NAME"]?.ToString() != stack.NameOf("FlowLogTable"))
            yield return "PartitionRegistrar: TABLE_NAME is not the table's";
        if (registrar["WORKGROUP_NAME"]?.ToString() != stack.NameOf("AthenaWorkGroup"))
            yield return "PartitionRegistrar: WORKGROUP_NAME is not the workgroup's";
        if (stack.Properties("Decompressor")["Environment"]!["Variables"]!["DELIVERY_STREAM_NAME"]?.ToString() != stack.NameOf(
            "DeliveryStream"))
            yield return "Decompressor: DELIVERY_STREAM_NAME is not the delivery stream's";

        foreach (var (prefix, days) in new[] { (data, stack.Parameter("RetentionDays")), (errors, "90"),
            (results[$"s3://{bucket}/".Length..], "7") })
            if (!rules.Any(rule => rule["Prefix"]?.ToString() == prefix && rule["ExpirationInDays"]?.ToString() == days))
                yield return $"FlowLogBucket: no rule expires {prefix} after {days} days";
        if (registrar["RETENTION_DAYS"]?.ToString() != stack.Parameter("RetentionDays"))
            yield return "PartitionRegistrar: RETENTION_DAYS is not the bucket's";
    }
}
