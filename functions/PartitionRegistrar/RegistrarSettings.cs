using System.Globalization;
using System.Text.RegularExpressions;

namespace PartitionRegistrar;

/// <summary>
/// The settings that the template passes in the environment. Every value becomes part of a statement, so each is checked for valid
/// characters: no quote, no backtick, no space.
/// </summary>
public sealed partial record RegistrarSettings
{
    /// <summary>The database in the catalog (<c>DATABASE_NAME</c>).</summary>
    public required string DatabaseName { get; init; }

    /// <summary>The table in the database (<c>TABLE_NAME</c>).</summary>
    public required string TableName { get; init; }

    /// <summary>The Athena workgroup of the statements, which configures where results are stored (<c>WORKGROUP_NAME</c>).</summary>
    public required string WorkGroupName { get; init; }

    /// <summary>The bucket that Firehose delivers to (<c>BUCKET_NAME</c>).</summary>
    public required string BucketName { get; init; }

    /// <summary>The prefix of keys before the hour (<c>PREFIX</c>).</summary>
    public string Prefix { get; init; } = "flowlogs/";

    /// <summary>The number of hours before the current one that the hourly run registers (<c>LOOKBACK_HOURS</c>).</summary>
    public int LookbackHours { get; init; } = 48;

    /// <summary>The number of days after which the bucket's lifecycle expires data, or 0 for never (<c>RETENTION_DAYS</c>).</summary>
    public int RetentionDays { get; init; }

    /// <summary>Returns the location of an hour's files.</summary>
    public string LocationOf(PartitionHour hour) => $"s3://{BucketName}/{Prefix}{hour.Prefix}";

    /// <summary>Reads the settings.</summary>
    /// <exception cref="InvalidOperationException">One or more variables are missing or invalid; the message names each.</exception>
    public static RegistrarSettings Read(Func<string, string?> variable)
    {
        var faults = new List<string>();
        var settings = new RegistrarSettings
        {
            DatabaseName = Text("DATABASE_NAME", null, CatalogName, "a database's name: letters, digits, _ and -"),
            TableName = Text("TABLE_NAME", null, CatalogName, "a table's name: letters, digits, _ and -"),
            WorkGroupName = Text("WORKGROUP_NAME", null, WorkGroup, "an Athena workgroup's name: letters, digits, ., _ and -"),
            BucketName = Text("BUCKET_NAME", null, Bucket, "an S3 bucket's name: 3 to 63 lower-case letters, digits, . and -"),
            Prefix = Text("PREFIX", "flowlogs/", KeyPrefix,
                "a prefix of S3 keys: letters, digits, ., _, = and - between slashes, with a slash at the end"),
            LookbackHours = Number("LOOKBACK_HOURS", 48, 0, 31 * 24),
            RetentionDays = Number("RETENTION_DAYS", 0, 0, 100 * 365),
        };
        return faults.Count == 0
            ? settings
            : throw new InvalidOperationException($"Invalid environment variables. {string.Join(" ", faults)}");

        string Text(string name, string? otherwise, Regex rule, string meaning)
        {
            var value = variable(name) ?? otherwise;
            if (value is null)
                faults.Add($"{name} is not set. It must be {meaning}.");
            else if (!rule.IsMatch(value))
                faults.Add($"{name} is '{value}'. It must be {meaning}.");
            return value ?? "";
        }

        int Number(string name, int otherwise, int least, int most)
        {
            if (variable(name) is not { } text)
                return otherwise;
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value < least || value > most)
                faults.Add($"{name} is '{text}'. It must be a whole number from {least} to {most}.");
            return value;
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,255}\z")]
    private static partial Regex CatalogName { get; }

    [GeneratedRegex(@"\A[A-Za-z0-9._-]{1,128}\z")]
    private static partial Regex WorkGroup { get; }

    [GeneratedRegex(@"\A(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\z")]
    private static partial Regex Bucket { get; }

    [GeneratedRegex(@"\A(?=.{0,512}\z)([A-Za-z0-9._=-]+/)*\z")]
    private static partial Regex KeyPrefix { get; }
}
