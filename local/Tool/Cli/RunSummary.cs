using System.Globalization;

namespace Tool.Cli;

/// <summary>What a run came to. Every record read is stored, or failed, or is none that the subscription filter lets through.</summary>
/// <param name="Read">Records read: lines that are neither blank nor a header.</param>
/// <param name="Rows">Rows in Parquet, those with <c>unparsed</c> among them.</param>
/// <param name="Unparsed">Those of the rows that do not fit the format.</param>
/// <param name="Failed">Records under the error prefix.</param>
/// <param name="PassedBy">Records that the subscription filter asks not for.</param>
/// <param name="Files">Parquet files written.</param>
/// <param name="Elapsed">From the first byte to the last file.</param>
sealed record RunSummary(long Read, long Rows, long Unparsed, long Failed, long PassedBy, int Files, TimeSpan Elapsed)
{
    /// <summary>Whether nothing is missing and nothing is there twice.</summary>
    public bool Agrees => Read == Rows + Failed + PassedBy;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Read} records in: {Rows} stored ({Unparsed} of them only as 'unparsed'), {Failed} failed, {PassedBy} filtered out");

    public void Write(TextWriter output)
    {
        var seconds = Elapsed.TotalSeconds;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            records in     {Read,14:N0}
            stored         {Rows - Unparsed,14:N0}
            unparsed       {Unparsed,14:N0}   (stored with the whole line in the column 'unparsed')
            failed         {Failed,14:N0}   (kept under the error prefix)
            """));
        if (PassedBy > 0)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"filtered out   {PassedBy,14:N0}   (by the subscription filter's pattern)"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            Parquet files  {Files,14:N0}
            seconds        {seconds,14:N1}   ({Read / seconds:N0} records a second)
            """));
    }
}
