using System.Text.Json;

namespace Emulator.CloudWatch;

/// <summary>
/// The file that holds the metrics of a data folder: <c>cloudwatch/metrics.jsonl</c>. Each line is a JSON array with the datums of one
/// PutMetricData call. Lines are only appended. Text after the last line break is unfinished and ignored.
/// </summary>
static class MetricFile
{
    public const byte LineBreak = (byte)'\n';

    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static string In(string dataFolder) => Path.Combine(dataFolder, "cloudwatch", "metrics.jsonl");
}
