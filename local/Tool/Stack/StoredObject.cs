using System.Globalization;
using System.Text.RegularExpressions;

namespace Tool.Stack;

/// <summary>
/// One object that a delivery stream wrote into the data folder. Firehose names objects <c>STREAM-VERSION-yyyy-MM-dd-HH-mm-ss-RANDOM</c>;
/// here the random string is a GUID whose first eight digits are the run's id.
/// Source: "Configure Amazon S3 object name format", Amazon Data Firehose Developer Guide.
/// </summary>
/// <param name="Path">The file.</param>
/// <param name="RunId">The id of the run that wrote the object; empty if the name has none.</param>
/// <param name="Hour">The hour of the object's prefix, UTC; null if the prefix has none.</param>
/// <param name="Bytes">The file's length.</param>
/// <param name="IsError">Whether the object contains records that could not be delivered.</param>
public sealed partial record StoredObject(string Path, string RunId, DateTimeOffset? Hour, long Bytes, bool IsError)
{
    internal const int RunIdLength = 8;

    /// <summary>Lists the objects in the buckets of a data folder, in the order of their paths.</summary>
    public static IEnumerable<StoredObject> All(string root) => Files(root).Order(StringComparer.Ordinal).Select(Of);

    /// <summary>Lists the files in the buckets of a data folder in any order.</summary>
    public static IEnumerable<string> Files(string root)
    {
        var buckets = System.IO.Path.Combine(root, "s3");
        var everything = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None };
        return Directory.Exists(buckets) ? Directory.EnumerateFiles(buckets, "*", everything) : [];
    }

    /// <summary>Returns the random string of a new object's name.</summary>
    internal static string NewRandomString(string runId) => string.Concat(runId, Guid.NewGuid().ToString().AsSpan(RunIdLength));

    static StoredObject Of(string path) => new(
        path,
        RandomString().Match(path) is { Success: true } random ? random.Groups[1].Value : "",
        HourPrefix().Match(path) is { Success: true } hour
            && DateTimeOffset.TryParseExact(
                hour.Groups[1].Value, "yyyy/MM/dd/HH", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null,
        new FileInfo(path).Length,
        !path.EndsWith(".parquet", StringComparison.Ordinal));

    [GeneratedRegex(@"-([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(\.parquet)?$")]
    private static partial Regex RandomString();

    [GeneratedRegex(@"/(\d{4}/\d\d/\d\d/\d\d)/[^/]*$")]
    private static partial Regex HourPrefix();
}
