
namespace Tool.Cli;

/// <summary>Counts the results of a run's records: each is stored, failed, or filtered out by the subscription filter.</summary>
/// <param name="Read">Records read: lines that are neither blank nor a header.</param>
/// <param name="Rows">Rows in Parquet, including those with <c>unparsed</c>.</param>
/// <param name="Unparsed">Rows that have the whole line in <c>unparsed</c>.</param>
/// <param name="Failed">Records under the error prefix.</param>
/// <param name="PassedBy">Records that do not match the subscription filter's pattern.</param>
/// <param name="Files">Parquet files written.</param>
/// <param name="Elapsed">From the first byte to the last file.</param>
sealed record RunSummary(long Read, long Rows, long Unparsed, long Failed, long PassedBy, int Files, TimeSpan Elapsed)
{
    /// <summary>Whether no record is missing and none is stored twice.</summary>
    public bool Agrees => Read == Rows + Failed + PassedBy;

    public override string ToString() =>
        $"{Read} records in: {Rows} stored ({Unparsed} of them unparsed), {Failed} failed, {PassedBy} filtered out";

    public void Write(TextWriter output)
    {
        Line("records in", Read, "");
        Line("stored", Rows, "rows in Parquet");
        Line("  unparsed", Unparsed, "of these; the line does not match the format and is kept in the column 'unparsed'");
        Line("failed", Failed, "not delivered; kept under the error prefix");
        if (PassedBy > 0)
            Line("filtered out", PassedBy, "not matched by the subscription filter's pattern");
        Line("Parquet files", Files, "");
        output.WriteLine($"{"seconds",-15}{Elapsed.TotalSeconds,14:N1}   {Read / Elapsed.TotalSeconds:N0} records a second");

        void Line(string name, long count, string meaning) =>
            output.WriteLine($"{name,-15}{count,14:N0}   {meaning}".TrimEnd());
    }
}
