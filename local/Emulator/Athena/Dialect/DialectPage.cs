using System.Text;

namespace Emulator.Athena.Dialect;

/// <summary>Generates the page <c>docs/athena-sql.md</c> from the table of functions.</summary>
static class DialectPage
{
    const int Width = 130;

    const string Head = """
        # Athena's SQL on this machine

        `flowlogs query`, the SQL page and Athena's API in local mode take the SQL of Athena engine version 3. DuckDB computes
        the answers, but it never sees a statement as it was written: names are resolved and types are checked by Trino's
        rules first, and the statement is translated. So a statement that runs here runs in Athena, and a statement that
        Athena refuses is refused here, with Athena's error name, the line and the column.

        A test compares this page with the tables of functions in `local/Emulator/Athena/Dialect/Functions`. To write the page
        again: `FLOWLOGS_WRITE_PAGES=1 dotnet run --project tests/Emulator.Tests -- -class '*DialectPageTests'`.

        ## Statements

        | statement | here |
        |---|---|
        | `SELECT`, `WITH`, `VALUES`, `TABLE`, `UNION`, `INTERSECT`, `EXCEPT` | as in Athena |
        | `EXPLAIN`, `EXPLAIN ANALYZE` | the plan is DuckDB's; `TYPE VALIDATE` as in Athena |
        | `ALTER TABLE ... ADD PARTITION`, `DROP PARTITION`, `SHOW PARTITIONS` | as in Athena |
        | `SHOW DATABASES`, `TABLES`, `VIEWS`, `COLUMNS`, `CREATE TABLE`, `TBLPROPERTIES`, `DESCRIBE` | as in Athena |
        | `"flow_logs$partitions"`, `information_schema.schemata`, `tables`, `columns`, `views`, `"$path"` | as in Athena |
        | `CREATE`, `INSERT`, `UNLOAD`, `PREPARE`, `MSCK REPAIR TABLE` and other statements that change something | not on this machine |
        | `EXPLAIN` with `TYPE IO`, `FORMAT JSON` or `FORMAT GRAPHVIZ`, `FETCH FIRST ... WITH TIES` | not on this machine |
        | `WITH RECURSIVE`, `MATCH_RECOGNIZE`, `"$file_size"` and other hidden columns | not on this machine |

        ## Types

        `boolean`, `tinyint`, `smallint`, `integer`, `bigint`, `real`, `double`, `decimal(p,s)`, `varchar(n)`, `varbinary`,
        `date`, `time(p)`, `timestamp(p)`, `timestamp(p) with time zone`, `interval day to second`, `interval year to month`,
        `json`, `ipaddress`, `uuid`, `array(T)`, `map(K,V)` and `row(name T, ...)`. Not on this machine: `char(n)`, `time with
        time zone`, `HyperLogLog` and the other sketches.

        Comparisons, `IN`, `BETWEEN`, `CASE`, arithmetic, arguments of functions and `UNION` take values of one type, or of
        types that Trino converts by itself: integers to wider integers, to decimals, `real` and `double`; `date` to
        `timestamp`; `timestamp` to `timestamp with time zone`. A number never becomes a text, and a text never a number.
        Ports, accounts and partition keys of `flow_logs` are texts: `dstport = '443'`, `year = '2026'`.

        ## What differs from Athena

        - A timestamp with time zone has the zone of its expression, not of its value: `AT TIME ZONE`, `at_timezone` and
          `with_timezone` need a literal, and `from_iso8601_timestamp` shows the offset of a literal, and UTC for all other
          texts. Instants are the same.
        - Units, formats of times, JSON paths, the format of `format`, the digits to which a decimal is rounded, and parameters
          that have the word `literal` below need literals.
        - Times have six decimals, and results show three, as Athena's do.
        - Years before 1 and after 9999 are not shown.
        - Regular expressions have no lookaround and no back references.
        - A cast of a text to a decimal checks Trino's form first, and takes 1.3 times DuckDB's own (`benchmarks/Dialect`).
        - `TRY` takes no aggregate function, and `array_sort` and `regexp_replace` take no lambda.
        - `NULL` inside of arrays and rows compares like a value. Values of the types `json` and `map` are not compared at
          all.
        - Division of decimals is exact to 15 digits.
        - `approx_distinct` and `approx_percentile` are approximate in both engines, and differ in the last digits.
        - DuckDB's syntax tree does not tell `LATERAL` from a plain subquery in `FROM`: such a subquery may use earlier tables
          here without the word.
        - `lpad` and `rpad` stop at a million characters; `sequence` and `repeat` stop at 10,000 elements, as in Athena.

        ## Operators

        `+`, `-`, `*`, `/`, `%`, `=`, `<>`, `!=`, `<`, `<=`, `>`, `>=`, `AND`, `OR`, `NOT`, `||`, `IN`, `BETWEEN`, `LIKE` with
        `ESCAPE`, `IS NULL`, `IS DISTINCT FROM`, `ANY`, `ALL`, `SOME`, `EXISTS`, `CASE`, `CAST`, `TRY_CAST`, `TRY`,
        `COALESCE`, `EXTRACT`, `AT TIME ZONE`, subscripts, lambdas, `FILTER`, `OVER`, `WITHIN GROUP` of `listagg`, `GROUPING
        SETS`, `CUBE`, `ROLLUP`, `UNNEST ... WITH ORDINALITY` and `TABLESAMPLE`. Of DuckDB's own, none: `::`, `ILIKE`, `**`,
        `//`, `QUALIFY`, `DISTINCT ON`, `GROUP BY ALL`, `[...]`, `{...}` and the like are refused.

        ## Functions

        A name that is not on this page is unknown to Athena, too, and is refused. Each function says how it is
        computed: `=` by the function of DuckDB that has the same name and meaning, `~` by a translation to DuckDB's SQL, `C#`
        by code of this tool.
        """;

