using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Tool.Input;

/// <summary>Finds objects in S3 with the user's own credentials and region, like the AWS CLI.</summary>
static class S3Objects
{
    // A custom endpoint has no host name for each bucket.
    static readonly Lazy<AmazonS3Client> Client = new(() => new AmazonS3Client(new AmazonS3Config
    {
        ForcePathStyle = !string.IsNullOrEmpty(
            Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL_S3") ?? Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL")),
    }));

    /// <summary>
    /// Finds <c>s3://bucket/key</c>, all objects below <c>s3://bucket/prefix/</c>, or those that match <c>s3://bucket/pattern*</c>.
    /// </summary>
    /// <exception cref="InputException">There are no objects, or they cannot be listed.</exception>
    public static IReadOnlyList<InputSource> Find(string url)
    {
        var (bucket, key) = url["s3://".Length..].Split('/', 2) is [var first, var rest] ? (first, rest) : (url["s3://".Length..], "");
        if (bucket.Length == 0)
            throw new InputException($"{url}: the bucket is missing. Write s3://bucket/key.");
        var isWild = Wildcard.IsIn(key);
        var prefix = isWild ? key[..key.AsSpan().IndexOfAny('*', '?')] : key;
        var pattern = isWild ? Wildcard.ToRegex(key) : null;
        var folder = prefix.EndsWith('/') || prefix.Length == 0 ? prefix : $"{prefix}/";
        var found = Ask(url, () => List(bucket, prefix))
            .Where(item => pattern?.IsMatch(item.Key) ?? (item.Key == key || item.Key.StartsWith(folder, StringComparison.Ordinal)))
            .Where(item => item.Key == key || (item.Size > 0 && InputSources.MayBeData(item.Key[(prefix.LastIndexOf('/') + 1)..])))
            .OrderBy(item => item.Key, StringComparer.Ordinal)
            .Select(item => Source(bucket, item))
            .ToList();
        return found.Count > 0 ? found : throw new InputException($"{url}: the name is neither an object nor a prefix of objects.");
    }

    static InputSource Source(string bucket, S3Object item)
    {
        var name = $"s3://{bucket}/{item.Key}";
        return new InputSource(name, () => Ask(name, async () => (await Client.Value.GetObjectAsync(bucket, item.Key)).ResponseStream))
        {
            Length = item.Size,
        };
    }

    static async Task<List<S3Object>> List(string bucket, string prefix)
    {
        var objects = new List<S3Object>();
        var request = new ListObjectsV2Request { BucketName = bucket, Prefix = prefix };
        do
        {
            var page = await Client.Value.ListObjectsV2Async(request);
            objects.AddRange(page.S3Objects ?? []);
            request.ContinuationToken = page.IsTruncated == true ? page.NextContinuationToken : null;
        }
        while (request.ContinuationToken is not null);
        return objects;
    }

    static T Ask<T>(string url, Func<Task<T>> ask)
    {
        try
        {
            return Task.Run(ask).GetAwaiter().GetResult();
        }
        catch (Exception exception) when (exception
            is AmazonClientException or AmazonServiceException or HttpRequestException or IOException or ArgumentException
            or OperationCanceledException)
        {
            // These calls cannot be cancelled by the user: a cancelled call has timed out.
            throw new InputException($"{url}: S3 cannot be read: {Reason(exception.Message)}", exception);
        }
    }

    // AWSSDK.Core's message lists its own properties and all places that it has searched.
    static string Reason(string message) =>
        message.StartsWith("No RegionEndpoint", StringComparison.Ordinal) ? "no region is set. Set AWS_REGION to the bucket's region."
        : message.StartsWith("Failed to resolve AWS credentials", StringComparison.Ordinal)
            ? "no AWS credentials found. Name a profile in AWS_PROFILE, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
        : message;
}
