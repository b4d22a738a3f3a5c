using System.Text;

namespace Tool.Input;

/// <summary>Maps names of columns or keys to flow log fields.</summary>
static class FieldNames
{
    /// <summary>The columns of the archive's own partitions.</summary>
    static readonly string[] PartitionKeys = ["year", "month", "day", "hour"];

    /// <summary>Groups of fields. A record must have a field of at least one group.</summary>
    static readonly (string Name, FlowLogField[] Fields)[] Substance =
    [
        ("addresses", [FlowLogFields.SrcAddr, FlowLogFields.DstAddr, FlowLogFields.PktSrcAddr, FlowLogFields.PktDstAddr]),
        ("packets and bytes", [FlowLogFields.Packets, FlowLogFields.Bytes]),
        ("times", [FlowLogFields.Start, FlowLogFields.End]),
    ];

    /// <summary>Returns whether a name does not belong to a field of a record, so that its values can be skipped.</summary>
    /// <remarks>
    /// The fields of CloudWatch Logs begin with <c>@</c>. An index that pandas writes has no name in CSV, <c>Unnamed: 0</c> when read
    /// again, and <c>__index_level_0__</c> in Parquet.
    /// </remarks>
    public static bool IsBeside(string name) =>
        name.Length == 0 || name[0] == '@' || PartitionKeys.Contains(name)
        || name.StartsWith("__index_level_", StringComparison.Ordinal) || name.StartsWith("Unnamed: ", StringComparison.Ordinal);

    /// <summary>Returns why columns with these names are not records; null if they are.</summary>
    public static string? Problem(IReadOnlyCollection<string> names)
    {
        var candidates = names.Where(name => !IsBeside(name)).ToList();
        var fields = candidates.Select(Find).OfType<FlowLogField>().ToHashSet();
        if (2 * fields.Count <= candidates.Count)
            return $"the input has no flow log fields, but {string.Join(", ", names.Take(5))}.";
        return Lacking(fields).Count() == Substance.Length
            ? $"the input has the fields {string.Join(", ", fields)}, but no addresses, packets or times."
            : null;
    }

    /// <summary>Describes what records with these fields lack.</summary>
    public static IEnumerable<string> Lacking(IEnumerable<FlowLogField> fields) =>
        Substance.Where(part => !part.Fields.Intersect(fields).Any()).Select(part => part.Name);

    /// <summary>Returns the documented field of this name, in any spelling, or null.</summary>
    public static FlowLogField? Find(string name) => FlowLogFields.Find(Encoding.UTF8.GetBytes(Plain(name)));

    /// <summary>
    /// Returns the name as a format can have it. Characters other than ASCII letters, digits and hyphens become underscores.
    /// </summary>
    public static string Plain(string name)
    {
        var plain = string.Concat(name.Trim().Select(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-' ? letter : '_'));
        return plain.Length > 0 && char.IsAsciiLetter(plain[0]) ? plain : $"column_{plain}";
    }
}
