using System.Text;

namespace PartitionRegistrar;

/// <summary>One statement for Athena with its hours.</summary>
/// <param name="Sql">The text, in ASCII.</param>
/// <param name="Hours">The number of hours.</param>
/// <param name="First">The first hour.</param>
/// <param name="Last">The last hour.</param>
/// <param name="Registers">Whether the statement registers the hours; otherwise it drops them.</param>
public sealed record PartitionStatement(string Sql, int Hours, PartitionHour First, PartitionHour Last, bool Registers);

/// <summary>Creates statements for hours, each with as many hours as Athena accepts.</summary>
/// <remarks>Sources: "ALTER TABLE ADD PARTITION" and "ALTER TABLE DROP PARTITION", Amazon Athena User Guide.</remarks>
public static class PartitionStatements
{
    /// <summary>
    /// The length in bytes of UTF-8 that a statement must stay below. Source: "Service Quotas", Amazon Athena User Guide.
    /// </summary>
    public const int ByteLimit = 262_144;

    /// <summary>Returns statements that register hours, if they are not registered yet.</summary>
    public static IEnumerable<PartitionStatement> Add(RegistrarSettings settings, IEnumerable<PartitionHour> hours) =>
        Pack(
            $"{AlterTable(settings)} ADD IF NOT EXISTS", "\n", hours,
            hour => $"{Partition(hour)} LOCATION '{settings.LocationOf(hour)}'", registers: true);

    /// <summary>Returns statements that remove hours from the catalog, if they are registered. Files stay: the table is external.</summary>
    public static IEnumerable<PartitionStatement> Drop(RegistrarSettings settings, IEnumerable<PartitionHour> hours) =>
        Pack($"{AlterTable(settings)} DROP IF EXISTS", ",\n", hours, Partition, registers: false);

    static string AlterTable(RegistrarSettings settings) => $"ALTER TABLE `{settings.DatabaseName}`.`{settings.TableName}`";

    static string Partition(PartitionHour hour) =>
        $"PARTITION (year='{hour.Year}',month='{hour.Month}',day='{hour.Day}',hour='{hour.Hour}')";

    static IEnumerable<PartitionStatement> Pack(
        string start, string separator, IEnumerable<PartitionHour> hours, Func<PartitionHour, string> clauseOf, bool registers)
    {
        var sql = new StringBuilder(start);
        var (count, first, last) = (0, default(PartitionHour), default(PartitionHour));
        foreach (var hour in hours)
        {
            var clause = clauseOf(hour);
            if (count > 0 && sql.Length + separator.Length + clause.Length >= ByteLimit)
            {
                yield return new(sql.ToString(), count, first, last, registers);
                sql.Clear().Append(start);
                count = 0;
            }

            sql.Append(count == 0 ? "\n" : separator).Append(clause);
            (count, first, last) = (count + 1, count == 0 ? hour : first, hour);
        }

        if (count > 0)
            yield return new(sql.ToString(), count, first, last, registers);
    }
}
