using System.Text;
using System.Text.Json;
using CsCheck;
using static FlowLogs.Tests.Payload;

namespace FlowLogs.Tests;

public sealed class FlowRecordReaderTests
{
    const string Nothing = "- - - - - - - - - - - - - -";

    public static TheoryData<string> Filters => new()
    {
        "version account eni source destination srcport destport protocol packets bytes windowstart windowend action flowlogstatus",
        "version account_id interface_id srcaddr dstaddr srcport dstport protocol packets bytes start end action log_status",
        "version accountId interfaceId srcaddr dstaddr srcport dstport protocol packets bytes start end action logStatus",
        "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status",
        // Unknown names: the message is read.
        "a b c d e f g h i j k l m n",
        // One name is not a field.
        "version account eni source destination srcport destport proto packets bytes windowstart windowend action flowlogstatus",
        // Two names are the same field.
        "version account account-id source destination srcport destport protocol packets bytes windowstart windowend action flowlogstatus",
        // Fewer names than the format has.
        "version account eni",
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public void Extracted_fields_give_the_same_values_as_the_message(string names)
    {
        foreach (var message in new[] { Accepted, Rejected, NoData })
            Assert.Equal([message], Read(Data(Extracted(message, names))));
    }

    [Theory]
    [InlineData("2 123456789010 eni-1 ::1 ::1 20641 22 6 -1 4249 1418530010 1418530070 ACCEPT OK",
        "2 123456789010 eni-1 ::1 ::1 20641 22 6 - 4249 1418530010 1418530070 ACCEPT OK")]
    [InlineData("2 123456789010 eni-1 ::1 ::1 20641 22 999 20 4249 1418530010 1418530070 ACCEPT OK",
        "2 123456789010 eni-1 ::1 ::1 20641 22 - 20 4249 1418530010 1418530070 ACCEPT OK")]
    [InlineData("2 123456789010 eni-1 ::1 ::1 020641 22 6 20 9223372036854775808 1418530010 1418530070 ACCEPT OK",
        "2 123456789010 eni-1 ::1 ::1 - 22 6 20 - 1418530010 1418530070 ACCEPT OK")]
    public void An_invalid_value_is_omitted_and_the_message_kept(string message, string values)
    {
        Assert.Equal([$"{values} | {message}"], Read(Data(Message(message))));
        Assert.Equal([$"{values} | {message}"], Read(Data(Extracted(message))));
    }

    [Fact]
    public void A_message_that_matches_replaces_an_invalid_extracted_value()
    {
        var odd = Extracted(Accepted).Replace("\"srcport\":\"20641\"", "\"srcport\":\"\"", StringComparison.Ordinal);

        Assert.Equal([Accepted], Read(Data(odd)));
    }

    [Fact]
    public void The_message_is_used_if_complete_extracted_fields_differ()
    {
        var differing = Extracted(Accepted).Replace("\"srcport\":\"20641\"", "\"srcport\":\"1\"", StringComparison.Ordinal);
        Assert.NotEqual(Extracted(Accepted), differing);
        var misfit = Extracted(Accepted).Replace($"\"message\":\"{Accepted}\"", $"\"message\":\"{Misfit}\"", StringComparison.Ordinal);

        Assert.Equal([Accepted, $"{Nothing} | {Misfit}"], Read(Data(differing, misfit)));
    }

    [Fact]
    public void A_message_and_its_extracted_fields_are_read_alike_for_random_values()
    {
        var value = Gen.OneOf("-", "0", "2", "6", "22", "256", "65535", "65536", "+1", "-1", "007", "1e3", "9223372036854775807",
            "9223372036854775808",
            "eni-1", "::1", "ACCEPT", "é", "a/b", "1418530010", "253402300800");
        value.Array[14].Select(values => string.Join(' ', values)).Sample(
            message => Assert.Equal(Read(Data(Message(message))), Read(Data(Extracted(message)))), iter: 2_000, threads: 1);
    }

    [Fact]
    public void The_order_of_the_keys_does_not_matter()
    {
        var keys = new[] { "\"messageType\":\"DATA_MESSAGE\"", "\"owner\":\"1\"", "\"deep\":{\"logEvents\":[1,{\"messageType\":[]}]}",
            $"\"logEvents\":[{Message(Accepted)},{Message(Misfit)}]" };
        foreach (var order in Permutations(keys))
            Assert.Equal([Accepted, $"{Nothing} | {Misfit}", Rejected], Read($"{{{string.Join(',', order)}}}{Data(Message(Rejected))}"));
    }

    [Fact]
    public void An_events_keys_may_come_in_any_order()
    {
        var keys = Extracted(Accepted)[1..^1].Replace(",\"message", "\n\"message", StringComparison.Ordinal)
            .Replace(",\"extr", "\n\"extr", StringComparison.Ordinal).Split('\n');
        Assert.Equal(3, keys.Length);
        foreach (var order in Permutations(keys))
            Assert.Equal([Accepted], Read(Data($"{{{string.Join(',', order)}}}")));
    }

    [Fact]
    public void Concatenated_payloads_are_read_in_order_and_control_messages_skipped()
    {
        var payloads = new[] { Control, Data(Message(Accepted), Message(NoData)), Control, Data(), Data(Extracted(Rejected)), Control };

        foreach (var between in new[] { "", "\n", " \r\n\t" })
            Assert.Equal([Accepted, NoData, Rejected], Read(string.Join(between, payloads)));
    }

    [Fact]
    public void The_type_of_a_control_message_may_follow_its_events() =>
        Assert.Equal([Accepted], Read("""{"logEvents":[{"message":"x"}],"messageType":"CONTROL_MESSAGE"}""" + Data(Message(Accepted))));

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData(" \n", "it is empty")]
    [InlineData("[]", "it is not a JSON object")]
    [InlineData("1", "it is not a JSON object")]
    [InlineData("\"DATA_MESSAGE\"", "it is not a JSON object")]
    [InlineData("{}", "it has no messageType")]
    [InlineData("""{"logEvents":[]}""", "it has no messageType")]
    [InlineData("""{"messageType":"DATA_MESSAGE"}""", "it has no logEvents")]
    [InlineData("""{"messageType":"DATA_MESSAGE","logEvents":{}}""", "logEvents is not an array")]
    [InlineData("""{"messageType":"DATA_MESSAGE","logEvents":null}""", "logEvents is not an array")]
    [InlineData("""{"logEvents":1,"messageType":"DATA_MESSAGE"}""", "logEvents is not an array")]
    [InlineData("""{"messageType":"data_message","logEvents":[]}""", "its messageType is neither DATA_MESSAGE nor CONTROL_MESSAGE")]
    [InlineData("""{"messageType":"","logEvents":[]}""", "its messageType is neither DATA_MESSAGE nor CONTROL_MESSAGE")]
    [InlineData("""{"messageType":null,"logEvents":[]}""", "its messageType is neither DATA_MESSAGE nor CONTROL_MESSAGE")]
    [InlineData("""{"messageType":["DATA_MESSAGE"],"logEvents":[]}""", "its messageType is neither DATA_MESSAGE nor CONTROL_MESSAGE")]
    [InlineData("""{"messageType":"\ud800","logEvents":[]}""", "its messageType is neither DATA_MESSAGE nor CONTROL_MESSAGE")]
    [InlineData("""{"messageType":"DATA_MESSAGE","messageType":"CONTROL_MESSAGE","logEvents":[]}""", "it has messageType twice")]
    [InlineData("""{"messageType":"CONTROL_MESSAGE","logEvents":[],"messageType":"DATA_MESSAGE"}""", "it has messageType twice")]
    [InlineData("""{"logEvents":[],"messageType":"DATA_MESSAGE","messageType":"DATA_MESSAGE"}""", "it has messageType twice")]
    [InlineData("""{"logEvents":[],"logEvents":[],"messageType":"DATA_MESSAGE"}""", "it has logEvents twice")]
    [InlineData("""{"messageType":"CONTROL_MESSAGE","logEvents":[],"logEvents":[]}""", "it has logEvents twice")]
    [InlineData("""{"messageType":"DATA_MESSAGE","logEvents":[],"logEvents":[]}""", "it has logEvents or messageType twice")]
    [InlineData("""{"messageType":"DATA_MESSAGE","logEvents":[],"messageType":"DATA_MESSAGE"}""", "it has logEvents or messageType twice")]
    public void An_invalid_payload_is_refused_with_its_reason(string text, string reason)
    {
        Assert.Equal($"Not a CloudWatch Logs payload: {reason}.", Reason(text));
        Assert.Equal($"Not a CloudWatch Logs payload: {(reason == "it is empty" ? "it is not a JSON object" : reason)}.",
            Reason(Data(Message(Accepted)) + (reason == "it is empty" ? "0" : text)));
    }

