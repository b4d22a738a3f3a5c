using Emulator.Athena;
using Emulator.CloudWatch;
using Emulator.Firehose;
using Emulator.Permissions;
using Emulator.S3;
using Emulator.Template;

namespace Emulator;

/// <summary>The AWS services that the functions call, on the loopback and over one data folder.</summary>
public sealed class LocalServices : IAsyncDisposable
{
    readonly AthenaEndpoint _athena;
    readonly S3Endpoint _s3;
    readonly FirehoseEndpoint _firehose;
    readonly CloudWatchEndpoint _cloudWatch;

    LocalServices(AthenaEndpoint athena, S3Endpoint s3, FirehoseEndpoint firehose, CloudWatchEndpoint cloudWatch) =>
        (_athena, _s3, _firehose, _cloudWatch) = (athena, s3, firehose, cloudWatch);

    /// <summary>The environment variables that direct the AWS clients of a function to these services.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["AWS_ENDPOINT_URL_ATHENA"] = _athena.Url.ToString(),
        ["AWS_ENDPOINT_URL_S3"] = _s3.Url.ToString(),
        ["AWS_ENDPOINT_URL_FIREHOSE"] = _firehose.Url.ToString(),
        ["AWS_ENDPOINT_URL_CLOUDWATCH"] = _cloudWatch.Url.ToString(),
    };

    /// <summary>Returns the environment of one function: the services, and the access key by which they know its role.</summary>
    public IReadOnlyDictionary<string, string> EnvironmentOf(string logicalId) =>
        new Dictionary<string, string>(Environment) { ["AWS_ACCESS_KEY_ID"] = CallerPermissions.AccessKeyOf(logicalId) };

    /// <summary>Starts listening.</summary>
    /// <param name="template">Names the table and the delivery stream.</param>
    /// <param name="dataFolder">The data folder.</param>
    /// <param name="sentBack">Receives the records that a function puts to the delivery stream.</param>
    /// <param name="cancellation">Cancels the start.</param>
    /// <param name="run">The id of the run that publishes the metrics; null outside a run.</param>
    /// <exception cref="TemplateException">The template does not have exactly one table and one delivery stream.</exception>
    /// <exception cref="StackException">A role does not allow what a service does with it.</exception>
    public static async Task<LocalServices> StartAsync(
        StackTemplate template, string dataFolder, Action<byte[]> sentBack, CancellationToken cancellation, string? run = null)
    {
        template.Single("AWS::KinesisFirehose::DeliveryStream");
        var stream = DeliveryStreamResource.All(template)[0];
        CheckRoles(template);
        var callers = new CallerPermissions(template);
        var results = template.ResourcesOfType("AWS::Athena::WorkGroup").FirstOrDefault()?
            .Properties["WorkGroupConfiguration"]?["ResultConfiguration"]?["OutputLocation"]?.ToString();
        return new LocalServices(
            await AthenaEndpoint.StartAsync(FlowLogTable.Engine(template, dataFolder), callers, results, cancellation),
            await S3Endpoint.StartAsync(new LocalBuckets(dataFolder), callers, cancellation),
            await FirehoseEndpoint.StartAsync(stream.Name, Accept, cancellation, callers),
            await CloudWatchEndpoint.StartAsync(dataFolder, run: run, callers: callers, cancellation: cancellation));

        bool Accept(byte[] record)
        {
            sentBack(record);
            return true;
        }
    }

    /// <summary>
    /// Checks that the roles allow what the services do with them. In AWS a denied action would show only later, in a metric or a log.
    /// </summary>
    /// <exception cref="StackException">A role does not allow an action.</exception>
    static void CheckRoles(StackTemplate template)
    {
        foreach (var need in Needs.OfServices(template))
            if (RolePermissions.Find(template, need.Role) is { } role && !role.Allows(need.Action, need.Resource, need.Context))
                throw new StackException(
                    $"{role.LogicalId} does not allow {need.Action} on {need.Resource}: {need.Service} ({need.Page}). Add the action to "
                    + $"the role's policy.");
    }

    /// <summary>The first failure to store the metrics of a log line, as a sentence; null if all are stored.</summary>
    public string? MetricFailure { get; private set; }

    /// <summary>Stores the metrics of a line of a function's log, as CloudWatch Logs does.</summary>
    public void AddLogLine(string line)
    {
        try
        {
            _cloudWatch.AddFromLog(line);
        }
        catch (IOException exception)
        {
            MetricFailure ??= $"Metrics of the functions' logs cannot be stored: {exception.Message}";
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _athena.DisposeAsync();
        await _s3.DisposeAsync();
        await _firehose.DisposeAsync();
        await _cloudWatch.DisposeAsync();
    }
}
