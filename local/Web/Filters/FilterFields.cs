using Emulator.Athena;

namespace Web.Filters;

/// <summary>
/// The filter fields of a table: short names for the columns that people filter by most, and every other column by its own name.
/// </summary>
sealed class FilterFields
{
    // Names that differ from the column's. A field exists if the table has its columns.
    static readonly FilterField[] Named =
    [
        new("addr", FilterKind.Address, ["srcaddr", "dstaddr"], "Source or destination address") { Aliases = ["address", "ip"] },
        new("src", FilterKind.Address, ["srcaddr"], "Source address") { Aliases = ["source"] },
        new("dst", FilterKind.Address, ["dstaddr"], "Destination address") { Aliases = ["destination"] },
        new("port", FilterKind.Port, ["dstport"], "Destination port"),
        new("srcport", FilterKind.Port, ["srcport"], "Source port"),
        new("anyport", FilterKind.Port, ["srcport", "dstport"], "Source or destination port"),
        new("sender", FilterKind.Sender, ["srcport", "dstport"], "client or server: who sent the record; the client has the higher port")
        {
            Words = ["client", "server"],
        },
        new("proto", FilterKind.Protocol, ["protocol"], "Protocol"),
        new("action", FilterKind.Word, ["action"], "ACCEPT or REJECT") { Words = ["ACCEPT", "REJECT"] },
        new("eni", FilterKind.Interface, ["interface_id"], "Network interface") { Aliases = ["interface"] },
        new("status", FilterKind.Word, ["log_status"], "OK, NODATA or SKIPDATA") { Words = ["OK", "NODATA", "SKIPDATA"] },
        new("account", FilterKind.Text, ["account_id"], "Account of the network interface"),
    ];

    static readonly string[] AddressColumns = ["pkt_srcaddr", "pkt_dstaddr"];

    readonly List<FilterField> _fields;
    readonly string _expected;

    public FilterFields(TableDefinition table, AddressMarks addresses, NameList names)
    {
        (Addresses, Names) = (addresses, names);
        var columns = table.Columns.Select(column => column.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        _fields = [.. Named.Where(field => field.Columns.All(columns.Contains))];
        foreach (var (name, type) in table.Columns.Where(column =>
            !_fields.Any(field => field.Columns is [var only] && only.Equals(column.Name, StringComparison.OrdinalIgnoreCase))))
            _fields.Add(new FilterField(name, KindOf(name, type), [name], ColumnMeanings.Of(name)));
        _expected = $"{string.Join(", ", _fields.Where(Named.Contains).Select(field => field.Name))}, or a column such as bytes or packets";
    }

    /// <summary>Takes fields that are not a table's columns.</summary>
    public FilterFields(IEnumerable<FilterField> fields)
    {
        (Addresses, Names) = (AddressMarks.Shipped, NameList.None);
        _fields = [.. fields];
        _expected = string.Join(", ", _fields.Select(field => field.Name));
    }

    /// <summary>The marks for "private", "aws" and "public".</summary>
    public AddressMarks Addresses { get; }

    /// <summary>The user's names, which are values of addresses and interfaces.</summary>
    public NameList Names { get; }

    /// <summary>What is known of the place of addresses; null for nothing.</summary>
    public GeoDatabases? Places { get; init; }

    public IReadOnlyList<FilterField> All => _fields;

    public FilterField? Find(string name) => _fields.Find(field => field.IsCalled(name));

    /// <summary>Returns the name of the field for a single column.</summary>
    public string FieldOf(string column) =>
        _fields.First(field => field.Columns is [var only] && only.Equals(column, StringComparison.OrdinalIgnoreCase)).Name;

    /// <exception cref="FormatException">The field does not exist.</exception>
    public FilterField Get(string name) =>
        Find(name) ?? throw new FormatException($"Unknown filter '{FilterText.Short(name)}'. Use {_expected}.");

    static FilterKind KindOf(string column, string hiveType) => hiveType.ToLowerInvariant() switch
    {
        "timestamp" or "date" => FilterKind.Time,
        "tinyint" or "smallint" or "int" or "bigint" or "float" or "double" => FilterKind.Number,
        _ => AddressColumns.Contains(column) ? FilterKind.Address : FilterKind.Text,
    };
}
