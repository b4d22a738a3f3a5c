using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Emulator.Athena;
using Emulator.S3;
using Emulator.Template;
using Microsoft.AspNetCore.Http;

namespace Web;

/// <summary>Serves the SQL page: named queries, read-only SQL, its rows on the page or as a file, and partitions.</summary>
sealed partial class QueryEditor(StackView stack)
{
    /// <summary>The maximum number of rows on the page; a file has all rows.</summary>
    const int MostRows = 1000;

    // The time limit for reading the rest of a long result, which completes its statistics.
    static readonly TimeSpan RestTime = TimeSpan.FromSeconds(2);

    public void Map(ApiRoutes api)
    {
        api.Get("/api/queries", _ => Task.FromResult<JsonNode>(NamedQueries()));
        api.Get("/api/partitions", _ => Task.FromResult<JsonNode>(Partitions()));
        api.Post("/api/query", RunAsync);
        api.Post("/api/query/download", DownloadAsync);
    }

    // Queries with a known fault come last.
    public JsonArray NamedQueries() =>
        new([.. NamedQueryResource.All(stack.Template).OrderBy(query => query.IsAsPublished).Select(query => new JsonObject
    {
        ["name"] = query.Name, ["description"] = query.Description, ["sql"] = query.QueryString,
    })]);

    public JsonObject Partitions()
    {
        var buckets = new LocalBuckets(stack.DataFolder);
        return new JsonObject
        {
            ["partitions"] = new JsonArray([.. stack.Engine.Catalog.Partitions().Select(partition =>
            {
                var files = Files(partition, buckets);
                return new JsonObject { ["name"] = partition.Name, ["location"] = partition.Location, ["files"] = files.Count,
                    ["bytes"] = files.Sum(file => file.Length) };
            })]),
        };
    }

    /// <summary>Runs the SQL of a JSON body, <c>{"sql": "..."}</c>.</summary>
    public async Task RunAsync(HttpContext http)
    {
        if (!http.Request.HasJsonContentType())
            throw new FormatException("The request is not JSON.");
        using var body = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
        var sql = body.RootElement.ValueKind == JsonValueKind.Object && body.RootElement.TryGetProperty("sql", out var text)
            && text.ValueKind == JsonValueKind.String
            ? text.GetString()!
            : throw new FormatException("The request has no string 'sql'.");
        CheckReads(sql);
        var (written, range) = await InRangeAsync(sql, http.Request.Query);
        var answer = await stack.Queries.ReadAsync(written, Read, http.RequestAborted);
        answer["from"] = range?.From.ToUnixTimeSeconds();
        answer["to"] = range?.To.ToUnixTimeSeconds();
        await ApiRoutes.WriteAsync(http, StatusCodes.Status200OK, answer);
    }

    /// <summary>Runs the SQL of a form, and answers with a file.</summary>
    public async Task DownloadAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var sql = form["sql"].ToString();
        var format = DownloadFormat.Of(form["format"].ToString());
        CheckReads(sql);
        var (written, _) = await InRangeAsync(sql, http.Request.Query);
        await stack.Queries.ReadAsync(
            written,
            result =>
            {
                format.Write(result, http, "query");
                return true;
            },
            http.RequestAborted);
    }

    /// <summary>Replaces <c>:from</c> and <c>:to</c> by the time range of the page.</summary>
    async Task<(string Sql, TimeRange? Range)> InRangeAsync(string sql, IQueryCollection query)
    {
        TimeRange? range = null;
        if (Placeholders().Matches(sql).Any(match => match.Groups["name"].Success))
            range = await WebApi.ReadRangeAsync(stack, query);
        return (range is null ? sql : Placeholders()
            .Replace(sql, match => !match.Groups["name"].Success ? match.Value
            : SqlText.Of(match.Groups["name"].Value == "from" ? range.From : range.To)), range);
    }

    // Quoted text and comments match first and stay unchanged.
    [GeneratedRegex("""'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|/\*.*?\*/|(?<!:):(?<name>from|to)\b""", RegexOptions.Singleline)]
    private static partial Regex Placeholders();

    /// <exception cref="AthenaException">The statement would change data.</exception>
    static void CheckReads(string sql)
    {
        if (AthenaDdl.Parse(sql) is AddPartitions or DropPartitions)
            throw new AthenaException("This page cannot change partitions. Use: flowlogs query \"ALTER TABLE ...\"");
    }

    JsonObject Read(QueryResult result)
    {
        var rows = new List<IReadOnlyList<object?>>();
        var more = result.Read();
        for (; more && rows.Count < MostRows; more = result.Read())
            rows.Add(result.Row);
        var rest = Stopwatch.StartNew();
        var ended = !more;
        while (!ended && rest.Elapsed < RestTime)
            ended = !result.Read();
        var answer = ResultView.Of(result.Columns, rows, stack.Fields);
        answer["more"] = more;
        answer["statistics"] = ended ? result.Statistics.ToString() : null;
        answer["bytesScanned"] = ended ? result.Statistics.BytesScanned : null;
        answer["partitionsRead"] = ended ? new JsonArray([.. result.PartitionsRead.Order(StringComparer.Ordinal)]) : null;
        return answer;
    }

    static List<FileInfo> Files(Partition partition, LocalBuckets buckets) =>
        S3Location.TryParse(partition.Location, out var location) && buckets.FolderOf(location) is var folder && Directory.Exists(folder)
            ? [.. new DirectoryInfo(folder).EnumerateFiles("*.parquet").Where(file => LocalBuckets.IsObject(file.Name))]
            : [];
}
