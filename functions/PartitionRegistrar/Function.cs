using System.Text.Json;
using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using AWS.Lambda.Powertools.Logging;
using FlowLogs;

namespace PartitionRegistrar;

/// <summary>
/// Makes hours of the archive queryable: an hour is a prefix in S3, and becomes a partition of the table when it is registered. Registering
/// an hour twice changes nothing. Source: "ALTER TABLE ADD PARTITION", Amazon Athena User Guide.
/// </summary>
public sealed class Function(RegistrarSettings settings, HourDiscovery discovery, StatementRunner runner, TimeProvider time)
{
    [LambdaFunction]
    [Logging]
    public Task<Registration> HandleAsync(JsonElement payload, ILambdaContext context) => SafeErrors.OfAsync(async () =>
    {
        var request = RegistrarRequest.Read(payload);
        using var deadline = new Deadline(context.RemainingTime, time);
        using var registration = new RegistrationLog();

        foreach (var statement in PartitionStatements.Add(settings, await HoursOf(request, deadline)))
            if (!await registration.RunAsync(runner, statement, deadline))
                return request is Schedule ? throw new TimeoutException(registration.Unfinished) : registration.Build();

        if (request is Schedule schedule)
            foreach (var statement in PartitionStatements.Drop(settings, Retention.ToDrop(settings, schedule.Hour)))
                if (!await registration.RunAsync(runner, statement, deadline))
                    break; // The next runs drop the same hours.

        return registration.Build();
    });

    async Task<IEnumerable<PartitionHour>> HoursOf(RegistrarRequest request, Deadline deadline) => request switch
    {
        Schedule schedule => Retention.Keep(settings, schedule.Hour, schedule.Hours(settings.LookbackHours)),
        BackFill backFill => PartitionHour.Range(backFill.From, backFill.To),
        _ => await discovery.FindAsync(deadline),
    };
}
