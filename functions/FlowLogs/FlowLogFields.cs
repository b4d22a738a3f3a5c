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
    static readonly Row[] Rows =
    [
        new(2, "version", Int, "Version of the flow log format"),
        new(2, "account-id", Text, "Account that owns the network interface", "account"),
        new(2, "interface-id", Text, "Network interface", "eni"),
        new(2, "srcaddr", Text, "Source address", "source", "sourceaddress"),
        new(2, "dstaddr", Text, "Destination address", "destination", "destinationaddress"),
        new(2, "srcport", Int, "Source port", "sourceport") { Maximum = ushort.MaxValue },
        new(2, "dstport", Int, "Destination port", "destport", "destinationport") { Maximum = ushort.MaxValue },
        new(2, "protocol", Int, "IANA protocol number") { Maximum = byte.MaxValue },
        new(2, "packets", BigInt, "Packets in the interval", "numpackets"),
        new(2, "bytes", BigInt, "Bytes in the interval", "numbytes"),
        new(2, "start", EpochSeconds, "When the first packet of the interval was seen, UTC", "windowstart", "starttime"),
        new(2, "end", EpochSeconds, "When the last packet of the interval was seen, UTC", "windowend", "endtime"),
        new(2, "action", Text, "ACCEPT or REJECT"),
        new(2, "log-status", Text, "OK, NODATA or SKIPDATA", "flowlogstatus"),

        new(3, "vpc-id", Text, "VPC of the network interface"),
        new(3, "subnet-id", Text, "Subnet of the network interface"),
        new(3, "instance-id", Text, "Instance behind the network interface"),
        new(3, "tcp-flags", Int, "Sum of the TCP flags seen: FIN 1, SYN 2, RST 4, SYN-ACK 18"),
        new(3, "type", Text, "IPv4, IPv6 or EFA"),
        new(3, "pkt-srcaddr", Text, "Source address in the packet, behind a NAT gateway for example"),
        new(3, "pkt-dstaddr", Text, "Destination address in the packet"),

        new(4, "region", Text, "Region of the network interface"),
        new(4, "az-id", Text, "Availability Zone id of the network interface"),
        new(4, "sublocation-type", Text, "wavelength, outpost or localzone"),
        new(4, "sublocation-id", Text, "Sublocation of the network interface"),

        new(5, "pkt-src-aws-service", Text, "AWS service that the packet's source address belongs to"),
        new(5, "pkt-dst-aws-service", Text, "AWS service that the packet's destination address belongs to"),
        new(5, "flow-direction", Text, "ingress or egress, as the interface sees it"),
        new(5, "traffic-path", Int, "Way that egress traffic takes, 1 to 8"),

        new(7, "ecs-cluster-arn", Text, "ARN of the ECS cluster"),
        new(7, "ecs-cluster-name", Text, "Name of the ECS cluster"),
        new(7, "ecs-container-instance-arn", Text, "ARN of the ECS container instance, on EC2"),
        new(7, "ecs-container-instance-id", Text, "Id of the ECS container instance, on EC2"),
        new(7, "ecs-container-id", Text, "Docker runtime id of the first container"),
        new(7, "ecs-second-container-id", Text, "Docker runtime id of the second container"),
        new(7, "ecs-service-name", Text, "Name of the ECS service"),
        new(7, "ecs-task-definition-arn", Text, "ARN of the ECS task definition"),
        new(7, "ecs-task-arn", Text, "ARN of the ECS task"),
        new(7, "ecs-task-id", Text, "Id of the ECS task"),

        new(8, "reject-reason", Text, "Why traffic was rejected: BPA (Block Public Access) or EC (Encryption Controls)"),

        new(9, "resource-id", Text, "Resource that the interface belongs to, such as a regional NAT gateway"),

        new(10, "encryption-status", Int, "0 not encrypted, 1 by Nitro, 2 by the application, 3 by both"),

        // Transit gateways only.
        new(6, "resource-type", Text, "TransitGateway or TransitGatewayAttachment"),
        new(6, "tgw-id", Text, "Transit gateway"),
        new(6, "tgw-attachment-id", Text, "Attachment where the traffic was recorded"),
        new(6, "tgw-src-vpc-account-id", Text, "Account of the source VPC"),
        new(6, "tgw-dst-vpc-account-id", Text, "Account of the destination VPC"),
        new(6, "tgw-src-vpc-id", Text, "Source VPC"),
        new(6, "tgw-dst-vpc-id", Text, "Destination VPC"),
        new(6, "tgw-src-subnet-id", Text, "Source subnet"),
        new(6, "tgw-dst-subnet-id", Text, "Destination subnet"),
        new(6, "tgw-src-eni", Text, "Network interface of the source attachment"),
        new(6, "tgw-dst-eni", Text, "Network interface of the destination attachment"),
        new(6, "tgw-src-az-id", Text, "Availability Zone id of the source"),
        new(6, "tgw-dst-az-id", Text, "Availability Zone id of the destination"),
        new(6, "tgw-pair-attachment-id", Text, "Attachment at the other end of the flow"),
        new(6, "packets-lost-no-route", BigInt, "Packets lost because there was no route"),
        new(6, "packets-lost-blackhole", BigInt, "Packets lost in a blackhole route"),
        new(6, "packets-lost-mtu-exceeded", BigInt, "Packets lost because they were larger than the MTU"),
        new(6, "packets-lost-ttl-expired", BigInt, "Packets lost because their time to live ended"),
    ];

    /// <summary>All fields, in the order above.</summary>
    public static ImmutableArray<FlowLogField> All { get; } =
        [.. Rows.Select((row, index) => new FlowLogField(index, row.Version, row.Name, row.Type, row.Maximum, row.Meaning, row.Aliases))];

    public static FlowLogField Version { get; } = Find("version"u8)!;
    public static FlowLogField AccountId { get; } = Find("account-id"u8)!;
    public static FlowLogField InterfaceId { get; } = Find("interface-id"u8)!;
    public static FlowLogField SrcAddr { get; } = Find("srcaddr"u8)!;
    public static FlowLogField DstAddr { get; } = Find("dstaddr"u8)!;
    public static FlowLogField Protocol { get; } = Find("protocol"u8)!;
    public static FlowLogField Packets { get; } = Find("packets"u8)!;
    public static FlowLogField Bytes { get; } = Find("bytes"u8)!;
    public static FlowLogField Start { get; } = Find("start"u8)!;
    public static FlowLogField End { get; } = Find("end"u8)!;
    public static FlowLogField Action { get; } = Find("action"u8)!;
    public static FlowLogField LogStatus { get; } = Find("log-status"u8)!;
    public static FlowLogField VpcId { get; } = Find("vpc-id"u8)!;
    public static FlowLogField PktSrcAddr { get; } = Find("pkt-srcaddr"u8)!;
    public static FlowLogField PktDstAddr { get; } = Find("pkt-dstaddr"u8)!;

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

    /// <summary>A line of the table.</summary>
    sealed record Row(int Version, string Name, FlowLogFieldType Type, string Meaning, params string[] Aliases)
    {
        public long Maximum { get; init; } =
            Type switch { Int => int.MaxValue, BigInt => long.MaxValue, EpochSeconds => FlowLogField.LastSecond, _ => 0 };
    }
}