    [Theory]
    [InlineData("{'messageType':1}")]
    [InlineData("hello")]
    [InlineData("""{"messageType":"DATA_MESSAGE","logEvents":[,]}""")]
    [InlineData("""{"messageType":"DATA_MESSAGE","logEvents":[{"message":"a"} {"message":"b"}]}""")]
    [InlineData("""{"messageType":"DATA_MESSAGE","logEvents":[{"message":"a"},]}""")]
    [InlineData("""{"messageType":"DATA_MESSAGE","logEvents":[]},""")]
    [InlineData("""{"messageType":"DATA_MESSAGE","logEvents":[]}}""")]
    [InlineData("/* comment */ {}")]
    [InlineData("\0")]
    [InlineData("{\"messageType\":\"DATA_MESSAGE\",\"logEvents\":[{\"message\":\"a\tb\"}]}")]
    [InlineData("{\"messageType\":\"DATA_MESSAGE\",\"logEvents\":[{\"message\":\"a\\x\"}]}")]
    [InlineData("\ufeff{\"messageType\":\"DATA_MESSAGE\",\"logEvents\":[]}")]
    public void Invalid_JSON_is_refused(string text) => Assert.NotEmpty(Reason(text));

    [Fact]
    public void A_truncated_payload_is_refused_wherever_it_ends()
    {
        foreach (var text in new[] { Data(Extracted(Accepted), "17", Message(Misfit)), $$"""{"logEvents":[{{Message(Accepted)}}],"messageType":"DATA_MESSAGE"}""", Control })
            for (var length = 1; length < text.Length; length++)
                Assert.ThrowsAny<JsonException>(() => Read(text[..length]));
    }

