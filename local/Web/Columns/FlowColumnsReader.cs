using System.Numerics;
using System.Runtime.CompilerServices;
using Apache.Arrow;
using Apache.Arrow.Types;
using ParquetSharp;
using ParquetSharp.Arrow;
using TimeUnit = Apache.Arrow.Types.TimeUnit;

namespace FlowLogs.Local.Web.Columns;

/// <summary>
/// Reads <see cref="FlowColumns"/>. A text column comes as Parquet has it, each different text once and a number for each row, so that
/// millions of rows cost no string each.
/// </summary>
/// <param name="names">Numbers of the texts.</param>
sealed class FlowColumnsReader(FlowNames names)
{
    // A row group at a time, so that its texts are looked up once.
    const long BatchRows = 1 << 20;

    /// <exception cref="NotSupportedException">A column has a type that is not the table's.</exception>
    /// <exception cref="ParquetException">The file is none.</exception>
    public FlowColumns Read(string path)
    {
        using var properties = ArrowReaderProperties.GetDefault();
        properties.BatchSize = BatchRows;
        var (rows, indexes) = Layout(path);
        foreach (var (name, index) in indexes)
            properties.SetReadDictionary(index, IsText(name));
        using var file = new FileReader(path, null, properties);
        using var batches = file.GetRecordBatchReader(null, [.. indexes.Values.Order()]);
        var columns = new FlowColumns(rows);
        var done = 0;
        while (batches.ReadNextRecordBatchAsync().AsTask().GetAwaiter().GetResult() is { } batch)
        {
            using (batch)
            {
                for (var i = 0; i < batch.ColumnCount; i++)
                    Fill(columns, batch.Schema.GetFieldByIndex(i).Name, batch.Column(i), done);
                done += batch.Length;
            }
        }

        columns.Rejected = RowsOf(names.Others.NumberOf("REJECT"), columns.Action);
        return columns;
    }

    static bool IsText(string name) => name is "srcaddr" or "dstaddr" or "srcport" or "dstport" or "interface_id" or "action";

    static (int Rows, Dictionary<string, int> Indexes) Layout(string path)
    {
        using var file = new ParquetFileReader(path);
        var schema = file.FileMetaData.Schema;
        return (
            checked((int)file.FileMetaData.NumRows),
            Enumerable.Range(0, schema.NumColumns)
                .Select(i => (schema.Column(i).Name, i))
                .Where(column => IsText(column.Name) || column.Name is "protocol" or "packets" or "bytes" or "start")
                .ToDictionary());
    }

    void Fill(FlowColumns columns, string name, IArrowArray values, int at)
    {
        switch (name)
        {
            case "srcaddr": Texts(values, columns.Source, at, names.Addresses); break;
            case "dstaddr": Texts(values, columns.Destination, at, names.Addresses); break;
            case "srcport": Texts(values, columns.SourcePort, at, names.Ports); break;
            case "dstport": Texts(values, columns.DestinationPort, at, names.Ports); break;
            case "interface_id": Texts(values, columns.Interface, at, names.Others); break;
            case "action": Texts(values, columns.Action, at, names.Others); break;
            case "protocol": Numbers(values, columns.Protocol, at, FlowColumns.None); break;
            case "packets": Numbers(values, columns.Packets, at, FlowColumns.NoNumber); break;
            case "bytes": Numbers(values, columns.Bytes, at, FlowColumns.NoNumber); break;
            case "start": Seconds(values, columns, at); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Texts(IArrowArray values, int[] into, int at, ValueNames known)
    {
        if (values is not DictionaryArray { Dictionary: StringArray texts, Indices: Int32Array indexes })
            throw Unexpected(values);
        var numbers = known.NumbersOf(texts.Values, texts.ValueOffsets[..(texts.Length + 1)]);
        var rows = indexes.Values;
        var hasNulls = indexes.NullCount > 0;
        for (var i = 0; i < rows.Length; i++)
            into[at + i] = hasNulls && indexes.IsNull(i) ? ValueNames.Null : numbers[rows[i]];
    }

    static void Numbers<T>(IArrowArray values, T[] into, int at, T none)
        where T : struct, INumber<T>
    {
        if (values is not PrimitiveArray<T> numbers)
            throw Unexpected(values);
        numbers.Values.CopyTo(into.AsSpan(at));
        for (var i = 0; numbers.NullCount > 0 && i < numbers.Length; i++)
            if (numbers.IsNull(i))
                into[at + i] = none;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Seconds(IArrowArray values, FlowColumns columns, int at)
    {
        if (values is not TimestampArray times)
            throw Unexpected(values);
        var into = columns.Start;
        var unit = ((TimestampType)times.Data.DataType).Unit switch
        {
            TimeUnit.Second => 1L,
            TimeUnit.Millisecond => 1000,
            TimeUnit.Microsecond => 1_000_000,
            _ => 1_000_000_000,
        };
        var ticks = times.Values;
        for (var i = 0; i < ticks.Length; i++)
        {
            if (times.NullCount > 0 && times.IsNull(i))
            {
                into[at + i] = FlowColumns.None;
                continue;
            }

            var (seconds, rest) = Math.DivRem(ticks[i], unit);
            if (rest != 0 || seconds is <= int.MinValue or > int.MaxValue)
                throw new NotSupportedException("A start is no whole second.");
            into[at + i] = (int)seconds;
            columns.First = Math.Min(columns.First, into[at + i]);
            columns.Last = Math.Max(columns.Last, into[at + i]);
        }
    }

    static NotSupportedException Unexpected(IArrowArray values) => new($"A column is of type {values.Data.DataType.Name}.");

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static int[] RowsOf(int action, int[] actions)
    {
        var rows = new List<int>();
        for (var i = 0; i < actions.Length; i++)
            if (actions[i] == action)
                rows.Add(i);
        return [.. rows];
    }
}
