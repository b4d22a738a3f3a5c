using System.Text.Json;
using Amazon.Athena.Model;
using Amazon.JsonProtocol;

namespace Amazon.Athena.Internal;

/// <summary>Writes and reads Athena's operations. Source: Amazon Athena API Reference.</summary>
static class Wire
{
    public static readonly JsonService Service = new()
    {
        ServiceId = "Athena",
        Name = "Amazon.Athena",
        ApiVersion = "2017-05-18",
        JsonVersion = "1.1",
        TargetPrefix = "AmazonAthena",
        Errors = new Dictionary<string, ServiceError>
        {
            ["InvalidRequestException"] = (m, i, t, c, r, s) => new InvalidRequestException(m, i, t, c, r, s),
            ["TooManyRequestsException"] = (m, i, t, c, r, s) => new TooManyRequestsException(m, i, t, c, r, s),
            ["InternalServerException"] = (m, i, t, c, r, s) => new InternalServerException(m, i, t, c, r, s),
        },
        OtherError = (m, i, t, c, r, s) => new AmazonAthenaException(m, i, t, c, r, s),
    };

    public static readonly JsonOperation<StartQueryExecutionRequest, StartQueryExecutionResponse> StartQueryExecution = new(
        Service, "StartQueryExecution",
        (json, request) =>
        {
            // A retry of the request has the same token, so it starts no second query.
            json.WriteString("ClientRequestToken", request.ClientRequestToken ?? Guid.NewGuid().ToString());
            json.WriteStringIfSet("QueryString", request.QueryString);
            if (request.QueryExecutionContext is { } context)
            {
                json.WriteStartObject("QueryExecutionContext");
                json.WriteStringIfSet("Catalog", context.Catalog);
                json.WriteStringIfSet("Database", context.Database);
                json.WriteEndObject();
            }
            json.WriteStringIfSet("WorkGroup", request.WorkGroup);
        },
        json => new StartQueryExecutionResponse { QueryExecutionId = json.String("QueryExecutionId") });

    public static readonly JsonOperation<GetQueryExecutionRequest, GetQueryExecutionResponse> GetQueryExecution = new(
        Service, "GetQueryExecution",
        (json, request) => json.WriteStringIfSet("QueryExecutionId", request.QueryExecutionId),
        json => new GetQueryExecutionResponse { QueryExecution = json.Object("QueryExecution", ReadQueryExecution) });

    public static readonly JsonOperation<StopQueryExecutionRequest, StopQueryExecutionResponse> StopQueryExecution = new(
        Service, "StopQueryExecution",
        (json, request) => json.WriteStringIfSet("QueryExecutionId", request.QueryExecutionId),
        _ => new StopQueryExecutionResponse());

    static QueryExecution ReadQueryExecution(JsonElement json) => new()
    {
        QueryExecutionId = json.String("QueryExecutionId"),
        Query = json.String("Query"),
        Status = json.Object("Status", status => new QueryExecutionStatus
        {
            State = status.String("State") is { } state ? QueryExecutionState.FindValue(state) : null,
            StateChangeReason = status.String("StateChangeReason"),
        }),
        WorkGroup = json.String("WorkGroup"),
    };
}
