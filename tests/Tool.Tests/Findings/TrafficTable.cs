using DuckDB.NET.Data;
using Emulator.Athena;
using Emulator.Tests.Athena;
using Tool.Traffic;
using Web.Findings;

namespace Tool.Tests.Findings;

/// <summary>A table of flow log records in text form, with a partition for each hour.</summary>
sealed class TrafficTable : IDisposable
{
    readonly TestTable _table = new();

    public AthenaEngine Engine => _table.Engine;

    /// <summary>Creates a table of generated traffic.</summary>
    public static (TrafficTable Table, IReadOnlyList<Incident> Incidents) Generate(TrafficOptions options)
    {
        var table = new TrafficTable();
        var file = Path.Combine(table._table.Folder, "traffic.txt");
        IReadOnlyList<Incident> incidents;
        using (var output = File.Create(file))
            incidents = TrafficGenerator.Write(output, options, TestContext.Current.CancellationToken);
        table.Load(file);
        return (table, incidents);
    }

    /// <summary>Creates a table of records in the default format.</summary>
    public static TrafficTable Of(IEnumerable<string> records)
    {
        var table = new TrafficTable();
        var file = Path.Combine(table._table.Folder, "traffic.txt");
        File.WriteAllLines(file, records);
        table.Load(file);
        return table;
    }

    /// <summary>Returns the rows of all findings, or of one, in a time range.</summary>
    public List<FindingRow> Find(DateTimeOffset from, DateTimeOffset to, string? name = null)
    {
        var findings = Finding.All.Where(finding => name is null || finding.Name == name).ToList();
        using var run = new FindingRun(Engine, findings, from, to, TestContext.Current.CancellationToken);
        return [.. findings.SelectMany(finding => run.Execute(finding, TestContext.Current.CancellationToken))];
    }

    public void Dispose() => _table.Dispose();

    void Load(string file)
    {
        var staging = Path.Combine(_table.Folder, "staging");
        using (var connection = new DuckDBConnection("DataSource=:memory:"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = $$"""
                SET TimeZone = 'UTC';
                COPY (
                  SELECT version, account_id, interface_id, srcaddr, dstaddr, srcport, dstport, protocol, packets, bytes,
                    to_timestamp(first) AS start, to_timestamp(last) AS "end", action, log_status, CAST(NULL AS VARCHAR) AS unparsed,
                    strftime(to_timestamp(last), '%Y/%m/%d/%H') AS hour_path
                  FROM read_csv('{{file}}', delim = ' ', header = false, nullstr = '-', columns = {
                    version: 'INTEGER', account_id: 'VARCHAR', interface_id: 'VARCHAR', srcaddr: 'VARCHAR', dstaddr: 'VARCHAR', srcport: 'VARCHAR',
                    dstport: 'VARCHAR', protocol: 'INTEGER', packets: 'BIGINT', bytes: 'BIGINT', first: 'BIGINT', last: 'BIGINT',
                    action: 'VARCHAR', log_status: 'VARCHAR'})
                ) TO '{{staging}}' (FORMAT parquet, PARTITION_BY (hour_path))
                """;
            command.ExecuteNonQuery();
        }

        File.Delete(file);
        foreach (var folder in Directory.EnumerateDirectories(staging))
        {
            var hour = DateTime.ParseExact(Uri.UnescapeDataString(Path.GetFileName(folder)["hour_path=".Length..]), "yyyy/MM/dd/HH", null);
            var place = _table.FolderOf(hour);
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            Directory.Move(folder, place);
            Engine.Catalog.Add([TestTable.Hour(hour)], ifNotExists: true);
        }
    }
}
