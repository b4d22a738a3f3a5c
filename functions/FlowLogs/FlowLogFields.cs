using System.Collections.Immutable;
using static FlowLogs.FlowLogFieldType;

namespace FlowLogs;

/// <summary>
/// Lists every documented field of a flow log record: of VPC flow logs, versions 2 to 10, and of transit gateways. A new field is one line.
/// </summary>
/// <remarks>
/// Sources of names, versions and Parquet data types: "Flow log records", Amazon VPC User Guide; "Transit Gateway Flow Log records",
/// Amazon VPC Transit Gateways. Sources of other names that AWS uses for the same fields: "Supported logs and discovered fields"
/// (<c>startTime</c>, <c>endTime</c>) and "Filter pattern syntax" (<c>eni</c>, <c>windowstart</c>, <c>flowlogstatus</c>), Amazon CloudWatch
/// Logs User Guide; "Querying Amazon VPC Flow Logs", Amazon Athena User Guide, in its former version (<c>sourceaddress</c>,
/// <c>numpackets</c>); "Analyzing VPC Flow Logs with Amazon Kinesis Firehose, Amazon Athena, and Amazon QuickSight", AWS Big Data Blog.
/// </remarks>
public static class FlowLogFields
{
    static readonly ImmutableArray<FlowLogField>.Builder Fields = ImmutableArray.CreateBuilder<FlowLogField>();

    public static FlowLogField Version { get; } = Add(2, "version", Int, "Version of the flow log format");
    public static FlowLogField AccountId { get; } = Add(2, "account-id", Text, "Account that owns the network interface", "account");
    public static FlowLogField InterfaceId { get; } = Add(2, "interface-id", Text, "Network interface", "eni");
    public static FlowLogField SrcAddr { get; } = Add(2, "srcaddr", Text, "Source address", "source", "sourceaddress");
    public static FlowLogField DstAddr { get; } = Add(2, "dstaddr", Text, "Destination address", "destination", "destinationaddress");
    public static FlowLogField SrcPort { get; } = Add(2, "srcport", Int, ushort.MaxValue, "Source port", "sourceport");
    public static FlowLogField DstPort { get; } =
        Add(2, "dstport", Int, ushort.MaxValue, "Destination port", "destport", "destinationport");
    public static FlowLogField Protocol { get; } = Add(2, "protocol", Int, byte.MaxValue, "IANA protocol number");
    public static FlowLogField Packets { get; } = Add(2, "packets", BigInt, "Packets in the interval", "numpackets");
    public static FlowLogField Bytes { get; } = Add(2, "bytes", BigInt, "Bytes in the interval", "numbytes");
    public static FlowLogField Start { get; } =
        Add(2, "start", EpochSeconds, "When the first packet of the interval was seen, UTC", "windowstart", "starttime");
    public static FlowLogField End { get; } =
        Add(2, "end", EpochSeconds, "When the last packet of the interval was seen, UTC", "windowend", "endtime");
    public static FlowLogField Action { get; } = Add(2, "action", Text, "ACCEPT or REJECT");
    public static FlowLogField LogStatus { get; } = Add(2, "log-status", Text, "OK, NODATA or SKIPDATA", "flowlogstatus");

    public static FlowLogField VpcId { get; } = Add(3, "vpc-id", Text, "VPC of the network interface");
    public static FlowLogField SubnetId { get; } = Add(3, "subnet-id", Text, "Subnet of the network interface");
    public static FlowLogField InstanceId { get; } = Add(3, "instance-id", Text, "Instance behind the network interface");
    public static FlowLogField TcpFlags { get; } = Add(3, "tcp-flags", Int, "Sum of the TCP flags seen: FIN 1, SYN 2, RST 4, SYN-ACK 18");
    public static FlowLogField TrafficType { get; } = Add(3, "type", Text, "IPv4, IPv6 or EFA");
    public static FlowLogField PktSrcAddr { get; } =
        Add(3, "pkt-srcaddr", Text, "Source address in the packet, behind a NAT gateway for example");
    public static FlowLogField PktDstAddr { get; } = Add(3, "pkt-dstaddr", Text, "Destination address in the packet");

    public static FlowLogField Region { get; } = Add(4, "region", Text, "Region of the network interface");
    public static FlowLogField AzId { get; } = Add(4, "az-id", Text, "Availability Zone id of the network interface");
    public static FlowLogField SublocationType { get; } = Add(4, "sublocation-type", Text, "wavelength, outpost or localzone");
    public static FlowLogField SublocationId { get; } = Add(4, "sublocation-id", Text, "Sublocation of the network interface");

    public static FlowLogField PktSrcAwsService { get; } =
        Add(5, "pkt-src-aws-service", Text, "AWS service that the packet's source address belongs to");
    public static FlowLogField PktDstAwsService { get; } =
        Add(5, "pkt-dst-aws-service", Text, "AWS service that the packet's destination address belongs to");
    public static FlowLogField FlowDirection { get; } = Add(5, "flow-direction", Text, "ingress or egress, as the interface sees it");
    public static FlowLogField TrafficPath { get; } = Add(5, "traffic-path", Int, "Way that egress traffic takes, 1 to 8");

