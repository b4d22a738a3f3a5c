using System.Text.Json;
using Amazon.CloudWatch.Model;
using Amazon.JsonProtocol;
using Amazon.Util;

namespace Amazon.CloudWatch.Internal;

/// <summary>
/// Writes and reads CloudWatch's operations. Of the three protocols in the service's model (CBOR, JSON and Query) this is JSON,
/// so that all stand-ins share one reader and writer. Bodies are not compressed, which the service always accepts. The official client
/// sends CBOR, and compresses bodies of 10 KiB and more. Source: Amazon CloudWatch API Reference.
/// </summary>
static class Wire
{
    public static readonly JsonService Service = new()
    {
        ServiceId = "CloudWatch",
        Name = "Amazon.CloudWatch",
        ApiVersion = "2010-08-01",
        JsonVersion = "1.0",
        TargetPrefix = "GraniteServiceVersion20100801",
        // With this header, error codes are those of the service's older protocol.
        Headers = new Dictionary<string, string> { [HeaderKeys.XAmzQueryMode] = "true" },
        Errors = new Dictionary<string, ServiceError>
        {
            ["InvalidParameterValueException"] =
                (m, i, t, _, r, s) => new InvalidParameterValueException(m, i, t, "InvalidParameterValue", r, s),
            ["InvalidParameterCombinationException"] =
                (m, i, t, _, r, s) => new InvalidParameterCombinationException(m, i, t, "InvalidParameterCombination", r, s),
            ["MissingRequiredParameterException"] =
                (m, i, t, _, r, s) => new MissingRequiredParameterException(m, i, t, "MissingParameter", r, s),
            ["InternalServiceFault"] =
                (m, i, t, _, r, s) => new InternalServiceException(m, i, t, "InternalServiceError", r, s),
        },
        OtherError = (m, i, t, c, r, s) => new AmazonCloudWatchException(m, i, t, c, r, s),
    };

    public static readonly JsonOperation<PutMetricDataRequest, PutMetricDataResponse> PutMetricData = new(
        Service, "PutMetricData",
        (json, request) =>
        {
            json.WriteStringIfSet("Namespace", request.Namespace);
            json.WriteArrayIfSet("MetricData", request.MetricData, WriteDatum);
        },
        _ => new PutMetricDataResponse());

    static void WriteDatum(Utf8JsonWriter json, MetricDatum datum)
    {
        json.WriteStartObject();
        json.WriteStringIfSet("MetricName", datum.MetricName);
        json.WriteArrayIfSet("Dimensions", datum.Dimensions, WriteDimension);
        if (datum.Timestamp is { } timestamp)
            json.WriteNumber("Timestamp", AWSSDKUtils.ConvertToUnixEpochSecondsDecimal(timestamp));
        json.WriteNumberIfSet("Value", datum.Value);
        if (datum.StatisticValues is { } statistics)
        {
            json.WriteStartObject("StatisticValues");
            json.WriteNumberIfSet("SampleCount", statistics.SampleCount);
            json.WriteNumberIfSet("Sum", statistics.Sum);
            json.WriteNumberIfSet("Minimum", statistics.Minimum);
            json.WriteNumberIfSet("Maximum", statistics.Maximum);
            json.WriteEndObject();
        }
        json.WriteArrayIfSet("Values", datum.Values, static (writer, value) => writer.WriteNumberValue(value));
        json.WriteArrayIfSet("Counts", datum.Counts, static (writer, count) => writer.WriteNumberValue(count));
        json.WriteStringIfSet("Unit", datum.Unit?.Value);
        json.WriteNumberIfSet("StorageResolution", datum.StorageResolution);
        json.WriteEndObject();
    }

    static void WriteDimension(Utf8JsonWriter json, Dimension dimension)
    {
        json.WriteStartObject();
        json.WriteStringIfSet("Name", dimension.Name);
        json.WriteStringIfSet("Value", dimension.Value);
        json.WriteEndObject();
    }
}
