using Emulator.Lambda;
using FlowLogs;

namespace Decompressor.Tests;

public sealed class SettingsTests
{
    [Fact]
    public void All_settings_are_read_from_the_environment()
    {
        var settings = Read(("DELIVERY_STREAM_NAME", "flow-logs"), ("FLOW_LOG_FORMAT", "${action} ${vpc-id}"),
            ("MAX_INFLATED_BYTES", "1048576"));

        Assert.Equal(("flow-logs", "${action} ${vpc-id}", 1_048_576),
            (settings.DeliveryStreamName, settings.Format.ToString(), settings.MaximumInflatedBytes));
    }

    [Fact]
    public void Optional_settings_have_defaults()
    {
        var settings = Read(("DELIVERY_STREAM_NAME", "flow-logs"), ("FLOW_LOG_FORMAT", ""), ("MAX_INFLATED_BYTES", ""));

        Assert.Equal((FlowLogFormat.Default, 67_108_864), (settings.Format, settings.MaximumInflatedBytes));
    }

    [Fact]
    public void One_error_names_all_missing_and_invalid_settings() => Assert.Equal(
        "Invalid environment variables. "
        + "DELIVERY_STREAM_NAME is not set. It must be the name of the delivery stream that calls this function. "
        + "FLOW_LOG_FORMAT: The flow log format names the field 'action' twice. "
        + "MAX_INFLATED_BYTES is '64 MiB'. It must be a number of bytes from 1024 to 1073741824.",
        Assert.Throws<InvalidOperationException>(() =>
            Read(("DELIVERY_STREAM_NAME", " "), ("FLOW_LOG_FORMAT", "${action} ${action}"), ("MAX_INFLATED_BYTES", "64 MiB"))).Message);

    [Fact]
    public void Metrics_need_a_namespace_and_a_stack_name()
    {
        var both = Read(("DELIVERY_STREAM_NAME", "flow-logs"), ("METRIC_NAMESPACE", "VPCFlowLogs"), ("STACK_NAME", "flows"));
        Assert.Equal(("VPCFlowLogs", "flows"), (both.MetricNamespace, both.StackName));

        var neither = Read(("DELIVERY_STREAM_NAME", "flow-logs"), ("METRIC_NAMESPACE", ""), ("STACK_NAME", " "));
        Assert.Equal((null, null), (neither.MetricNamespace, neither.StackName));

        Assert.Equal(
            "Invalid environment variables. Set both METRIC_NAMESPACE and STACK_NAME, or neither.",
            Assert.Throws<InvalidOperationException>(() => Read(("DELIVERY_STREAM_NAME", "flow-logs"), ("STACK_NAME", "flows"))).Message);
    }

    [Theory]
    [InlineData("1023")]
    [InlineData("1073741825")]
    [InlineData("99999999999999999999")]
    [InlineData("-1024")]
    [InlineData("+1024")]
    [InlineData(" 1024")]
    [InlineData("1e6")]
    public void An_invalid_limit_is_an_error(string text) =>
        Assert.Throws<InvalidOperationException>(() => Read(("DELIVERY_STREAM_NAME", "flow-logs"), ("MAX_INFLATED_BYTES", text)));

    [Theory]
    [InlineData("1024")]
    [InlineData("1073741824")]
    public void Both_ends_of_the_range_are_valid(string text) =>
        Assert.Equal(text, $"{Read(("DELIVERY_STREAM_NAME", "flow-logs"), ("MAX_INFLATED_BYTES", text)).MaximumInflatedBytes}");

    [Fact]
    public async Task An_invalid_environment_is_an_initialization_error_that_names_every_variable()
    {
        await using var function = await Invoked.StartAsync(300, ("DELIVERY_STREAM_NAME", ""), ("FLOW_LOG_FORMAT", "srcaddr"),
            ("MAX_INFLATED_BYTES", "0"));

        var error = await Assert.ThrowsAsync<FunctionException>(() => function.InvokeRawAsync(Invoked.Event()));

        if (!BuiltFunction.HasOfficialPackages)
            Assert.StartsWith("Decompressor could not be initialized: InvalidOperationException: Invalid environment variables. ",
                error.Message, StringComparison.Ordinal);
        var message = BuiltFunction.HasOfficialPackages ? string.Join('\n', function.Log) : error.Message.Split(Environment.NewLine)[0];
        foreach (var variable in new[] { "DELIVERY_STREAM_NAME is not set", "FLOW_LOG_FORMAT: 'srcaddr'", "MAX_INFLATED_BYTES is '0'" })
            Assert.Contains(variable, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_handler_name_is_an_initialization_error_that_lists_the_handlers()
    {
        BuiltFunction.RequireStandIns();
        await using var function = await Invoked.StartAsync(300, ("ANNOTATIONS_HANDLER", "Decompress"));

        var error = await Assert.ThrowsAsync<FunctionException>(() => function.InvokeRawAsync(Invoked.Event()));

        Assert.Contains(
            "ANNOTATIONS_HANDLER is 'Decompress'. It must name a handler of this function: HandleAsync", error.Message,
            StringComparison.Ordinal);
    }

    static DecompressorSettings Read(params (string Name, string Value)[] variables) =>
        DecompressorSettings.Read(name => variables.FirstOrDefault(variable => variable.Name == name).Value);
}
