using System.Globalization;
using System.Text.Json.Nodes;
using Web.Filters;
using Microsoft.AspNetCore.Http;

namespace Web;

/// <summary>Answers with records: one page of them, or all selected records as a file.</summary>
sealed class RecordPages(StackView stack)
{
    const int UsualRows = 100;
    const int MostRows = 1000;
    const string UsualSort = "start";

    // Rows that are equal in the sorted column need a fixed order, or a page would repeat or skip some.
    static readonly string[] TieBreakers = ["start", "interface_id", "srcaddr", "srcport", "dstaddr", "dstport", "protocol", "bytes"];

    public void Map(ApiRoutes api)
    {
        api.Get("/api/records", PageAsync);
        api.Get("/api/records/download", DownloadAsync);
    }

    async Task<JsonNode> PageAsync(IQueryCollection query)
    {
        var selection = await ReadAsync(query);
        var offset = Number(query, "offset", 0, long.MaxValue);
        var limit = Number(query, "limit", UsualRows, MostRows);
        var sql = $"{selection.Sql(selection.Columns, isSorted: true)}\nOFFSET {offset} LIMIT {limit}";
        var total = await stack.Queries.AnswerAsync($"SELECT count(*) AS records FROM {stack.Engine.Table.Name}\n{selection.Where}");
        var page = ResultView.Of(await stack.Queries.AnswerAsync(sql), stack.Fields);
        page["total"] = Convert.ToInt64(total.Rows[0][0], CultureInfo.InvariantCulture);
        page["offset"] = offset;
        page["sort"] = selection.Sort;
        page["dir"] = selection.IsAscending ? "asc" : "desc";
        page["sql"] = $"{selection.Sql(selection.Columns, isSorted: true)}\nLIMIT {MostRows}";
        await WebApi.DescribeAsync(page, stack, selection.Range);
        return page;
    }

    async Task DownloadAsync(HttpContext http)
    {
        var query = http.Request.Query;
        var format = DownloadFormat.Of(query["format"].ToString());
        var selection = await ReadAsync(query);
        await stack.Queries.ReadAsync(
            selection.Sql(selection.Columns, isSorted: query.ContainsKey("sort")),
            result =>
            {
                format.Write(result, http, "flow-logs");
                return true;
            },
            http.RequestAborted);
    }

    async Task<Selection> ReadAsync(IQueryCollection query)
    {
        var table = stack.Engine.Table;
        var all = table.Columns.Select(column => column.Name).ToList();
        var filter = FlowFilter.Read(query, stack.Fields);
        var range = await WebApi.ReadRangeAsync(stack, query);
        return new Selection(table.Name, all, range, filter.Where(range), Columns(query, all),
            Column(query["sort"].ToString() is { Length: > 0 } sort ? sort : UsualSort, all), query["dir"] == "asc");
    }

    static List<string> Columns(IQueryCollection query, List<string> all) =>
        query["columns"].ToString() is { Length: > 0 } text ? [.. text.Split(',').Select(name => Column(name, all))] : all;

    static string Column(string name, List<string> all) =>
        all.Find(column => column.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new FormatException($"Unknown column '{FilterText.Short(name)}'. Use {string.Join(", ", all)}.");

    static long Number(IQueryCollection query, string name, long usual, long most) =>
        query[name].ToString() is not { Length: > 0 } text ? usual
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most ? number
        : throw new FormatException($"Invalid {name} '{FilterText.Short(text)}'. Use a number up to {most}.");

    /// <param name="Table">The table's name.</param>
    /// <param name="All">All columns.</param>
    /// <param name="Range">The time.</param>
    /// <param name="Where">The condition of the time and the filters.</param>
    /// <param name="Columns">The chosen columns.</param>
    /// <param name="Sort">The column to sort by.</param>
    /// <param name="IsAscending">The direction.</param>
    sealed record Selection(string Table, List<string> All, TimeRange Range, string Where, IReadOnlyList<string> Columns, string Sort,
        bool IsAscending)
    {
        public string Sql(IEnumerable<string> columns, bool isSorted)
        {
            var order = TieBreakers.Where(column => column != Sort && All.Contains(column)).Select(Name)
                .Prepend($"{Name(Sort)} {(IsAscending ? "ASC" : "DESC")}");
            return $"SELECT {string.Join(", ", columns.Select(Name))}\nFROM "
                + $"{Table}\n{Where}{(isSorted ? $"ORDER BY {string.Join(", ", order)}" : "")}".TrimEnd();
        }

        // The only column of flow logs whose name is a reserved word of SQL.
        static string Name(string column) => column == "end" ? "\"end\"" : column;
    }
}
