using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Emulator.Athena;
using Emulator.S3;
using Emulator.Template;
using Microsoft.AspNetCore.Http;

namespace Web;

/// <summary>The Athena page: named queries, SQL that only reads, its rows on the page or as a file, partitions.</summary>
sealed class QueryEditor(StackView stack)
{
    /// <summary>Rows that are shown; a file has them all.</summary>
    const int MostRows = 1000;

    // What the rest of a long answer may take, for its statistics' sake.
    static readonly TimeSpan RestTime = TimeSpan.FromSeconds(2);

    public void Map(ApiRoutes api)
    {
        api.Get("/api/queries", _ => Task.FromResult<JsonNode>(NamedQueries()));
        api.Get("/api/partitions", _ => Task.FromResult<JsonNode>(Partitions()));
        api.Post("/api/query", RunAsync);
        api.Post("/api/query.csv", DownloadAsync);
    }

    public JsonArray NamedQueries() => new([.. NamedQueryResource.All(stack.Template).Select(query => new JsonObject
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
                return new JsonObject { ["name"] = partition.Name, ["location"] = partition.Location, ["files"] = files.Count, ["bytes"] = files.Sum(file => file.Length) };
            })]),
        };
    }

    /// <summary>Runs the SQL of a JSON body, <c>{"sql": "..."}</c>.</summary>
    public async Task RunAsync(HttpContext http)
    {
        if (!http.Request.HasJsonContentType())
            throw new FormatException("The request is no JSON.");
        using var body = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
        var sql = body.RootElement.ValueKind == JsonValueKind.Object && body.RootElement.TryGetProperty("sql", out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()!
            : throw new FormatException("The request has no text 'sql'.");
        CheckReads(sql);
        var answer = await stack.Queries.ReadAsync(sql, Read, http.RequestAborted);
        await ApiRoutes.WriteAsync(http, StatusCodes.Status200OK, answer);
    }

    /// <summary>Runs the SQL of a form, and answers with a file.</summary>
    public async Task DownloadAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var sql = form["sql"].ToString();
        CheckReads(sql);
        await stack.Queries.ReadAsync(
            sql,
            result =>
            {
                // The first row shows whether the query runs at all.
                var any = result.Read();
                http.Response.ContentType = "text/csv; charset=utf-8";
                http.Response.Headers.ContentDisposition = "attachment; filename=\"flow_logs.csv\"";
                http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpBodyControlFeature>()!.AllowSynchronousIO = true;
                using var lines = new StreamWriter(http.Response.Body, new UTF8Encoding(false), 64 * 1024);
                SpreadsheetCsv.Write(result, any, lines);
                return any;
            },
            http.RequestAborted);
    }

    /// <exception cref="AthenaException">The statement would change something.</exception>
    static void CheckReads(string sql)
    {
        if (AthenaDdl.Parse(sql) is AddPartitions or DropPartitions)
            throw new AthenaException("This page only reads. Partitions are added by the partition registrar, or with: flowlogs query \"ALTER TABLE ...\"");
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
        var answer = ResultView.Of(result.Columns, rows, stack.Addresses);
        answer["more"] = more;
        answer["statistics"] = ended ? result.Statistics.ToString() : null;
        answer["partitionsRead"] = ended ? new JsonArray([.. result.PartitionsRead.Order(StringComparer.Ordinal)]) : null;
        return answer;
    }

    static List<FileInfo> Files(Partition partition, LocalBuckets buckets) =>
        S3Location.TryParse(partition.Location, out var location) && buckets.FolderOf(location) is var folder && Directory.Exists(folder)
            ? [.. new DirectoryInfo(folder).EnumerateFiles("*.parquet").Where(file => LocalBuckets.IsObject(file.Name))]
            : [];
}
