using System.Globalization;
using System.Text.Json;
using static Emulator.Athena.Dialect.SyntaxTree;

namespace Emulator.Athena.Dialect;

/// <summary>Casts, typed literals and intervals.</summary>
sealed partial class ExpressionAnalyzer
{
    Typed CastNode(JsonElement node)
    {
        var (child, location) = (node.GetProperty("child"), Location(node));
        if (location < 0 && Text(child, "class") == "CONSTANT" && !text.IsArgument(Location(child))
            && !child.GetProperty("value").GetProperty("is_null").GetBoolean())
            return TypedLiteral(child, TypeOf(node.GetProperty("cast_type"), Location(child)));
        var (isTry, value) = (node.GetProperty("try_cast").GetBoolean(), Analyze(child));
        if (location < 0)
            location = value.Location;
        var type = TypeOf(node.GetProperty("cast_type"), location);
        var cast = Cast(value, type, location, isTry);
        return isTry && _tries == 0 && cast.Sql.Contains(TryStart, StringComparison.Ordinal)
            ? Cast(AnalyzeTried(child), type, location, isTry)
            : cast;
    }

    /// <summary><c>TIMESTAMP '2023-11-14 22:13:20'</c> and its kind; <c>true</c> and <c>false</c> come as texts too.</summary>
    Typed TypedLiteral(JsonElement child, TrinoType type)
    {
        var (content, location) = (child.GetProperty("value").GetProperty("value"), Location(child));
        var literal = content.ValueKind == JsonValueKind.String ? content.GetString()! : content.GetRawText();
        Typed Is(TrinoType actual, string sql) => new(actual, sql, location) { Literal = literal };
        AthenaException Invalid() => Error(AthenaError.InvalidLiteral, location, $"'{literal}' is not a valid {type.Name} literal");
        switch (type.Name)
        {
            case "boolean":
                return new Typed(type, literal is "t" or "true" ? "true" : "false", location)
                {
                    Literal = literal is "t" or "true" ? "true"
                    : "false"
                };
            case "timestamp" or "timestamp with time zone":
                var (instant, actual) = TextCasts.Literal(literal) ?? throw Invalid();
                return Is(actual, instant);
            case "date":
                return Is(type, $"DATE '{TextCasts.Date(literal) ?? throw Invalid()}'");
            case "time" when literal.IndexOfAny(['+', '-']) >= 0 || literal.EndsWith("UTC", StringComparison.Ordinal):
                throw Error(AthenaError.NotHere, location, "The type time with time zone is not supported on this machine");
            case "time":
                var decimals = TextCasts.DecimalsOf(literal);
                return Is(TrinoType.Time(decimals), $"TIME '{TextCasts.Time(literal, decimals) ?? throw Invalid()}'");
            case "decimal":
                if (!decimal.TryParse(literal, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
                    throw Invalid();
                var digits = literal.TrimStart('-', '+');
                var scale = digits.Contains('.') ? digits.Length - digits.IndexOf('.') - 1 : 0;
                var exact = TrinoType.Decimal(Math.Max(1, digits.Count(char.IsAsciiDigit)), scale);
                return Is(exact, $"CAST({Sql.Text(literal)} AS {exact.DuckDb})");
            case "ipaddress":
                return IpAddressText.Parse(literal) is { } address ? Is(type, Sql.Text(address)) : throw Error(
                    AthenaError.InvalidLiteral, location, $"Cannot cast value to IPADDRESS: {literal}");
            case "json":
                return Is(type, $"json({Sql.Text(literal)})");
            case "varbinary":
                return Is(type, $"unhex({Sql.Text(literal.Replace(" ", "", StringComparison.Ordinal))})");
            default:
                return Cast(new Typed(TrinoType.VarcharOf(literal.Length), Sql.Text(literal), location) { Literal = literal }, type,
                    location, isTry: false) with
                { Literal = literal };
        }
    }

    TrinoType TypeOf(JsonElement type, int location)
    {
        var (id, info) = (Text(type, "id"), type.GetProperty("type_info"));
        switch (id)
        {
            case "BOOLEAN": return TrinoType.Boolean;
            case "TINYINT": return TrinoType.TinyInt;
            case "SMALLINT": return TrinoType.SmallInt;
            case "INTEGER": return TrinoType.Integer;
            case "BIGINT": return TrinoType.BigInt;
            case "FLOAT": return TrinoType.Real;
            case "DOUBLE": return TrinoType.Double;
            case "VARCHAR": return TrinoType.Varchar;
            case "DATE": return TrinoType.Date;
            case "TIME": return TrinoType.Time();
            case "TIMESTAMP": return TrinoType.Timestamp();
            case "TIMESTAMP WITH TIME ZONE": return TrinoType.Zoned("UTC");
            case "BLOB": return TrinoType.Varbinary;
            case "UUID": return TrinoType.Variable("uuid");
            case "INTERVAL": throw UnknownType("interval", location);
            case "DECIMAL": return TrinoType.Decimal(info.GetProperty("width").GetInt32(), info.GetProperty("scale").GetInt32());
            case "LIST": return TrinoType.Array(TypeOf(info.GetProperty("child_type"), location));
            case "MAP":
                var entry = Children(info.GetProperty("child_type").GetProperty("type_info"), "child_types")
                    .Select(field => TypeOf(field.GetProperty("second"), location)).ToList();
                return TrinoType.Map(entry[0], entry[1]);
            case "STRUCT":
                var fields = Children(info, "child_types").ToList();
                return TrinoType.Row([.. fields.Select(field => TypeOf(field.GetProperty("second"), location))],
                    [.. fields.Select(field => field.GetProperty("first").GetString())]);
            case "UNBOUND":
                return NamedType(info, location);
            default:
                throw UnknownType(id.ToLowerInvariant(), location);
        }
    }

    TrinoType NamedType(JsonElement info, int location)
    {
        var (name, modifiers) = (Text(info, "name").ToLowerInvariant(), Children(info, "user_type_modifiers").Select(Modifier).ToList());
        return (name, modifiers.Count) switch
        {
            ("varcha_", 1) => TrinoType.VarcharOf(modifiers[0]),
            ("cha_", _) => throw Error(AthenaError.NotHere, location, "The type char(n) is not supported on this machine",
                "Use varchar(n)."),
            ("timestam_", 1) => TrinoType.Timestamp(modifiers[0]),
            ("timestamp with time zone", 1) => TrinoType.Zoned("UTC", modifiers[0]),
            ("timestamp with time zone", 0) => TrinoType.Zoned("UTC"),
            ("decima_", 0) => TrinoType.Decimal(38, 0),
            ("x_", 0) or ("varbinary", 0) => TrinoType.Varbinary,
            ("ipaddress", 0) => TrinoType.IpAddress,
            ("json", 0) => TrinoType.Json,
            ("int", 0) or ("integer", 0) => TrinoType.Integer,
            ("uuid", 0) => TrinoType.Variable("uuid"),
            ("time", _) => TrinoType.Time(),
            _ => throw UnknownType(name.Replace("_", "", StringComparison.Ordinal), location),
        };
    }

    static int Modifier(JsonElement modifier) =>
        modifier.TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt32() : -1;

    AthenaException UnknownType(string name, int location) => Error(AthenaError.TypeMismatch, location, $"Unknown type: {name}", name switch
    {
        "text" or "string" or "bpchar" => "Use varchar.",
        "float" or "float4" or "float8" => "Use real or double.",
        "blob" or "bytea" => "Use varbinary.",
        "hugeint" or "ubigint" or "uinteger" or "utinyint" or "usmallint" or "uhugeint" => "Use bigint or decimal(38,0).",
        "interval" => "Write INTERVAL '3' DAY.",
        _ => null,
    });

    /// <summary>A value as another type, as CAST converts it.</summary>
    public Typed Cast(Typed value, TrinoType type, int location, bool isTry)
    {
        if (!Coercion.CanCast(value.Type, type))
            throw Error(AthenaError.TypeMismatch, location, $"Cannot cast {value.Type} to {type}", CastHint(value, type));
        if (type.IsZoned && value.Type.IsZoned)
            type = TrinoType.Zoned(value.Type.Zone, type.Length);
        if (type.IsZoned && value.Literal is { } text && TextCasts.Instant(text, type.Length) is var (_, zone))
            type = TrinoType.Zoned(zone, type.Length);
        var sql = Casts.Of(value, type);
        if (isTry && value.Type.IsText && TextCasts.Sql(value, type) is { } tried)
            sql = tried;
        else if (isTry)
            sql = sql == Casts.Plain(value, type) || sql == Casts.Rounded(value, type) ? $"TRY_{sql}" : Tried(sql);
        return Typed.Of(type, sql, location, value) with { Literal = null };
    }

    static string? CastHint(Typed value, TrinoType type) =>
        value.Type.IsInteger && type.Name.StartsWith("timestamp", StringComparison.Ordinal) ? "Use from_unixtime."
        : value.Type.Name is "timestamp" or "timestamp with time zone" && type.IsNumber ? "Use to_unixtime."
        : null;

    /// <summary>The text of an interval literal, which the parser wraps in casts without a position.</summary>
    static string? IntervalText(JsonElement node)
    {
        var casts = 0;
        while (true)
        {
            switch (Text(node, "class"))
            {
                case "CAST":
                    casts++;
                    node = node.GetProperty("child");
                    break;
                case "FUNCTION" when Text(node, "function_name") == "trunc":
                    node = Children(node).First();
                    break;
                case "CONSTANT" when casts > 0 && node.GetProperty("value").TryGetProperty("value", out var value)
                    && value.ValueKind == JsonValueKind.String:
                    return value.GetString();
                default:
                    return null;
            }
        }
    }

    Typed Interval(string function, string amount, int location)
    {
        if (!decimal.TryParse(amount, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
            out var number)
            || (function != "to_seconds" && decimal.Truncate(number) != number))
        {
            throw Error(AthenaError.InvalidLiteral, location, $"'{amount}' is not a valid INTERVAL literal");
        }

        return function switch
        {
            "to_years" => new Typed(TrinoType.IntervalMonths,
                string.Create(CultureInfo.InvariantCulture, $"to_months({(long)number * 12})"), location),
            "to_quarters" => new Typed(TrinoType.IntervalMonths,
                string.Create(CultureInfo.InvariantCulture, $"to_months({(long)number * 3})"), location),
            "to_months" => new Typed(TrinoType.IntervalMonths, string.Create(CultureInfo.InvariantCulture, $"to_months({(long)number})"),
                location),
            "to_seconds" => new Typed(TrinoType.IntervalDays,
                string.Create(CultureInfo.InvariantCulture, $"to_milliseconds({(long)(number * 1000)})"), location),
            _ => new Typed(TrinoType.IntervalDays, string.Create(CultureInfo.InvariantCulture, $"{function}({(long)number})"), location),
        };
    }
}
