using System.Text;

namespace FlowLogs.Tests;

public sealed class FlowLogLineTests
{
    const string Accepted = "2 123456789010 eni-1235b8ca123456789 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 1418530070 "
        + "ACCEPT OK";
    const string NoData = "2 123456789010 eni-1235b8ca123456789 - - - - - - - 1431280876 1431280934 - NODATA";

    [Fact]
    public void A_record_has_all_of_its_values() => Assert.Equal(Accepted, string.Join(' ', Values(Accepted)));

    [Fact]
    public void A_field_that_does_not_apply_has_no_value()
    {
        Assert.Null(FlowLogLine.Problem(Bytes(NoData), FlowLogFormat.Default));
        Assert.Equal("2,123456789010,eni-1235b8ca123456789,,,,,,,,1431280876,1431280934,,NODATA", string.Join(',', Values(NoData)));
    }

    [Theory]
    [InlineData("  {0}")]
    [InlineData("{0}  ")]
    [InlineData("\t{0}\t")]
    public void Spaces_around_a_record_are_ignored(string around) =>
        Assert.Equal(Values(Accepted), Values(string.Format(around, Accepted)));

    [Theory]
    [InlineData("  ")]
    [InlineData("\t")]
    [InlineData(" \t ")]
    public void Several_spaces_may_separate_fields(string spaces) => Assert.Equal(Values(Accepted), Values(Accepted.Replace(" ", spaces)));

    [Theory]
    [InlineData("", "0 fields where the format has 14")]
    [InlineData("   ", "0 fields where the format has 14")]
    [InlineData("2", "1 field where the format has 14")]
    [InlineData("2 123456789010 eni-1 - - - - - - - 1431280876 1431280934 -", "13 fields where the format has 14")]
    [InlineData("2 123456789010 eni-1 - - - - - - - 1431280876 1431280934 - NODATA more", "15 fields where the format has 14")]
    public void A_wrong_number_of_fields_leaves_no_value(string text, string problem)
    {
        Assert.Equal(problem, FlowLogLine.Problem(Bytes(text), FlowLogFormat.Default));
        Assert.All(Values(text, fits: false), Assert.Empty);
    }

    [Theory]
    [InlineData(7, "256", "protocol is '256', not a whole number from 0 to 255")]
    [InlineData(5, "65536", "srcport is '65536', not a whole number from 0 to 65535")]
    [InlineData(9, "9223372036854775808", "bytes is '9223372036854775808', not a whole number from 0 to 9223372036854775807")]
    [InlineData(9, "-1", "bytes is '-1', not a whole number from 0 to 9223372036854775807")]
    [InlineData(8, "+5", "packets is '+5', not a whole number from 0 to 9223372036854775807")]
    [InlineData(8, "05", "packets is '05', not a whole number from 0 to 9223372036854775807")]
    [InlineData(8, "5e3", "packets is '5e3', not a whole number from 0 to 9223372036854775807")]
    [InlineData(10, "253402300800", "start is '253402300800', not a whole number from 0 to 253402300799")]
    [InlineData(0, "two", "version is 'two', not a whole number from 0 to 2147483647")]
    [InlineData(2, "\"eni\"", "interface-id is '\"eni\"', not plain text")]
    [InlineData(12, "an-action-of-more-than-forty-letters-with-a-\\",
        "action is 'an-action-of-more-than-forty-letters-wit...', not plain text")]
    public void An_invalid_value_is_omitted_and_its_neighbours_are_kept(int place, string value, string problem)
    {
        var values = Accepted.Split(' ');
        values[place] = value;
        var text = string.Join(' ', values);

        Assert.Equal(problem, FlowLogLine.Problem(Bytes(text), FlowLogFormat.Default));
        values[place] = "";
        Assert.Equal(values, Values(text, fits: false));
    }

    [Fact]
    public void Numbers_are_valid_at_their_limits()
    {
        const string text = "2147483647 000000000001 eni-1 ::1 2001:db8::8a2e:370:7334 0 65535 255 9223372036854775807 0 0 253402300799 "
            + "REJECT OK";

        Assert.Equal(text.Split(' '), Values(text));
    }

    [Fact]
    public void A_format_of_one_field_has_one_value()
    {
        var line = new FlowLogLine();

        Assert.True(line.Read("vpc-1"u8, FlowLogFormat.Parse("${vpc-id}")));
        Assert.True(line[FlowLogFields.VpcId].SequenceEqual("vpc-1"u8));
        Assert.True(line[FlowLogFields.Version].IsEmpty);
        Assert.False(line.Read("vpc-1 vpc-2"u8, FlowLogFormat.Parse("${vpc-id}")));
        Assert.True(line[FlowLogFields.VpcId].IsEmpty);
    }

    [Fact]
    public void A_line_keeps_nothing_of_its_previous_text()
    {
        var line = new FlowLogLine();
        Assert.True(line.Read(Bytes(Accepted), FlowLogFormat.Default));

        Assert.True(line.Read(Bytes(NoData), FlowLogFormat.Default));

        Assert.True(line[FlowLogFields.Packets].IsEmpty);
        Assert.False(line.Read(""u8, FlowLogFormat.Default));
        Assert.True(line[FlowLogFields.LogStatus].IsEmpty);
    }

    [Fact]
    public void A_problem_is_reported_exactly_if_the_line_does_not_match()
    {
        var random = new Random(1);
        string[] words = ["-", "0", "22", "65536", "9223372036854775807", "9223372036854775808", "eni-1", "a\"b", "ACCEPT", "1418530010",
            "2", "é", ""];
        for (var round = 0; round < 20_000; round++)
        {
            var text = Bytes(string.Join(' ', Enumerable.Range(0, random.Next(12, 16)).Select(_ => words[random.Next(words.Length)])));
            var line = new FlowLogLine();
            Assert.Equal(line.Read(text, FlowLogFormat.Default), FlowLogLine.Problem(text, FlowLogFormat.Default) is null);
        }
    }

    static string[] Values(string text, bool fits = true)
    {
        var line = new FlowLogLine();
        Assert.Equal(fits, line.Read(Bytes(text), FlowLogFormat.Default));
        var values = new List<string>();
        foreach (var field in FlowLogFormat.Default.Fields)
            values.Add(Encoding.UTF8.GetString(line[field]));
        return [.. values];
    }

    static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
