namespace Web;

/// <summary>
/// The time that the stored records span. A page's "last 24 hours" end with the newest record, because flow logs may be old.
/// </summary>
/// <param name="First">The start of the first record, UTC.</param>
/// <param name="Newest">The end of the newest record, UTC.</param>
sealed record DataSpan(DateTimeOffset First, DateTimeOffset Newest)
{
    /// <summary>Returns null if no record is stored.</summary>
    public static async Task<DataSpan?> FindAsync(StackView stack)
    {
        var answer = await stack.Queries.AnswerAsync($"SELECT min(start), max(start), max(\"end\") FROM {stack.Engine.Table.Name}");
        if (answer.Rows is not [[DateTime first, DateTime last, var end]])
            return null;
        var newest = end is DateTime time && time > last ? time : last;
        return new DataSpan(new DateTimeOffset(first, TimeSpan.Zero), new DateTimeOffset(newest, TimeSpan.Zero));
    }
}
