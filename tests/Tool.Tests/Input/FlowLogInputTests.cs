using System.Text;
using Tool.Input;
using Tool.Timeline;

namespace Tool.Tests.Input;

/// <summary>Which lines are records, and how other lines are reported.</summary>
public sealed class FlowLogInputTests
{
    const string Header = "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action "
        + "log-status";
    const string Record = "2 123456789010 eni-1 10.0.0.1 10.0.0.2 1 2 6 1 40 100 160 ACCEPT OK";

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("\r\n\r\n")]
    [InlineData(" \t \n")]
    [InlineData("\r\r\n")]
    [InlineData(Header)]
    [InlineData($"{Header}\n{Header}\r\n")]
    [InlineData($"\uFEFF{Header}\n")]
    [InlineData($"  {Header}  \n")]
    public void Blank_lines_and_headers_are_not_records(string text)
    {
        var (input, reports) = Read(text);

        Assert.Equal((0, 0), (input.Lines, input.Misfits));
        Assert.Contains(text.Length == 0 ? "is empty" : "no flow log records", reports[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("versions")]
    [InlineData("versions and more")]
    [InlineData("version, account-id")]
    public void A_line_similar_to_a_header_is_a_bad_line(string text) => Assert.Equal(1, Read(text).Input.Misfits);

    [Fact]
    public void Interface_and_end_are_found_in_good_and_bad_lines()
    {
        using var folder = new Folder();
        var input = new FlowLogInput(folder.Timeline, FlowLogFormat.Default, _ => { });
        Read(input, $"{Record}\n{Record.Replace(" 40 ", " much ", StringComparison.Ordinal)}\n");

        Assert.Equal([("eni-1", 160L), ("eni-1", 160L)], folder.Timeline.Read(0)
            .Select(line => (Encoding.UTF8.GetString(line.Interface), line.End)));
    }

    [Fact]
    public void A_thousand_bad_lines_are_reported_and_all_are_counted()
    {
        var (input, reports) = Read(string.Concat(Enumerable.Repeat("bad\n", 5_000)));

        Assert.Equal((5_000, 5_000), (input.Lines, input.Misfits));
        Assert.Equal(1_001, reports.Count);
        Assert.Equal("flows.txt:1000: 1 field where the format has 14", reports[999]);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    public void A_line_can_be_as_long_as_a_log_event(int more, int misfits)
    {
        var line = Record.Replace("OK", new string('K', 1024 * 1024 - 26 - Record.Length + 2 + more), StringComparison.Ordinal);

        foreach (var end in new[] { "", "\n", "\r\n" })
            Assert.Equal((1, misfits), (Read(line + end).Input.Lines, Read(line + end).Input.Misfits));
    }

    [Fact]
    public void A_line_is_truncated_between_characters()
    {
        using var folder = new Folder();
        var input = new FlowLogInput(folder.Timeline, FlowLogFormat.Default, _ => { });
        Read(input, string.Concat(Enumerable.Repeat("漢", 400_000)));

        var text = Encoding.UTF8.GetString(Assert.Single(folder.Timeline.Read(0)).Text.Span);
        Assert.Matches(@"^漢+\\\(cut\)$", text);
        Assert.InRange(Encoding.UTF8.GetByteCount(text), 1024 * 1024 - 30, 1024 * 1024 - 26);
    }

    static (FlowLogInput Input, List<string> Told) Read(string text)
    {
        var reports = new List<string>();
        using var folder = new Folder();
        var input = new FlowLogInput(folder.Timeline, FlowLogFormat.Default, reports.Add);
        Read(input, text);
        return (input, reports);
    }

    static void Read(FlowLogInput input, string text) =>
        input.Read("flows.txt", new MemoryStream(Encoding.UTF8.GetBytes(text)), TestContext.Current.CancellationToken);

    sealed class Folder : IDisposable
    {
        readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("input-");

        public Folder() => Timeline = new LineTimeline(_folder.FullName, 60, 4 << 20);

        public LineTimeline Timeline { get; }

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
