using System.Collections.Immutable;
using System.Text;

namespace FlowLogs;

/// <summary>
/// The fields of a flow log's records and their order, as in <c>aws ec2 create-flow-logs --log-format</c>:
/// <c>${version} ${account-id} ...</c>, divided by spaces. Source: "Flow log records", Amazon VPC User Guide.
/// </summary>
public sealed class FlowLogFormat
{
    FlowLogFormat(ImmutableArray<FlowLogField> fields)
    {
        Fields = fields;
        Mask = fields.Aggregate(0UL, (mask, field) => mask | 1UL << field.Index);
    }

    /// <summary>The 14 fields of version 2, which a flow log has unless it is told otherwise.</summary>
    public static FlowLogFormat Default { get; } = new([.. FlowLogFields.All.Where(field => field.Version == 2)]);

    public ImmutableArray<FlowLogField> Fields { get; }

    /// <summary>A bit for each field of the format, at the field's index.</summary>
    internal ulong Mask { get; }

    /// <summary>Reads a format string.</summary>
    /// <exception cref="FormatException">The text is not a list of <c>${field}</c>, names a field twice, or names one that <see cref="FlowLogFields"/> does not have.</exception>
    public static FlowLogFormat Parse(string text)
    {
        var fields = ImmutableArray.CreateBuilder<FlowLogField>();
        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (!word.StartsWith("${", StringComparison.Ordinal) || !word.EndsWith('}'))
                throw new FormatException($"'{word}' in the flow log format is not a field: fields are written ${{name}} and divided by spaces.");
            var name = word[2..^1];
            var field = FlowLogFields.All.FirstOrDefault(field => field.Name == name)
                ?? throw new FormatException($"The flow log format names the field '{name}', which is not a flow log field of versions 2 to 10.");
            if (fields.Contains(field))
                throw new FormatException($"The flow log format names the field '{name}' twice.");
            fields.Add(field);
        }
        if (fields.Count == 0)
            throw new FormatException("The flow log format has no fields: it needs at least one, for example ${version}.");
        return new(fields.ToImmutable());
    }

    public override string ToString() => new StringBuilder().AppendJoin(' ', Fields.Select(field => $"${{{field.Name}}}")).ToString();
}
