using System.Net;
using System.Xml.Linq;
using Emulator.S3;

namespace Emulator.Tests.S3;

public sealed class S3EndpointTests : IAsyncLifetime
{
    static readonly XNamespace Xml = "http://s3.amazonaws.com/doc/2006-03-01/";

    readonly string _folder = Directory.CreateTempSubdirectory("flowlogs-test-").FullName;
    readonly HttpClient _client = new();
    S3Endpoint _endpoint = null!;

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "s3", "bucket"));
        _endpoint = await S3Endpoint.StartAsync(new LocalBuckets(_folder), ct: TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_delimiter_lists_one_level()
    {
        Put("flowlogs/2026/11/24/23/a.parquet", "flowlogs/2026/11/25/00/a.parquet", "flowlogs/2026/11/25/00/b.parquet",
            "flowlogs/2026/notes.txt", "flowlogs/2025/12/31/23/a.parquet", "other/x");
        var listing = await ListAsync("prefix=flowlogs/2026/&delimiter=/");
        Assert.Equal(["flowlogs/2026/11/"], Prefixes(listing));
        Assert.Equal(["flowlogs/2026/notes.txt"], Keys(listing));
        Assert.Equal("2", listing.Element(Xml + "KeyCount")!.Value);
        Assert.Equal("false", listing.Element(Xml + "IsTruncated")!.Value);
        Assert.Equal(["flowlogs/2026/11/24/", "flowlogs/2026/11/25/"], Prefixes(await ListAsync("prefix=flowlogs/2026/11/&delimiter=/")));
        Assert.Equal(["flowlogs/2025/", "flowlogs/2026/"], Prefixes(await ListAsync("prefix=flowlogs/20&delimiter=/")));
        Assert.Equal(["flowlogs/2026/1"], Prefixes(await ListAsync("prefix=flowlogs/2026&delimiter=1")));
    }

    [Fact]
    public async Task Without_a_delimiter_all_keys_are_listed_in_byte_order()
    {
        string[] keys = ["A", "a", "a-b/c", "a.b", "a/b/c", "a/b0", "a0", "\u00e9", "\uffee", "\U0001F600"];
        // A file system cannot have both an object "a" and objects below "a/".
        Put([.. keys.Reverse().Where(key => key is not "a"), "a/z"]);
        Assert.Equal(["A", "a-b/c", "a.b", "a/b/c", "a/b0", "a/z", "a0", "\u00e9", "\uffee", "\U0001F600"], Keys(await ListAsync("")));
    }

    [Fact]
    public async Task A_page_has_a_thousand_entries_and_a_token_for_the_next()
    {
        Put([.. Enumerable.Range(0, 2345).Select(i => $"many/{i}/x")]);
        var prefixes = new List<string>();
        string? token = null;
        var pages = 0;
        do
        {
            var listing = await ListAsync("prefix=many/&delimiter=/"
                + (token is null ? "" : $"&continuation-token={Uri.EscapeDataString(token)}"));
            prefixes.AddRange(Prefixes(listing));
            token = listing.Element(Xml + "NextContinuationToken")?.Value;
            pages++;
        }
        while (token is not null);
        Assert.Equal(3, pages);
        Assert.Equal(Enumerable.Range(0, 2345).Select(i => $"many/{i}/").Order(StringComparer.Ordinal), prefixes);
    }

    [Fact]
    public async Task Small_pages_give_the_same_keys()
    {
        string[] keys = ["a/1", "a/2/x", "a/2/y", "a/3", "b", "c/d/e/f"];
        Put(keys);
        var listed = new List<string>();
        var query = "max-keys=1";
        while (true)
        {
            var listing = await ListAsync(query);
            listed.AddRange(Keys(listing));
            if (listing.Element(Xml + "NextContinuationToken") is not { } token)
                break;
            query = $"max-keys=1&continuation-token={Uri.EscapeDataString(token.Value)}";
        }

        Assert.Equal(keys, listed);
        Assert.Equal(["a/3", "b", "c/d/e/f"], Keys(await ListAsync("start-after=a/2/y")));
    }

    [Fact]
    public async Task Empty_folders_and_unfinished_files_are_not_listed()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "s3", "bucket", "flowlogs", "2026"));
        Put("errors/.part-1.tmp");
        var listing = await ListAsync("delimiter=/");
        Assert.Empty(Prefixes(listing));
        Assert.Empty(Keys(listing));
    }

    [Fact]
    public async Task Keys_can_be_url_encoded()
    {
        Put("errors/a b&c\u00e9");
        Assert.Equal(["errors/a b&c\u00e9"], Keys(await ListAsync("")));
        Assert.Equal(["errors%2Fa%20b%26c%C3%A9"], Keys(await ListAsync("encoding-type=url")));
    }

    [Theory]
    [InlineData("nobody?list-type=2", HttpStatusCode.NotFound, "NoSuchBucket")]
    [InlineData("..?list-type=2", HttpStatusCode.NotImplemented, "NotImplemented")]
    [InlineData("bucket/key", HttpStatusCode.NotFound, "NoSuchKey")]
    [InlineData("bucket?list-type=2&max-keys=x", HttpStatusCode.BadRequest, "InvalidArgument")]
    [InlineData("bucket?list-type=2&continuation-token=%2A", HttpStatusCode.BadRequest, "InvalidArgument")]
    public async Task An_invalid_request_is_an_error_of_S3(string request, HttpStatusCode status, string code)
    {
        using var response = await _client.GetAsync(new Uri(_endpoint.Url, request), TestContext.Current.CancellationToken);
        Assert.Equal(status, response.StatusCode);
        Assert.Equal(code, XElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))
            .Element("Code")!.Value);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _endpoint.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    void Put(params string[] keys)
    {
        foreach (var key in keys)
        {
            var path = Path.Combine([_folder, "s3", "bucket", .. key.Split('/')]);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, "x");
        }
    }

    async Task<XElement> ListAsync(string query) =>
        XElement.Parse(await _client.GetStringAsync(new Uri(_endpoint.Url, $"bucket?list-type=2&{query}"),
            TestContext.Current.CancellationToken));

    static IEnumerable<string> Prefixes(XElement listing) =>
        listing.Elements(Xml + "CommonPrefixes").Select(prefix => prefix.Element(Xml + "Prefix")!.Value);

    static IEnumerable<string> Keys(XElement listing) =>
        listing.Elements(Xml + "Contents").Select(content => content.Element(Xml + "Key")!.Value);
}
