using System.Reflection;
using System.Text.Json;
using Amazon.Lambda.Core;
using AWS.Lambda.Powertools.Logging;
using AWS.Lambda.Powertools.Logging.Internal;
using LogLevel = AWS.Lambda.Powertools.Logging.Internal.LogLevel;

namespace Powertools.Tests;

/// <summary>The lines follow "Logging", Powertools for AWS Lambda (.NET).</summary>
public sealed class LoggerTests
{
    [Fact]
    public void A_line_of_an_invocation_has_the_documented_keys()
    {
        CurrentInvocation.End();
        CurrentInvocation.Begin(new Context());
        Environment.SetEnvironmentVariable("_X_AMZN_TRACE_ID",
            "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1");
        string line;
        try
        {
            line = Lines.Of(log => log.Write(LogLevel.Information, null, "{records_in} records, {reason}", [7, "none"]),
                ("POWERTOOLS_SERVICE_NAME", "flows"));
        }
        finally
        {
            Environment.SetEnvironmentVariable("_X_AMZN_TRACE_ID", null);
            CurrentInvocation.End();
        }

        Assert.Equal(
            """
            {"level":"Information","message":"7 records, none","timestamp":"2026-11-25T12:34:56.7890000Z","service":"flows","cold_start":false,
            "function_name":"flows-decompressor","function_memory_size":1024,
            "function_arn":"arn:aws:lambda:eu-central-1:123456789010:function:flows-decompressor",
            "function_request_id":"52fdfc07-2182-154f-163f-5f0f9a621d72","function_version":"$LATEST",
            "xray_trace_id":"1-5759e988-bd862e3fe1be46a994272793","name":"AWS.Lambda.Powertools.Logging.Logger","records_in":7,"reason":"none"}
            """.ReplaceLineEndings("") + "\n",
            line);
    }

    [Fact]
    public void A_line_outside_an_invocation_has_no_keys_of_an_invocation()
    {
        CurrentInvocation.End();

        var line = Lines.One(log => log.Write(LogLevel.Warning, null, "starting", []));

        Assert.Equal(["level", "message", "timestamp", "service", "cold_start", "name"], line.EnumerateObject()
            .Select(property => property.Name));
        Assert.Equal("service_undefined", line.GetProperty("service").GetString());
    }

    [Fact]
    public void Provisioned_concurrency_has_no_cold_start()
    {
        Environment.SetEnvironmentVariable("AWS_LAMBDA_INITIALIZATION_TYPE", "provisioned-concurrency");
        try
        {
            Assert.False(CurrentInvocation.IsColdStart);
        }
        finally
        {
            Environment.SetEnvironmentVariable("AWS_LAMBDA_INITIALIZATION_TYPE", null);
        }
    }