    /// <summary>Returns the page.</summary>
    public static string Text()
    {
        var page = new StringBuilder(Head);
        page.Append("\n\n");
        var supported = FunctionTable.All.Where(entry => !entry.IsMissing).Select(entry => entry.Name).Distinct().Count();
        var missing = FunctionTable.All.Where(entry => entry.IsMissing).Select(entry => entry.Name).Distinct().Count();
        page.Append($"{supported} functions run here, and {missing} that Athena has are refused by name.\n");
        foreach (var topic in FunctionTable.All.GroupBy(entry => entry.Topic))
        {
            page.Append($"\n### {topic.Key}\n\n");
            foreach (var function in topic.Where(entry => !entry.IsMissing).GroupBy(entry => entry.Name)
                .OrderBy(group => group.Key, StringComparer.Ordinal))
                Wrap(page, $"- `{function.Key}` {Computed([.. function])}: ", function.Select(entry => entry.Description).Distinct()
                    .Where(text => !text.Contains("literal ", StringComparison.Ordinal)
                        || function.All(other => other.Description != text.Replace("literal ", "", StringComparison.Ordinal)))
                    .Select(text => $"`{text}`"));
            var refused = topic.Where(entry => entry.IsMissing).Select(entry => $"`{entry.Name}`").Order(StringComparer.Ordinal).ToList();
            if (refused.Count == 0)
                continue;
            page.Append('\n');
            Wrap(page, "Not on this machine: ", refused);
        }

        return page.ToString();
    }

    static string Computed(FunctionEntry[] entries)
    {
        if (entries.Any(entry => entry.Template?.Contains("athena_", StringComparison.Ordinal) == true))
            return "C#";
        return entries.All(entry => entry.Template is { } template && template.StartsWith($"{entry.Name}(", StringComparison.Ordinal)
            && !template.Contains("CASE", StringComparison.Ordinal))
            ? "="
            : "~";
    }

    static void Wrap(StringBuilder page, string start, IEnumerable<string> words)
    {
        var line = new StringBuilder(start.TrimEnd());
        var first = true;
        foreach (var word in words)
        {
            if (!first)
                line.Append(',');
            first = false;
            if (line.Length + 1 + word.Length > Width)
            {
                page.Append(line).Append('\n');
                line.Clear().Append(start.StartsWith('-') ? "  " : "").Append(word);
            }
            else
            {
                line.Append(' ').Append(word);
            }
        }

        page.Append(line).Append('\n');
    }
}