    [Theory]
    [InlineData("c080")]
    [InlineData("e08080")]
    [InlineData("f8888080")]
    [InlineData("eda080")]
    [InlineData("ff")]
    [InlineData("80")]
    [InlineData("c3")]
    [InlineData("f4908080")]
    public void Invalid_UTF_8_is_refused(string hex)
    {
        var (before, after) = (Data(Message("@")).Split('@')[0], Data(Message("@")).Split('@')[1]);
        byte[] payload = [.. Encoding.UTF8.GetBytes(before), .. Convert.FromHexString(hex), .. Encoding.UTF8.GetBytes(after)];

        Assert.Equal("Not a CloudWatch Logs payload: it is not UTF-8.", Assert.ThrowsAny<JsonException>(() => Read(payload)).Message);
    }

    [Theory]
    [InlineData("2 1 eni-1 ::1 ::1 1 2 6 3 4 5 6 ACCEPT OK\\n", "2 1 eni-1 ::1 ::1 1 2 6 3 4 5 6 ACCEPT OK")]
    [InlineData("2 1 eni-1 ::1 ::1 1 2 6 3 4 5 6 ACCEPT OK\\r\\n", "2 1 eni-1 ::1 ::1 1 2 6 3 4 5 6 ACCEPT OK")]
    [InlineData("2\\t1\\teni-1 ::1 ::1 1 2 6 3 4 5 6 ACCEPT OK", "2 1 eni-1 ::1 ::1 1 2 6 3 4 5 6 ACCEPT OK")]
    [InlineData("2 1 eni\\u002d1 ::1 ::1 1 2 6 3 4 5 6 ACCEPT OK", "2 1 eni-1 ::1 ::1 1 2 6 3 4 5 6 ACCEPT OK")]
    [InlineData("\\u0032 1 eni-1 ::1 ::1 1 2 6 3 4 5 6 ACCEPT OK", "2 1 eni-1 ::1 ::1 1 2 6 3 4 5 6 ACCEPT OK")]
    [InlineData("2 1 eni\\/1 ::1 ::1 1 2 6 3 4 5 6 ACCEPT OK", "2 1 eni/1 ::1 ::1 1 2 6 3 4 5 6 ACCEPT OK")]
    [InlineData("2 1 \\ud83d\\ude00 ::1 ::1 1 2 6 3 4 5 6 ACCEPT OK", "2 1 😀 ::1 ::1 1 2 6 3 4 5 6 ACCEPT OK")]
    [InlineData("2 1 eni-1 ::1 ::1 1 2 6 3 \\u002d 5 6 ACCEPT OK", "2 1 eni-1 ::1 ::1 1 2 6 3 - 5 6 ACCEPT OK")]
    public void Escapes_in_a_message_are_decoded(string message, string values) =>
        Assert.Equal([values], Read(Data($$"""{"message":"{{message}}"}""")));

