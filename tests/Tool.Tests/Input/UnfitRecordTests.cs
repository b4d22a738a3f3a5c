using System.Text;
using Tool.Input;

namespace Tool.Tests.Input;

/// <summary>
/// A bad record among good ones, in every form that each kind of file allows: it is reported and kept, and its neighbours are unaffected.
/// </summary>
public sealed class UnfitRecordTests : IDisposable
{
    const string Names = "version,account-id,interface-id,srcaddr,dstaddr,srcport,dstport,protocol,packets,bytes,start,end,action,log-status";

    static readonly string[] Good = FlowLogFiles.Records[..2];

    readonly ReadInput _run = new();

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData("""{"message":"\ud800"}""")]
    [InlineData("""{"message":"2 \udc00 3"}""")]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"message":null,"\ud800":"\ud800"}""")]
    [InlineData("""{"version":2,"account-id":"\ud800","interface-id":"eni-1"}""")]
    [InlineData("""{"messageType":"\ud800"}""")]
    [InlineData("""{"timestamp":"\ud800","message":"hello"}""")]
    [InlineData("""{"timestamp":9223372036854775807,"message":"hello"}""")]
    [InlineData("""{"timestamp":253402300800000,"message":"hello"}""")]
    [InlineData("""{"version":2,"srcaddr":"10.0.0.1","other_fields":"no JSON"}""")]
    [InlineData("""{"version":2,"srcaddr":"10.0.0.1","other_fields":"[1]"}""")]
    [InlineData("""{"version":2,"srcaddr":"10.0.0.1","other_fields":"{\"srcaddr\":\"1\"}"}""")]
    public void A_bad_record_in_JSON_is_kept(string bad)
    {
        Check("records.json", $"{{\"message\":\"{Good[0]}\"}}\n{bad}\n{{\"message\":\"{Good[1]}\"}}\n");
        Check("events.json", $"{{\"logEvents\":[{{\"message\":\"{Good[0]}\"}},{bad},{{\"message\":\"{Good[1]}\"}}]}}");
    }

    [Fact]
    public void Invalid_UTF_8_in_JSON_is_kept()
    {
        byte[] Json(byte odd) => [.. Encoding.UTF8.GetBytes($"{{\"message\":\"{Good[0]}\"}}{{\"message\":\"2 "), odd,
            .. Encoding.UTF8.GetBytes($" 3\"}}{{\"message\":\"{Good[1]}\"}}")];

        Check("records.json", Json(0xff));
    }

    [Theory]
    [InlineData("2,123456789010,eni-1")]
    [InlineData("2,123456789010,eni-1235b8ca123456789,172.31.16.139,172.31.16.21,20641,22,6,20,4249,1418530010,1418530070,ACCEPT,OK,1")]
    public void A_CSV_row_with_too_many_or_too_few_values_is_kept(string row) =>
        Check("rows.csv", $"{Names}\n{Row(Good[0])}\n{row}\n{Row(Good[1])}\n");

    [Theory]
    [InlineData("no JSON")]
    [InlineData("[1]")]
    [InlineData("{\"srcaddr\":\"1\"}")]
    public void Invalid_other_fields_in_CSV_are_kept(string others) =>
        Check(
            "rows.csv",
            $"{Names},other_fields\n{Row(Good[0])},\n"
            + $"{Row(Good[1])},\"{others.Replace("\"", "\"\"", StringComparison.Ordinal)}\"\n{Row(Good[1])},\n");

    [Fact]
    public void Text_that_begins_with_a_bad_line_is_kept() => Check("lines.log", $"\"2 open\n{Good[0]}\n{Good[1]}\n");

    [Theory]
    [InlineData("5-6")]
    [InlineData("10-Oct")]
    public void A_time_without_a_year_is_invalid(string time) =>
        Check(
            "rows.csv",
            $"{Names}\n{Row(Good[0])}\n{Row(Good[1]).Replace("1418530070", time, StringComparison.Ordinal)}\n{Row(Good[1])}\n");

    void Check(string name, string content) => Check(name, Encoding.UTF8.GetBytes(content));

    void Check(string name, byte[] content)
    {
        var lines = _run.Read(_run.Write(name, content));

        Assert.Equal((3, 1, 0), (_run.Input!.Lines, _run.Input.Misfits, _run.Input.Failures));
        Assert.Equal(3, lines.Length);
        Assert.Subset(lines.ToHashSet(), Good.ToHashSet());
        Assert.All(_run.Input.Replay(0), line => Assert.InRange(line.End, 0, FlowLogField.LastSecond));
        Assert.Contains(_run.Reports, report => report.Contains($"{name}:", StringComparison.Ordinal));
    }

    static string Row(string record) => record.Replace(' ', ',');
}
