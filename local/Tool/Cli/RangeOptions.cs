using System.CommandLine;
using System.CommandLine.Parsing;
using Web;

namespace Tool.Cli;

/// <summary>The options <c>--range</c>, <c>--from</c> and <c>--to</c>: a time range, spelled as on the web page.</summary>
sealed class RangeOptions
{
    readonly string _usual;
    readonly Option<string?> _range;
    readonly Option<DateTimeOffset?> _from;
    readonly Option<DateTimeOffset?> _to;

    /// <summary>Creates the options.</summary>
    /// <param name="of">What the range selects, such as "records that began".</param>
    /// <param name="newest">What the range ends with.</param>
    /// <param name="usual">The range of a call that names none.</param>
    public RangeOptions(string of, string newest, string usual)
    {
        _usual = usual;
        _range = new Option<string?>("--range")
        {
            Description = $"The time up to the {newest}, in minutes, hours, days or weeks such as 15m, 24h, 7d or 2w, or all "
                + $"[default: {usual}]",
            HelpName = "RANGE",
        };
        _range.Validators.Add(result =>
        {
            try
            {
                _ = TimeRange.Length(result.Tokens[0].Value);
            }
            catch (FormatException exception)
            {
                result.AddError(exception.Message);
            }
        });
        _from = UtcTime.Option("--from", $"Only {of} at this time or later",
            $" [default: {(TimeRange.Length(usual) is null ? "the first" : $"{usual} before --to")}]");
        _to = UtcTime.Option("--to", $"Only {of} before this time", $" [default: the end of the {newest}]");
    }

    /// <summary>In the order of the help.</summary>
    public IReadOnlyList<Option> All => [_range, _from, _to];

    /// <summary>Reports options that contradict each other.</summary>
    public void Validate(CommandResult result)
    {
        var (from, to) = (UtcTime.Read(result, _from), UtcTime.Read(result, _to));
        if (result.GetResult(_range) is not null && (from is not null || to is not null))
            result.AddError("--range cannot be used with --from and --to.");
        else if (from >= to)
            result.AddError("--to must be later than --from.");
    }

    /// <summary>Whether the call has --range.</summary>
    public bool IsLength(ParseResult call) => call.GetValue(_range) is not null;

    /// <summary>Returns the start and the end that a call names.</summary>
    public (DateTimeOffset? From, DateTimeOffset? To) Named(ParseResult call) => (call.GetValue(_from), call.GetValue(_to));

    /// <summary>Returns the range of a call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="span">The time of the stored data; null if nothing is stored.</param>
    public TimeRange Read(ParseResult call, DataSpan? span)
    {
        var (from, to) = Named(call);
        var newest = TimeRange.Last(call.GetValue(_range) ?? _usual, span, TimeSpan.Zero);
        if (from is null && to is null)
            return newest;
        var end = to ?? newest.To;
        return new TimeRange(from ?? (TimeRange.Length(_usual) is { } length ? end - length : span?.First ?? end), end);
    }
}
