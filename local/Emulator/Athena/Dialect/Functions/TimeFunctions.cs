namespace Emulator.Athena.Dialect.Functions;

/// <summary>Functions of dates and times.</summary>
sealed class TimeFunctions : FunctionGroup
{
    public TimeFunctions()
    {
        Topic("Date and time functions");
        Scalar("now", "-> instant", "{NOW}");
        Scalar("current_timezone", "-> varchar", "'UTC'");
        foreach (var (name, part) in new[]
        {
            ("year", "year"), ("quarter", "quarter"), ("month", "month"), ("week", "week"), ("week_of_year", "week"), ("day", "day"),
            ("day_of_month", "day"), ("day_of_week", "isodow"), ("dow", "isodow"), ("day_of_year", "doy"), ("doy", "doy"),
            ("year_of_week", "isoyear"),
            ("yow", "isoyear"),
        })
        {
            foreach (var type in new[] { "date", "timestamp", "zoned" })
                Scalar(name, $"{type} -> bigint", $"date_part('{part}', {{L0}})");
        }
        foreach (var (name, part) in new[] { ("hour", "hour"), ("minute", "minute"), ("second", "second"), ("millisecond", "millisecond") })
        {
            foreach (var type in new[] { "timestamp", "zoned", "time" })
                Scalar(name, $"{type} -> bigint", part == "millisecond" ? "(date_part('millisecond', {L0}) % 1000)"
                    : $"date_part('{part}', {{L0}})");
        }
        foreach (var (name, size, of) in new[] { ("day", 86_400_000, 0), ("hour", 3_600_000, 24), ("minute", 60_000, 60),
            ("second", 1000, 60), ("millisecond", 1, 1000) })
            Scalar(name, "days -> bigint", of == 0 ? $"(CAST(epoch_ms({{0}}) AS BIGINT) // {size})"
                : $"(CAST(epoch_ms({{0}}) AS BIGINT) // {size} % {of})");
        foreach (var name in new[] { "year", "month" })
            Scalar(name, "months -> bigint", $"date_part('{name}', {{0}})");
        foreach (var type in new[] { "date", "timestamp", "zoned" })
            Scalar("last_day_of_month", $"{type} -> date", "last_day({L0})");
        foreach (var type in new[] { "date", "timestamp", "zoned" })
            Scalar("date", $"{type} -> date", "CAST({L0} AS DATE)");
        Special(["date"], "varchar -> date", SpecialFunctions.Date);
        Special(["date_trunc"], "varchar, date or time -> same", SpecialFunctions.DateTrunc);
        Special(["date_add"], "varchar, bigint, date or time -> same", SpecialFunctions.DateAdd);
        Special(["date_diff"], "varchar, date or time, date or time -> bigint", SpecialFunctions.DateDiff);
        Special(["date_format"], "timestamp, varchar -> varchar", call => TimeFormats.Format(call, TimeFormats.FromMySql));
        Special(["format_datetime"], "timestamp, varchar -> varchar", call => TimeFormats.Format(call, TimeFormats.FromJoda));
        Special(["date_parse"], "varchar, varchar -> timestamp(3)", call =>
            TimeFormats.Parse(call, TimeFormats.FromMySql, TrinoType.Timestamp()));
        Special(["parse_datetime"], "varchar, varchar -> timestamp(3) with time zone", call =>
            TimeFormats.Parse(call, TimeFormats.FromJoda, TrinoType.Zoned("UTC")));
        Special(["at_timezone"], "timestamp(p) with time zone, varchar -> timestamp(p) with time zone", call =>
            call.Analyzer.AtTimeZone(call.Arguments[0], call.Arguments[1]));
        Special(["with_timezone"], "timestamp(p), varchar -> timestamp(p) with time zone", SpecialFunctions.WithTimeZone);
        Scalar("from_unixtime", "double -> instant", "make_timestamp(CAST(round({0} * 1000) AS BIGINT) * 1000)");
        Special(["from_unixtime"], "double, varchar -> timestamp(3) with time zone", SpecialFunctions.FromUnixTime);
        Scalar("from_unixtime_nanos", "bigint -> instant", "make_timestamp({0} // 1000)");
        Scalar("from_unixtime_nanos", "decimal -> instant", "make_timestamp(CAST(round({0}) AS BIGINT) // 1000)");
        foreach (var type in new[] { "timestamp", "zoned" })
            Scalar("to_unixtime", $"{type} -> double", "(epoch_us({0}) / 1e6)");
        Special(["from_iso8601_timestamp"], "varchar -> timestamp(3) with time zone", SpecialFunctions.FromIso8601);
        Scalar("from_iso8601_date", "varchar -> date", "CAST(athena_iso_date({R0}) AS DATE)");
        Special(["to_iso8601"], "date or time -> varchar", TimeFormats.ToIso8601);
        Scalar("to_milliseconds", "days -> bigint", "CAST(epoch_ms({0}) AS BIGINT)");
        Scalar("human_readable_seconds", "double -> varchar", "athena_human_readable_seconds({0})");
        Scalar("parse_duration", "varchar -> days", "to_milliseconds(athena_parse_duration({R0}))");
        foreach (var name in new[] { "timezone_hour", "timezone_minute" })
            Special([name], "timestamp(p) with time zone -> bigint", SpecialFunctions.ZonePart);
        Missing("from_iso8601_timestamp_nanos");
    }
}