    [Theory]
    [InlineData("2 1 e\\\"ni ::1 ::1 1 2 6 3 4 5 6 ACCEPT OK", "2 1 - ::1 ::1 1 2 6 3 4 5 6 ACCEPT OK")]
    [InlineData("2 1 e\\\\ni ::1 ::1 1 2 6 3 4 5 6 ACCEPT OK", "2 1 - ::1 ::1 1 2 6 3 4 5 6 ACCEPT OK")]
    [InlineData("2 1 e\\u0000ni ::1 ::1 1 2 6 3 4 5 6 ACCEPT OK", "2 1 - ::1 ::1 1 2 6 3 4 5 6 ACCEPT OK")]
    [InlineData("2 1 e\\nni ::1 ::1 1 2 6 3 4 5 6 ACCEPT OK", "2 1 - ::1 ::1 1 2 6 3 4 5 6 ACCEPT OK")]
    [InlineData("2 1 \\ud800 ::1 ::1 1 2 6 3 4 5 6 ACCEPT OK", Nothing)]
    [InlineData("\\udc00", Nothing)]
    [InlineData("\\ud800\\ud800", Nothing)]
    [InlineData("\\n", Nothing)]
    [InlineData("a \\\"quoted\\\" \\/ text\\n", Nothing)]
    public void Characters_that_a_value_cannot_have_stay_escaped(string message, string values) =>
        Assert.Equal([$"{values} | {message}"], Read(Data($$"""{"message":"{{message}}"}""")));

    [Fact]
    public void A_name_with_an_unpaired_surrogate_is_unknown()
    {
        const string Odd = "\"\\u006da name that is far longer than any that is looked for, and "
            + "escaped\":{},\"\\ud800\":1,\"\\udc00message\":[2],\"message\\ud800\":{},\"\\ud83d\\ude00\":null";
        var logEvent = $$$"""{{{{Odd}}},"message":"{{{Accepted}}}","extractedFields":{"\udbff":"1"}}""";
        var payload = $$"""{{{Odd}},"messageType":"DATA_MESSAGE",{{Odd}},"logEvents":[{{logEvent}}],{{Odd}}}""";

        Assert.Equal([Accepted], Read(payload));
    }

    [Fact]
    public void Names_and_types_may_be_escaped() =>
        Assert.Equal([Accepted], Read($$"""{"message\u0054ype":"DATA\u005fMESSAGE","\u006cogEvents":[{"m\u0065ssage":"{{Accepted}}"}]}"""));