    public static FlowLogField EcsClusterArn { get; } = Add(7, "ecs-cluster-arn", Text, "ARN of the ECS cluster");
    public static FlowLogField EcsClusterName { get; } = Add(7, "ecs-cluster-name", Text, "Name of the ECS cluster");
    public static FlowLogField EcsContainerInstanceArn { get; } =
        Add(7, "ecs-container-instance-arn", Text, "ARN of the ECS container instance, on EC2");
    public static FlowLogField EcsContainerInstanceId { get; } =
        Add(7, "ecs-container-instance-id", Text, "Id of the ECS container instance, on EC2");
    public static FlowLogField EcsContainerId { get; } = Add(7, "ecs-container-id", Text, "Docker runtime id of the first container");
    public static FlowLogField EcsSecondContainerId { get; } =
        Add(7, "ecs-second-container-id", Text, "Docker runtime id of the second container");
    public static FlowLogField EcsServiceName { get; } = Add(7, "ecs-service-name", Text, "Name of the ECS service");
    public static FlowLogField EcsTaskDefinitionArn { get; } = Add(7, "ecs-task-definition-arn", Text, "ARN of the ECS task definition");
    public static FlowLogField EcsTaskArn { get; } = Add(7, "ecs-task-arn", Text, "ARN of the ECS task");
    public static FlowLogField EcsTaskId { get; } = Add(7, "ecs-task-id", Text, "Id of the ECS task");

    public static FlowLogField RejectReason { get; } =
        Add(8, "reject-reason", Text, "Why traffic was rejected: BPA (Block Public Access) or EC (Encryption Controls)");

    public static FlowLogField ResourceId { get; } =
        Add(9, "resource-id", Text, "Resource that the interface belongs to, such as a regional NAT gateway");

    public static FlowLogField EncryptionStatus { get; } =
        Add(10, "encryption-status", Int, "0 not encrypted, 1 by Nitro, 2 by the application, 3 by both");

    public static FlowLogField ResourceType { get; } = AddGateway("resource-type", Text, "TransitGateway or TransitGatewayAttachment");
    public static FlowLogField TgwId { get; } = AddGateway("tgw-id", Text, "Transit gateway");
    public static FlowLogField TgwAttachmentId { get; } =
        AddGateway("tgw-attachment-id", Text, "Attachment where the traffic was recorded");
    public static FlowLogField TgwSrcVpcAccountId { get; } = AddGateway("tgw-src-vpc-account-id", Text, "Account of the source VPC");
    public static FlowLogField TgwDstVpcAccountId { get; } = AddGateway("tgw-dst-vpc-account-id", Text, "Account of the destination VPC");
    public static FlowLogField TgwSrcVpcId { get; } = AddGateway("tgw-src-vpc-id", Text, "Source VPC");
    public static FlowLogField TgwDstVpcId { get; } = AddGateway("tgw-dst-vpc-id", Text, "Destination VPC");
    public static FlowLogField TgwSrcSubnetId { get; } = AddGateway("tgw-src-subnet-id", Text, "Source subnet");
    public static FlowLogField TgwDstSubnetId { get; } = AddGateway("tgw-dst-subnet-id", Text, "Destination subnet");
    public static FlowLogField TgwSrcEni { get; } = AddGateway("tgw-src-eni", Text, "Network interface of the source attachment");
    public static FlowLogField TgwDstEni { get; } = AddGateway("tgw-dst-eni", Text, "Network interface of the destination attachment");
    public static FlowLogField TgwSrcAzId { get; } = AddGateway("tgw-src-az-id", Text, "Availability Zone id of the source");
    public static FlowLogField TgwDstAzId { get; } = AddGateway("tgw-dst-az-id", Text, "Availability Zone id of the destination");
    public static FlowLogField TgwPairAttachmentId { get; } =
        AddGateway("tgw-pair-attachment-id", Text, "Attachment at the other end of the flow");
    public static FlowLogField PacketsLostNoRoute { get; } =
        AddGateway("packets-lost-no-route", BigInt, "Packets lost because there was no route");
    public static FlowLogField PacketsLostBlackhole { get; } =
        AddGateway("packets-lost-blackhole", BigInt, "Packets lost in a blackhole route");
    public static FlowLogField PacketsLostMtuExceeded { get; } =
        AddGateway("packets-lost-mtu-exceeded", BigInt, "Packets lost because they were larger than the MTU");
    public static FlowLogField PacketsLostTtlExpired { get; } =
        AddGateway("packets-lost-ttl-expired", BigInt, "Packets lost because their time to live ended");

    /// <summary>All fields, in the order above.</summary>
    public static ImmutableArray<FlowLogField> All { get; } = Fields.ToImmutable();

    /// <summary>Returns the field with this name in any of its spellings, or null.</summary>
    public static FlowLogField? Find(ReadOnlySpan<byte> name)
    {
        foreach (var field in All)
            if (field.IsCalled(name))
                return field;
        foreach (var field in All)
            if (field.IsCalledLike(name))
                return field;
        return null;
    }

    static FlowLogField Add(int version, string name, FlowLogFieldType type, string meaning, params string[] aliases)
    {
        var maximum = type switch { Int => int.MaxValue, BigInt => long.MaxValue, EpochSeconds => FlowLogField.LastSecond, _ => 0 };
        return Add(version, name, type, maximum, meaning, aliases);
    }

    // Version 6 belongs to transit gateways.
    static FlowLogField AddGateway(string name, FlowLogFieldType type, string meaning) => Add(6, name, type, meaning);

    static FlowLogField Add(int version, string name, FlowLogFieldType type, long maximum, string meaning, params string[] aliases)
    {
        var field = new FlowLogField(Fields.Count, version, name, type, maximum, meaning, aliases);
        Fields.Add(field);
        return field;
    }
}
