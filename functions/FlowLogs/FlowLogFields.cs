using System.Collections.Immutable;
using static FlowLogs.FlowLogFieldType;

namespace FlowLogs;

/// <summary>
/// Every field of a VPC flow log record, versions 2 to 10, in AWS's order. A new field is one line here.
/// Source: "Flow log records", Amazon VPC User Guide (names, versions, Parquet data types).
/// </summary>
public static class FlowLogFields
{
    static readonly ImmutableArray<FlowLogField>.Builder Fields = ImmutableArray.CreateBuilder<FlowLogField>();

    public static FlowLogField Version { get; } = Add(2, "version", Int);
    public static FlowLogField AccountId { get; } = Add(2, "account-id", Text, "account");
    public static FlowLogField InterfaceId { get; } = Add(2, "interface-id", Text, "eni");
    public static FlowLogField SrcAddr { get; } = Add(2, "srcaddr", Text, "source");
    public static FlowLogField DstAddr { get; } = Add(2, "dstaddr", Text, "destination");
    public static FlowLogField SrcPort { get; } = AddPort("srcport");
    public static FlowLogField DstPort { get; } = AddPort("dstport", "destport");
    public static FlowLogField Protocol { get; } = Add(2, "protocol", Int, byte.MaxValue);
    public static FlowLogField Packets { get; } = Add(2, "packets", BigInt);
    public static FlowLogField Bytes { get; } = Add(2, "bytes", BigInt);
    public static FlowLogField Start { get; } = Add(2, "start", EpochSeconds, "windowstart");
    public static FlowLogField End { get; } = Add(2, "end", EpochSeconds, "windowend");
    public static FlowLogField Action { get; } = Add(2, "action", Text);
    public static FlowLogField LogStatus { get; } = Add(2, "log-status", Text, "flowlogstatus");

    public static FlowLogField VpcId { get; } = Add(3, "vpc-id", Text);
    public static FlowLogField SubnetId { get; } = Add(3, "subnet-id", Text);
    public static FlowLogField InstanceId { get; } = Add(3, "instance-id", Text);
    public static FlowLogField TcpFlags { get; } = Add(3, "tcp-flags", Int);
    public static FlowLogField TrafficType { get; } = Add(3, "type", Text);
    public static FlowLogField PktSrcAddr { get; } = Add(3, "pkt-srcaddr", Text);
    public static FlowLogField PktDstAddr { get; } = Add(3, "pkt-dstaddr", Text);

    public static FlowLogField Region { get; } = Add(4, "region", Text);
    public static FlowLogField AzId { get; } = Add(4, "az-id", Text);
    public static FlowLogField SublocationType { get; } = Add(4, "sublocation-type", Text);
    public static FlowLogField SublocationId { get; } = Add(4, "sublocation-id", Text);

    public static FlowLogField PktSrcAwsService { get; } = Add(5, "pkt-src-aws-service", Text);
    public static FlowLogField PktDstAwsService { get; } = Add(5, "pkt-dst-aws-service", Text);
    public static FlowLogField FlowDirection { get; } = Add(5, "flow-direction", Text);
    public static FlowLogField TrafficPath { get; } = Add(5, "traffic-path", Int);

    public static FlowLogField EcsClusterArn { get; } = Add(7, "ecs-cluster-arn", Text);
    public static FlowLogField EcsClusterName { get; } = Add(7, "ecs-cluster-name", Text);
    public static FlowLogField EcsContainerInstanceArn { get; } = Add(7, "ecs-container-instance-arn", Text);
    public static FlowLogField EcsContainerInstanceId { get; } = Add(7, "ecs-container-instance-id", Text);
    public static FlowLogField EcsContainerId { get; } = Add(7, "ecs-container-id", Text);
    public static FlowLogField EcsSecondContainerId { get; } = Add(7, "ecs-second-container-id", Text);
    public static FlowLogField EcsServiceName { get; } = Add(7, "ecs-service-name", Text);
    public static FlowLogField EcsTaskDefinitionArn { get; } = Add(7, "ecs-task-definition-arn", Text);
    public static FlowLogField EcsTaskArn { get; } = Add(7, "ecs-task-arn", Text);
    public static FlowLogField EcsTaskId { get; } = Add(7, "ecs-task-id", Text);

    public static FlowLogField RejectReason { get; } = Add(8, "reject-reason", Text);

    public static FlowLogField ResourceId { get; } = Add(9, "resource-id", Text);

    public static FlowLogField EncryptionStatus { get; } = Add(10, "encryption-status", Int);

    /// <summary>All fields, in the order above.</summary>
    public static ImmutableArray<FlowLogField> All { get; } = Fields.ToImmutable();

    /// <summary>The field that goes by this name in any of its spellings, or null.</summary>
    public static FlowLogField? Find(ReadOnlySpan<byte> name)
    {
        foreach (var field in All)
            if (field.IsCalled(name))
                return field;
        return null;
    }

    static FlowLogField Add(int version, string name, FlowLogFieldType type, params string[] aliases) => type switch
    {
        Int => Add(version, name, type, "int", int.MaxValue, aliases),
        BigInt => Add(version, name, type, "bigint", long.MaxValue, aliases),
        EpochSeconds => Add(version, name, type, "timestamp", FlowLogField.LastSecond, aliases),
        _ => Add(version, name, type, "string", 0, aliases),
    };

    static FlowLogField Add(int version, string name, FlowLogFieldType type, long maximum) =>
        Add(version, name, type, "int", maximum, []);

    static FlowLogField AddPort(string name, params string[] aliases) =>
        Add(2, name, Int, "string", ushort.MaxValue, aliases);

    static FlowLogField Add(int version, string name, FlowLogFieldType type, string glueType, long maximum, string[] aliases)
    {
        var field = new FlowLogField(Fields.Count, version, name, type, glueType, maximum, aliases);
        Fields.Add(field);
        return field;
    }
}
