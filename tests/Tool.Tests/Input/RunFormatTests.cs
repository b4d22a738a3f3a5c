namespace Tool.Tests.Input;

public sealed class RunFormatTests : IDisposable
{
    readonly ReadInput _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Fields_of_later_files_follow_those_of_the_stack()
    {
        var first = _run.Write("default.log", FlowLogFiles.Records[0]);
        var second = _run.Write("custom.log", "vpc-id action a-new-field", "vpc-1 REJECT x=1");

        var lines = _run.Read(first, second);

        Assert.Equal($"{FlowLogFormat.Default} ${{vpc-id}} ${{a-new-field}}", _run.Input!.Format.ToString());
        Assert.Equal(["- - - - - - - - - - - - REJECT - vpc-1 x=1", $"{FlowLogFiles.Records[0]} - -"], lines);
    }

    [Fact]
    public void A_second_header_can_have_other_fields()
    {
        var lines = _run.Read(_run.Write("two.log", "action protocol", "REJECT 6", "protocol action packets", "17 ACCEPT 3",
            "action protocol", "ACCEPT 1"));

        Assert.Equal(
            ["- - - - - - - 1 - - - - ACCEPT -", "- - - - - - - 17 3 - - - ACCEPT -", "- - - - - - - 6 - - - - REJECT -"],
            lines);
    }

    [Fact]
    public void A_bad_line_never_has_the_number_of_fields_of_a_record()
    {
        var misfit = _run.Write("misfit.log", FlowLogFiles.Records[0], string.Join(' ', Enumerable.Repeat("7", 15)),
            string.Join(' ', Enumerable.Repeat("7", 16)));
        var longer = _run.Write("longer.log", "vpc-id action", "vpc-1 REJECT");

        var lines = _run.Read(misfit, longer);

        Assert.Equal(2, _run.Input!.Misfits);
        Assert.Equal(17, _run.Input.Format.Fields.Length);
        Assert.Equal([15, 16, 17, 17], lines.Select(line => line.Split(' ').Length).Order());
    }

    [Fact]
    public void A_header_with_a_repeated_field_is_an_error()
    {
        _run.Read(_run.Write("twice.log", "version action version", "2 ACCEPT 2"));

        Assert.Equal(1, _run.Input!.Failures);
        Assert.Contains("'version' twice", _run.Reports[^1]);
    }

    [Fact]
    public void A_stack_with_its_own_format_still_reads_the_default_one()
    {
        var stack = FlowLogFormat.Parse("${end} ${action} ${vpc-id}");

        var lines = _run.Read([_run.Write("own.log", "1418530070 REJECT vpc-1"), _run.Write("default.log", FlowLogFiles.Records[..2])],
            stack);

        Assert.Equal(0, _run.Input!.Misfits);
        Assert.Contains("1418530070 REJECT vpc-1 - - - - - - - - - - - -", lines);
        Assert.Equal(3, lines.Length);
    }
}