    [Theory]
    [InlineData("Information", "", "Information Warning Error")]
    [InlineData("debug", "", "Debug Information Warning Error")]
    [InlineData(" Warning ", "", "Warning Error")]
    [InlineData("Critical", "", "")]
    [InlineData("", "", "Information Warning Error")]
    [InlineData("None", "", "Information Warning Error")]
    [InlineData("INFO", "", "Information Warning Error")]
    [InlineData("Debug", "ERROR", "Error")]
    [InlineData("Warning", "DEBUG", "Debug Information Warning Error")]
    public void Lines_below_the_level_are_not_written(string own, string lambda, string expected)
    {
        var text = Lines.Of(
            log =>
            {
                foreach (var level in new[] { LogLevel.Debug, LogLevel.Information, LogLevel.Warning, LogLevel.Error })
                    log.Write(level, null, "x", []);
            },
            ("POWERTOOLS_LOG_LEVEL", own), ("AWS_LAMBDA_LOG_LEVEL", lambda));

        Assert.Equal(expected, string.Join(' ', text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonElement.Parse(line).GetProperty("level").GetString())));
    }

    [Theory]
    [InlineData("", "function_request_id records_in cold_start")]
    [InlineData("SnakeCase", "function_request_id records_in cold_start")]
    [InlineData("camelcase", "functionRequestId records_in coldStart")]
    [InlineData("PascalCase", "FunctionRequestId RecordsIn ColdStart")]
    public void Keys_have_the_case_that_the_variable_names(string value, string expected)
    {
        CurrentInvocation.Begin(new Context());

        var line = Lines.One(log => log.Write(LogLevel.Information, null, "{records_in}", [1]), ("POWERTOOLS_LOGGER_CASE", value));

        CurrentInvocation.End();
        Assert.Subset(line.EnumerateObject().Select(property => property.Name).ToHashSet(), expected.Split(' ').ToHashSet());
    }

    [Fact]
    public void Values_keep_their_JSON_type()
    {
        var line = Lines.One(log => log.Write(LogLevel.Information, null, "{a} {b} {c} {d:0.00} {e} {{f}}",
            [int.MinValue, true, null, 123.4567, 1.5]));

        Assert.Equal("-2147483648 True (null) 123.46 1.5 {f}", line.GetProperty("message").GetString());
        Assert.Equal(int.MinValue, line.GetProperty("a").GetInt32());
        Assert.True(line.GetProperty("b").GetBoolean());
        Assert.Equal(JsonValueKind.Null, line.GetProperty("c").ValueKind);
        Assert.Equal("123.46", line.GetProperty("d").GetString());
        Assert.Equal(1.5, line.GetProperty("e").GetDouble());
    }

    [Fact]
    public void A_value_without_generated_serialization_code_is_refused()
    {
        foreach (var value in new object[] { 1L, UInt128.One, DateTime.UnixEpoch, 1m, LogLevel.Debug })
        {
            var thrown = Assert.Throws<NotSupportedException>(() =>
                Lines.Of(log => log.Write(LogLevel.Information, null, "{packets}", [value])));
            Assert.Contains("Pass 'packets' as a string", thrown.Message);
        }
    }

    [Theory]
    [InlineData("LogDebug")]
    [InlineData("LogInformation")]
    [InlineData("LogWarning")]
    [InlineData("LogError")]
    public void A_call_that_the_official_logger_reads_as_extra_keys_does_not_compile(string level)
    {
        var overloads = typeof(Logger).GetMethods().Where(method => method.Name == level && method.IsGenericMethod).ToList();

        Assert.Equal(
            ["Exception, String", "Int32, Exception, String", "Int32, String", "String"],
            overloads.Select(method => string.Join(", ", method.GetParameters()[1..^1].Select(parameter => parameter.ParameterType.Name)))
                .Order());
        Assert.All(overloads, method => Assert.True(method.GetCustomAttribute<ObsoleteAttribute>()!.IsError));
    }

    [Theory]
    [InlineData("two\nlines\r\n and\u2028three\u2029or\u0085four")]
    [InlineData("\"} \n{\"level\":\"Error\",\"message\":\"forged\"}")]
    [InlineData("\\\",\"level\":\"Error")]
    [InlineData("\0\u001b[31mred\u0007")]
    [InlineData("{records_in} {0} {{")]
    [InlineData("a \ud800 lone surrogate")]
    public void No_value_leaves_its_string_or_its_line(string hostile)
    {
        var line = Lines.One(log => log.Write(LogLevel.Warning, null, "Record {record_id}: {reason}", ["1", hostile]));

        Assert.Equal("Warning", line.GetProperty("level").GetString());
        var expected = hostile.Replace('\ud800', '\ufffd');
        Assert.Equal(expected, line.GetProperty("reason").GetString());
        Assert.Equal($"Record 1: {expected}", line.GetProperty("message").GetString());
    }

    [Fact]
    public void Keys_of_the_logger_cannot_be_overwritten()
    {
        var line = Lines.One(log => log.Write(LogLevel.Information, null, "{level} {Service} {name}", ["Error", "other", "x"]));

        Assert.Equal(("Information", "service_undefined"),
            (line.GetProperty("level").GetString(), line.GetProperty("service").GetString()));
    }

    [Fact]
    public void A_message_without_arguments_is_not_a_template() =>
        Assert.Equal("100% {of} {{it}}", Lines.One(log => log.Write(LogLevel.Information, null, "100% {of} {{it}}", []))
            .GetProperty("message").GetString());

    [Fact]
    public void An_exception_is_an_object_in_the_same_line()
    {
        Exception thrown;
        try
        {
            throw new InvalidOperationException("outer\nline", new FormatException("inner"));
        }
        catch (InvalidOperationException exception)
        {
            thrown = exception;
        }

        var error = Lines.One(log => log.Write(LogLevel.Error, thrown, "failed", [])).GetProperty("exception");

        Assert.Equal(("System.InvalidOperationException", "outer\nline"),
            (error.GetProperty("type").GetString(), error.GetProperty("message").GetString()));
        Assert.Contains(nameof(An_exception_is_an_object_in_the_same_line), error.GetProperty("stack_trace").GetString());
        Assert.Equal("inner", error.GetProperty("inner_exception").GetProperty("message").GetString());
    }
}
