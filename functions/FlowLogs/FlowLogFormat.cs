using System.Collections.Immutable;
using System.Text;

namespace FlowLogs;

/// <summary>
/// The fields of a flow log's records and their order, as in <c>aws ec2 create-flow-logs --log-format</c>: <c>${version} ${account-id}
/// ...</c>, separated by spaces. Source: "Flow log records", Amazon VPC User Guide.
/// </summary>
/// <remarks>Undocumented names are valid: AWS adds fields, and their values must not be lost.</remarks>
public sealed class FlowLogFormat
{
    FlowLogFormat(ImmutableArray<FlowLogField> fields)
    {
        Fields = fields;
        Known = [.. fields.Where(field => field.IsKnown)];
        Others = [.. fields.Where(field => !field.IsKnown)];
        var set = new FieldSet();
        foreach (var field in fields)
            set.Add(field.Index);
        Set = set;
    }

    /// <summary>The 14 fields of version 2, the default format of a VPC's flow log.</summary>
    public static FlowLogFormat Default { get; } = new([.. FlowLogFields.All.Where(field => field.Version == 2)]);

    /// <summary>
    /// The default format of a transit gateway's flow log, versions 2 to 6.
    /// Source: "Transit Gateway Flow Log records", Amazon VPC Transit Gateways.
    /// </summary>
    public static FlowLogFormat TransitGatewayDefault { get; } = OfNames((
        "version resource-type account-id tgw-id tgw-attachment-id tgw-src-vpc-account-id tgw-dst-vpc-account-id tgw-src-vpc-id "
        + "tgw-dst-vpc-id "
        + "tgw-src-subnet-id tgw-dst-subnet-id tgw-src-eni tgw-dst-eni tgw-src-az-id tgw-dst-az-id tgw-pair-attachment-id srcaddr dstaddr "
        + "srcport dstport "
        + "protocol packets bytes start end log-status type packets-lost-no-route packets-lost-blackhole packets-lost-mtu-exceeded "
        + "packets-lost-ttl-expired tcp-flags region flow-direction pkt-src-aws-service pkt-dst-aws-service").Split(' '));

    /// <summary>Every field of the format, in its order.</summary>
    public ImmutableArray<FlowLogField> Fields { get; }

    /// <summary>The documented fields of the format, which have a column each.</summary>
    public ImmutableArray<FlowLogField> Known { get; }

    /// <summary>The undocumented fields of the format.</summary>
    public ImmutableArray<FlowLogField> Others { get; }

    /// <summary>The fields as a set, for quick comparisons.</summary>
    internal FieldSet Set { get; }

    /// <summary>Reads a format string. Spaces, tabs and line breaks between and around the fields are ignored.</summary>
    /// <exception cref="FormatException">The text is not a list of <c>${field}</c>, or names a field twice.</exception>
    public static FlowLogFormat Parse(string text) =>
        OfNames(text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(NameIn));

    /// <summary>
    /// Creates the format with these fields, each by a name that <see cref="FlowLogFields.Find"/> knows, or by an undocumented name.
    /// </summary>
    /// <exception cref="FormatException">A name is invalid or repeated, or there are no fields or too many.</exception>
    public static FlowLogFormat OfNames(IEnumerable<string> names)
    {
        var fields = ImmutableArray.CreateBuilder<FlowLogField>();
        var others = FlowLogFields.All.Length;
        foreach (var name in names)
        {
            var field = FlowLogFields.Find(Encoding.UTF8.GetBytes(name));
            if (fields.Any(other => other == field || other.Name == name))
                throw new FormatException($"The flow log format names the field '{name}' twice.");
            if (field is null && !IsName(name))
                throw new FormatException($"'{name}' in the flow log format is not the name of a field: names have letters, digits and "
                    + $"hyphens.");
            if (field is null && others == FieldSet.Size)
                throw new FormatException($"The flow log format has more than {FieldSet.Size - FlowLogFields.All.Length} undocumented "
                    + "fields.");
            fields.Add(field ?? new FlowLogField(others++, name));
        }
        if (fields.Count == 0)
            throw new FormatException("The flow log format has no fields: it needs at least one, for example ${version}.");
        return new(fields.ToImmutable());
    }

    /// <summary>Returns the format's field with this name, or null.</summary>
    public FlowLogField? Find(ReadOnlySpan<byte> name)
    {
        foreach (var field in Fields)
            if (field.IsCalled(name))
                return field;
        foreach (var field in Others)
            if (field.IsCalledLike(name))
                return field;
        return FlowLogFields.Find(name) is { } known && Set.Has(known.Index) ? known : null;
    }

    public override string ToString() => new StringBuilder().AppendJoin(' ', Fields.Select(field => $"${{{field.Name}}}")).ToString();

    static string NameIn(string word) =>
        word.StartsWith("${", StringComparison.Ordinal) && word.IndexOf('}', StringComparison.Ordinal) == word.Length - 1
        ? word[2..^1]
        : throw new FormatException($"'{word}' in the flow log format is not a field: write fields as ${{name}}, separated by spaces.");

    // The name becomes a JSON key without escaping.
    static bool IsName(string name) =>
        name.Length > 0 && char.IsAsciiLetter(name[0]) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');
}