    [Theory]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(10_000)]
    public void Deeply_nested_unknown_keys_are_skipped(int depth)
    {
        var deep = new string('[', depth) + new string(']', depth);
        var deeper = string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth);
        var payload = Data(Message(Accepted), $$$"""{"x":{{{deep}}},"message":"{{{Rejected}}}"}""", deep, Message(NoData))
            .Replace("\"owner\"", $"\"deeper\":{deeper},\"owner\"", StringComparison.Ordinal);

        Assert.Equal([Accepted, Rejected, $"{Nothing} | {deep}", NoData], Read(payload));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("-1.5e+3")]
    [InlineData("[]")]
    [InlineData("[1, {\"message\": \"x\"}]")]
    [InlineData("\"text\"")]
    [InlineData("\"\\ud800\"")]
    [InlineData("{}")]
    [InlineData("{\"message\":null}")]
    [InlineData("{\"message\":5}")]
    [InlineData("{\"message\":\"\"}")]
    [InlineData("{\"message\":{\"message\":\"x\"}}")]
    [InlineData("{\"id\":\"1\",\"timestamp\":1,\"text\":\"a \\\\ \\\" b\"}")]
    [InlineData("{\"extractedFields\":[]}")]
    [InlineData("{\"extractedFields\":null}")]
    [InlineData("{\"extractedFields\":{}}")]
    public void An_event_without_a_message_is_kept_as_its_JSON(string logEvent) =>
        Assert.Equal(
            [Accepted, $"{Nothing} | {Payload.Quote(logEvent)}", Rejected], Read(Data(Message(Accepted), logEvent, Message(Rejected))));

    [Fact]
    public void Line_breaks_of_an_event_kept_as_JSON_become_spaces() =>
        Assert.Equal([$"{Nothing} | {{ \\\"a\\\":  1 }}"], Read(Data("{\n\"a\":\t\r1\n}")));

    [Fact]
    public void Extracted_fields_without_a_message_are_enough() =>
        Assert.Equal([Accepted, "2 123456789010 eni-1235b8ca123456789 - - - - - - - - - - -"],
            Read(Data(WithoutMessage(Extracted(Accepted)), WithoutMessage(Extracted(Accepted, "version account eni")))));

    [Fact]
    public void Extracted_fields_without_a_message_and_not_in_the_format_keep_the_event()
    {
        var logEvent = WithoutMessage(Extracted("10.0.0.1 REJECT 6", "srcaddr action protocol"));

        Assert.Equal([$"10.0.0.1 REJECT | {Quote(logEvent)}"], Read(Data(logEvent), FlowLogFormat.Parse("${srcaddr} ${action}")));
    }

    [Fact]
    public void Invalid_extracted_fields_without_a_message_keep_valid_values_and_the_event()
    {
        var logEvent = WithoutMessage(Extracted(Accepted.Replace(" 22 ", " x ", StringComparison.Ordinal)));

        Assert.Equal([$"{Accepted.Replace(" 22 ", " - ", StringComparison.Ordinal)} | {Payload.Quote(logEvent)}"], Read(Data(logEvent)));
    }

    [Theory]
    [InlineData("\"srcport\":20641")]
    [InlineData("\"srcport\":null")]
    [InlineData("\"srcport\":[\"20641\"]")]
    [InlineData("\"srcport\":{\"a\":{}}")]
    [InlineData("\"srcport\":\"2064\\u0031\"")]
    [InlineData("\"srcport\":\"20641\",\"srcport\":\"20641\"")]
    [InlineData("\"srcport\":\"20641\",\"srcport\":\"1\"")]
    [InlineData("\"src\\u0070ort\":\"20641\"")]
    [InlineData("\"more\":\"1\",\"srcport\":\"20641\"")]
    [InlineData("\"vpc-id\":\"vpc-1\",\"srcport\":\"20641\"")]
    public void The_message_is_read_if_extracted_fields_are_ambiguous(string field) =>
        Assert.Equal([Accepted], Read(Data(Extracted(Accepted).Replace("\"srcport\":\"20641\"", field, StringComparison.Ordinal))));

    [Theory]
    [InlineData("[\"2\"]")]
    [InlineData("null")]
    [InlineData("\"2\"")]
    [InlineData("{}")]
    public void The_message_is_read_if_extracted_fields_are_not_an_object(string extracted) =>
        Assert.Equal([Accepted], Read(Data($$"""{"message":"{{Accepted}}","extractedFields":{{extracted}}}""")));

    [Fact]
    public void The_last_of_duplicate_keys_counts()
    {
        Assert.Equal([Accepted], Read(Data($$"""{"message":"x","message":"{{Accepted}}"}""")));
        Assert.Equal([Accepted], Read(Data($$"""{"message":"{{Accepted}}","message":5}""")));
        Assert.Equal([Accepted], Read(Data(Extracted(Rejected)[..^1] + Extracted(Accepted)[1..].Insert(0, ","))));
    }

    [Fact]
    public void Every_version_of_fields_is_read_from_messages_and_from_extracted_fields()
    {
        foreach (var version in FlowLogFields.All.Select(field => field.Version).Distinct())
        {
            var format = FlowLogFormat.Parse(
                string.Join(' ', FlowLogFields.All.Where(field => field.Version <= version).Reverse().Select(field => $"${{{field}}}")));
            var message = string.Join(' ',
                format.Fields.Select(field => field.Type == FlowLogFieldType.Text ? $"{field}-value" : $"{field.Maximum}"));
            var none = string.Join(' ', format.Fields.Select(_ => "-"));

            Assert.Equal([message, none], Read(Data(Message(message), Message(none)), format));
            foreach (var names in new[] { format.Fields.Select(field => field.Name), format.Fields.Select(field => field.Column) })
                Assert.Equal([message, none],
                    Read(Data(Extracted(message, string.Join(' ', names)), Extracted(none, string.Join(' ', names))), format));
        }
    }

    [Theory]
    [InlineData("next-hop-vpc")]
    [InlineData("next_hop_vpc")]
    [InlineData("nextHopVpc")]
    [InlineData("NEXT-HOP-VPC")]
    public void An_undocumented_extracted_field_has_any_spelling(string name) =>
        Assert.Equal(["2 vpc-1"], Read(Data(WithoutMessage(Extracted("2 vpc-1", $"version {name}"))),
            FlowLogFormat.Parse("${version} ${next-hop-vpc}")));

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public void Missing_extracted_fields_without_a_message_have_no_value(int others)
    {
        var format = FlowLogFormat.OfNames(FlowLogFields.All.Select(field => field.Name)
            .Concat(Enumerable.Range(1, others).Select(number => $"new-{number}")));
        var logEvent = WithoutMessage(Extracted("OK 7", $"log-status new-{others}"));

        var expected = format.Fields.Select(field => field == FlowLogFields.LogStatus ? "OK" : field == format.Fields[^1] ? "7" : "-");
        Assert.Equal([string.Join(' ', expected)], Read(Data(logEvent), format));
    }

    [Fact]
    public void Values_of_the_previous_event_are_not_repeated()
    {
        var format = FlowLogFormat.Parse("${srcaddr} ${action}");
        var payload = Encoding.UTF8.GetBytes(
            Data(Extracted("10.0.0.1 REJECT 6", "srcaddr action protocol"), Message("10.0.0.2 ACCEPT"), Message("- ACCEPT"),
            Message(Misfit)));
        var reader = new FlowRecordReader(payload, format);
        Assert.True(reader.Read());
        foreach (var source in new[] { "10.0.0.2", "", "" })
        {
            Assert.True(reader.Read());
            Assert.Equal(source, Encoding.UTF8.GetString(reader[FlowLogFields.SrcAddr]));
            Assert.True(reader[FlowLogFields.Protocol].IsEmpty);
        }
    }

    [Fact]
    public void Events_are_read_without_allocating_an_object_each()
    {
        var payload = Encoding.UTF8.GetBytes(Data([.. Enumerable.Repeat(Extracted(Accepted), 10_000)]));
        Count(payload);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(10_000, Count(payload));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);

        static int Count(byte[] payload)
        {
            var events = 0;
            var reader = new FlowRecordReader(payload, FlowLogFormat.Default);
            while (reader.Read())
                events++;
            return events;
        }
    }

    static string WithoutMessage(string logEvent) => logEvent.Replace($"\"message\":\"", "\"text\":\"", StringComparison.Ordinal);

    static IEnumerable<string[]> Permutations(string[] items) => items.Length <= 1
        ? [items]
        : items.SelectMany((item, place) =>
        Permutations([.. items[..place], .. items[(place + 1)..]]).Select(rest => (string[])[item, .. rest]));
}
