using System.Globalization;

namespace Emulator.Athena.Dialect;

/// <summary>Arithmetic of numbers, times and intervals.</summary>
sealed partial class ExpressionAnalyzer
{
    public Typed Arithmetic(string symbol, Typed left, Typed right, int location)
    {
        if (ArithmeticOrNull(symbol, left, right, location) is { } result)
            return result;
        var hint = left.Type.IsText || right.Type.IsText
            ? symbol == "+" ? "Use || to join texts, and CAST to compute with them." : "Convert the text with CAST(... AS bigint)."
            : left.Type.Name is "date" or "timestamp" or "timestamp with time zone" && right.Type.IsInteger
            ? $"Write {symbol} INTERVAL '{right.Literal ?? "1"}' DAY." : null;
        throw Error(AthenaError.TypeMismatch, location, $"Cannot apply operator: {left.Type} {symbol} {right.Type}", hint);
    }

    Typed? ArithmeticOrNull(string symbol, Typed left, Typed right, int location)
    {
        if (left.Type.Name == "unknown" && right.Type.Name == "unknown")
            return Typed.Of(TrinoType.Unknown, "NULL", location, left, right);
        var (one, other) = (left.Type.Name == "unknown" ? right.Type : left.Type, right.Type.Name == "unknown" ? left.Type : right.Type);
        if (one.IsNumber && other.IsNumber)
            return NumberArithmetic(symbol, left, right, Coercion.Common(one, other)!, location);
        if (one.IsInterval || other.IsInterval)
            return IntervalArithmetic(symbol, left, right, one, other, location);
        if (symbol == "-" && Coercion.Common(one, other) is { Name: "date" or "timestamp" or "timestamp with time zone" })
            return Typed.Of(TrinoType.IntervalDays, $"(CAST({left.Sql} AS TIMESTAMP) - CAST({right.Sql} AS TIMESTAMP))", location, left,
                right);
        return null;
    }

    Typed NumberArithmetic(string symbol, Typed left, Typed right, TrinoType type, int location)
    {
        if (type.Name == "decimal")
            return DecimalArithmetic(symbol, left, right, location);
        var (one, other) = (Coerce(left, type).Sql, Coerce(right, type).Sql);
        var operation = type.IsInteger && symbol == "/" ? "//" : symbol;
        var sql = $"({one} {operation} {other})";
        if (type.IsInteger && symbol is "/" or "%" && !(right.Literal is { } literal && literal.Any(c => c is >= '1' and <= '9')))
        {
            // DuckDB's result is NULL.
            sql = $"coalesce({sql}, CASE WHEN {one} IS NOT NULL AND {other} = 0 THEN "
                + $"{Failure("'DIVISION_BY_ZERO: Division by zero'", type)} END)";
        }

        // DuckDB gives a literal the narrowest integer type.
        return Typed.Of(type, type.Name is "tinyint" or "smallint" ? $"CAST({sql} AS {type.DuckDb})" : sql, location, left, right);
    }

    Typed DecimalArithmetic(string symbol, Typed left, Typed right, int location)
    {
        var (one, other) = (Coercion.AsDecimal(left.Type.Name == "unknown" ? right.Type : left.Type),
            Coercion.AsDecimal(right.Type.Name == "unknown" ? left.Type : right.Type));
        var scale = Math.Max(one.Scale, other.Scale);
        var type = symbol switch
        {
            "+" or "-" => TrinoType.Decimal(Math.Min(38, Math.Max(one.Length - one.Scale, other.Length - other.Scale) + scale + 1), scale),
            "*" => TrinoType.Decimal(Math.Min(38, one.Length + other.Length), one.Scale + other.Scale),
            "/" => TrinoType.Decimal(Math.Min(38, one.Length + other.Scale + Math.Max(0, other.Scale - one.Scale)), scale),
            _ => TrinoType.Decimal(Math.Min(one.Length - one.Scale, other.Length - other.Scale) + scale, scale),
        };
        if (type.Scale > 38)
            throw Error(AthenaError.TypeMismatch, location, "DECIMAL scale must be in range [0, precision (38)]");
        var (leftSql, rightSql) = (Coerce(left, one).Sql, Coerce(right, other).Sql);
        if (symbol is "/" or "%")
            rightSql = $"CASE WHEN {rightSql} = 0 THEN {Failure("'DIVISION_BY_ZERO: Division by zero'", other)} ELSE {rightSql} END";
        var sql = symbol == "/" ? $"round(CAST({leftSql} AS DOUBLE) / CAST({rightSql} AS DOUBLE), {scale})"
            : $"({leftSql} {symbol} {rightSql})";
        return Typed.Of(type, $"CAST({sql} AS {type.DuckDb})", location, left, right);
    }

    static Typed? IntervalArithmetic(string symbol, Typed left, Typed right, TrinoType one, TrinoType other, int location)
    {
        if (one.IsInterval && other.IsInterval)
            return symbol is "+" or "-" && one.Name == other.Name
                ? Typed.Of(one, $"({left.Sql} {symbol} {right.Sql})", location, left, right) : null;
        if (one.IsInterval && other.IsNumber && symbol is "*" or "/")
            return Typed.Of(one, ScaledInterval(one, left.Sql, symbol, right.Sql), location, left, right);
        if (other.IsInterval && one.IsNumber && symbol == "*")
            return Typed.Of(other, ScaledInterval(other, right.Sql, symbol, left.Sql), location, left, right);
        var (time, interval) = one.IsInterval ? (right with { Type = other }, left) : (left with { Type = one }, right);
        if (time.Type.Name is not ("date" or "time" or "timestamp" or "timestamp with time zone")
            || (symbol != "+" && (symbol != "-" || one.IsInterval)))
            return null;
        if (time.Type.Name == "date")
            return Typed.Of(time.Type, WholeDays(interval, $"CAST(({time.Sql} {symbol} {interval.Sql}) AS DATE)"), location, left, right);
        return Typed.Of(
            time.Type.IsZoned || time.Type.Name == "time" ? time.Type
                : TrinoType.Timestamp(Math.Max(time.Type.Length, interval.Type.Name == "interval day to second" ? 3 : 0)),
            Zones.ToInstant(time.Type, $"({Zones.ToLocal(time)} {symbol} {interval.Sql})"),
            location,
            left,
            right);
    }

    static string WholeDays(Typed interval, string sum) =>
        interval.Type == TrinoType.IntervalMonths || interval.Sql.StartsWith("to_days(", StringComparison.Ordinal) ? sum
            : $"CASE WHEN CAST(epoch_ms({interval.Sql}) AS BIGINT) % 86400000 <> 0 THEN "
            + $"{Failure("'INVALID_FUNCTION_ARGUMENT: Cannot add hour, minutes or seconds to a date'", TrinoType.Date)} ELSE {sum} END";

    static string ScaledInterval(TrinoType type, string interval, string symbol, string number) => type.Name == "interval day to second"
        ? $"to_milliseconds(CAST(epoch_ms({interval}) {symbol} CAST({number} AS DOUBLE) AS BIGINT))"
        : $"to_months(CAST((date_part('year', {interval}) * 12 + date_part('month', {interval})) {symbol} CAST({number} AS DOUBLE) AS "
        + $"INTEGER))";

    Typed Negated(Typed value, int location) => value.Type.IsNumber || value.Type.IsInterval || value.Type.Name == "unknown"
        ? Typed.Of(value.Type, $"(-{value.Sql})", location, value) with { Literal = value.Literal is { } literal ? $"-{literal}" : null }
        : throw Error(AthenaError.TypeMismatch, location, $"Cannot apply operator: -{value.Type}");
}
