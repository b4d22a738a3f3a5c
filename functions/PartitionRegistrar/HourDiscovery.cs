using System.Collections.Concurrent;
using Amazon.S3;
using Amazon.S3.Model;
using FlowLogs;

namespace PartitionRegistrar;

/// <summary>
/// Finds the hours that have a prefix in the bucket, level by level: years, months, days and hours. Other names do not come from Firehose
/// and are skipped. Source: "ListObjectsV2", Amazon S3 API Reference.
/// </summary>
public sealed class HourDiscovery(IAmazonS3 s3, RegistrarSettings settings)
{
    /// <summary>The number of digits of year, month, day and hour.</summary>
    static readonly int[] LevelWidths = [4, 2, 2, 2];

    /// <summary>S3 serves 5,500 requests a second and prefix. The limit saves the function's memory.</summary>
    const int RequestsAtOnce = 16;

    /// <summary>Returns the hours, in order.</summary>
    /// <exception cref="TimeoutException">The deadline passed before the last level was listed. Nothing is registered.</exception>
    /// <exception cref="ListingFailedException">S3 refused, or gave no valid answer after AWSSDK.Core's retries.</exception>
    public async Task<IEnumerable<PartitionHour>> FindAsync(Deadline deadline)
    {
        IReadOnlyCollection<string> prefixes = [settings.Prefix];
        try
        {
            foreach (var width in LevelWidths)
                prefixes = await Below(prefixes, width, deadline.Working);
        }
        catch (OperationCanceledException) when (deadline.HasPassed)
        {
            throw new TimeoutException(
                $"Timed out while listing hours in s3://{settings.BucketName}/{settings.Prefix}. Register them with {{\"from\",\"to\"}}.");
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new ListingFailedException($"s3://{settings.BucketName}/{settings.Prefix} could not be listed: {exception.Message}",
                exception);
        }
        return prefixes.Select(Hour).OfType<PartitionHour>().Order();
    }

    async Task<IReadOnlyCollection<string>> Below(IReadOnlyCollection<string> prefixes, int width, CancellationToken cancellation)
    {
        var below = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(
            prefixes, new ParallelOptions { MaxDegreeOfParallelism = RequestsAtOnce, CancellationToken = cancellation },
            async (prefix, token) =>
            {
                await foreach (var found in CommonPrefixes(prefix, token))
                    if (found.StartsWith(prefix, StringComparison.Ordinal) && IsNumber(found.AsSpan(prefix.Length), width))
                        below.Add(found);
            });
        return below;
    }

    async IAsyncEnumerable<string> CommonPrefixes(
        string prefix, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        // Keys can have characters that are invalid in XML, so S3 must encode them.
        var request = new ListObjectsV2Request
        {
            BucketName = settings.BucketName,
            Prefix = prefix,
            Delimiter = "/",
            Encoding = EncodingType.Url
        };
        do
        {
            var page = await s3.ListObjectsV2Async(request, cancellation);
            // Every list names its bucket. The SDK reads an empty body or an HTML page as a list without keys.
            if (page.Name is null)
                throw new InvalidDataException("The answer is not a list of objects.");
            foreach (var found in page.CommonPrefixes ?? [])
                yield return Uri.UnescapeDataString(found);
            request.ContinuationToken = page.IsTruncated == true ? page.NextContinuationToken : null;
        }
        while (request.ContinuationToken is not null);
    }

    static bool IsNumber(ReadOnlySpan<char> name, int width) =>
        name.Length == width + 1 && name[width] == '/' && !name[..width].ContainsAnyExceptInRange('0', '9');

    /// <summary>Returns the hour of a prefix, or null for an invalid date such as <c>2026/02/30/00/</c>.</summary>
    PartitionHour? Hour(string prefix) => PartitionHour.TryParsePrefix(prefix[settings.Prefix.Length..], out var hour) ? hour : null;
}
