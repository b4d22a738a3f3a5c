using System.Globalization;
using Emulator.Athena;
using Emulator.Template;
using Tool.Cli;
using Tool.Stack;
using Tool.Tests.Input;

namespace Tool.Tests.Stack;

/// <summary>Runs files of every kind and format through the whole stack, and then queries them.</summary>
public sealed class MixedRunTests(MixedRunTests.Data data) : IClassFixture<MixedRunTests.Data>
{
    const string Version5 = "5 52.95.128.179 10.0.0.71 80 34210 6 1616729292 1616729349 IPv4 14 15044 123456789012 vpc-abcdefab012345678 "
        + "subnet-aaaaaaaa012345678 "
        + "i-0c50d5961bcb2d47b eni-1235b8ca123456789 ap-southeast-2 apse2-az3 - - ACCEPT 19 52.95.128.179 10.0.0.71 S3 - - ingress OK";

    [Fact]
    public void Every_record_is_stored_once_for_each_file() => Assert.Equal(
        [$"{FlowLogFiles.Kinds.Count},6"],
        data.Query("SELECT min(copies), count(*) FROM (SELECT count(*) AS copies FROM flow_logs WHERE version = 2 AND unparsed IS NULL "
            + "GROUP BY "
            + $"{string.Join(", ", FlowLogFormat.Default.Fields.Select(field => $"\"{field.Column}\""))} HAVING count(*) = "
            + $"{FlowLogFiles.Kinds.Count})"));

    [Fact]
    public void Nothing_is_unparsed() => Assert.Equal(["0"], data.Query("SELECT count(*) FROM flow_logs WHERE unparsed IS NOT NULL"));

    [Fact]
    public void The_documented_record_of_version_5_has_its_documented_values() => Assert.Equal(
        ["5,123456789012,eni-1235b8ca123456789,52.95.128.179,80,14,15044,2021-03-26 "
            + "03:28:12,vpc-abcdefab012345678,19,IPv4,apse2-az3,,S3,,ingress,,"],
        data.Query("SELECT version, account_id, interface_id, srcaddr, srcport, packets, bytes, start, vpc_id, tcp_flags, type, az_id, "
            + "sublocation_type, "
            + "pkt_src_aws_service, pkt_dst_aws_service, flow_direction, traffic_path, other_fields FROM flow_logs WHERE version = 5"));

    [Fact]
    public void Each_field_is_in_its_column_with_its_type() => Assert.Equal(
        ["7,1,web,prod,,BPA,nat-1,3"],
        data.Query("SELECT traffic_path, tcp_flags, ecs_service_name, ecs_cluster_name, ecs_task_id, reject_reason, resource_id, "
            + "encryption_status FROM flow_logs WHERE version = 10"));

    [Fact]
    public void A_transit_gateways_record_has_its_columns() => Assert.Equal(
        ["TransitGateway,tgw-0123,tgw-attach-1,111111111111,vpc-2,tgw-attach-2,10,0,1,us-east-1,"],
        data.Query("SELECT resource_type, tgw_id, tgw_attachment_id, tgw_src_vpc_account_id, tgw_dst_vpc_id, tgw_pair_attachment_id, "
            + "packets, packets_lost_no_route, "
            + "packets_lost_blackhole, region, action FROM flow_logs WHERE version = 6"));

    [Fact]
    public void An_undocumented_field_is_kept() => Assert.Equal(
        ["web=1,"],
        data.Query("SELECT json_extract_scalar(other_fields, '$[\"instance-tag\"]'), json_extract_scalar(other_fields, "
            + "'$[\"next-hop-vpc-id\"]') FROM flow_logs WHERE version = 11"));

    [Fact]
    public void Rejects_of_every_format_are_counted() => Assert.Equal(
        [$"{FlowLogFiles.Kinds.Count * 20 + 5}"], data.Query("SELECT sum(packets) FROM flow_logs WHERE action = 'REJECT'"));

    [Fact]
    public void Select_star_has_every_column() =>
        Assert.Equal(FlowLogFields.All.Length + 2 + 4, data.Query("SELECT * FROM flow_logs LIMIT 1").Single().Split(',').Length);

    /// <summary>One run shared by all tests.</summary>
    public sealed class Data : IAsyncLifetime
    {
        readonly ReadInput _files = new();

        public StackTemplate Template { get; } = StackTemplate.Load(Path.Combine(AppContext.BaseDirectory, "template.yaml"));

        internal AthenaEngine Engine => FlowLogTable.Engine(Template, Folder);

        string Folder => Path.Combine(_files.Folder, "data");

        public async ValueTask InitializeAsync()
        {
            var names = FlowLogFiles.Kinds.Select(kind => _files.Write(kind.Key, kind.Value(FlowLogFiles.Records))).ToList();
            names.Add(_files.Write(
                "v5.log",
                "version srcaddr dstaddr srcport dstport protocol start end type packets bytes account-id vpc-id subnet-id instance-id "
                + "interface-id region az-id sublocation-type "
                + "sublocation-id action tcp-flags pkt-srcaddr pkt-dstaddr pkt-src-aws-service pkt-dst-aws-service traffic-path "
                + "flow-direction log-status",
                Version5));
            names.Add(_files.Write(
                "v10.log",
                "encryption-status resource-id reject-reason ecs-task-id ecs-cluster-name ecs-service-name tcp-flags traffic-path end "
                + "version action packets protocol",
                "3 nat-1 BPA - prod web 1 7 1616729349 10 REJECT 5 6"));
            names.Add(_files.Write("v11.log", "version end instance-tag next-hop-vpc-id", "11 1616729349 web=1 -"));
            names.Add(_files.Write(
                "tgw.log",
                "6 TransitGateway 123456789012 tgw-0123 tgw-attach-1 111111111111 222222222222 vpc-1 vpc-2 subnet-1 subnet-2 eni-1 eni-2 "
                + "use1-az1 use1-az2 "
                + "tgw-attach-2 10.0.0.1 10.1.0.1 443 50000 6 10 1000 1700000000 1700000060 OK IPv4 0 1 0 0 18 us-east-1 egress - -"));
            await ReadInput.RunAsync(Template, Folder, names);
        }

        public string[] Query(string sql)
        {
            using var result = Engine.Query(sql, TestContext.Current.CancellationToken);
            var rows = new List<string>();
            while (result.Read())
                rows.Add(string.Join(',', result.Row.Select(value =>
                    value is DateTime time ? $"{time:yyyy-MM-dd HH:mm:ss}" : Convert.ToString(value, CultureInfo.InvariantCulture))));
            return [.. rows];
        }

        public ValueTask DisposeAsync()
        {
            _files.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
