using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace Tool.Tests.Cli;

/// <summary>A row of a Parquet file, read with Parquet.Net, which is independent of the writer.</summary>
/// <param name="File">The file's path in the bucket.</param>
/// <param name="Columns">The columns of the row's row group; null for a missing value.</param>
/// <param name="Place">The index of the row in the columns.</param>
sealed record StoredRow(string File, IReadOnlyDictionary<string, Array> Columns, int Place)
{
    public object? this[string column] => Columns[column].GetValue(Place);

    public IEnumerable<KeyValuePair<string, object?>> Values =>
        Columns.Select(column => KeyValuePair.Create(column.Key, column.Value.GetValue(Place)));

    /// <summary>The hour of the file's prefix, as <c>2026/11/25/10</c>.</summary>
    public string Hour => string.Join('/', File.Split('/')[^5..^1]);

    /// <summary>The hour of the record's own end.</summary>
    public string HourOfEnd => ((DateTime)this["end"]!).ToString("yyyy/MM/dd/HH", CultureInfo.InvariantCulture);

    /// <summary>The columns of the default format and <c>unparsed</c>. The other columns belong to other formats.</summary>
    const int DefaultColumns = 15;

    /// <summary>Returns the row and its hour as text for comparisons between runs.</summary>
    public override string ToString() =>
        $"{Hour}: {string.Join(' ', Values.Take(DefaultColumns).Select(value => value.Value is DateTime time ? $"{time:s}" : value.Value ?? "-"))}";

    /// <summary>Returns all rows below a folder.</summary>
    public static async Task<IReadOnlyList<StoredRow>> ReadAsync(string folder)
    {
        var rows = new List<StoredRow>();
        foreach (var file in Directory.EnumerateFiles(folder, "*.parquet", SearchOption.AllDirectories).Order())
            rows.AddRange(await ReadFileAsync(folder, file));
        return rows;
    }

    /// <summary>Returns all rows of a file below a folder.</summary>
    public static async Task<IReadOnlyList<StoredRow>> ReadFileAsync(string folder, string file)
    {
        var rows = new List<StoredRow>();
        var path = Path.GetRelativePath(folder, file).Replace('\\', '/');
        await using var reader = await ParquetReader.CreateAsync(file);
        for (var i = 0; i < reader.RowGroupCount; i++)
        {
            using var group = reader.OpenRowGroupReader(i);
            var columns = new Dictionary<string, Array>();
            foreach (var field in reader.Schema.DataFields)
                columns.Add(field.Name, await ReadAsync(group, field));
            for (var row = 0; row < group.RowCount; row++)
                rows.Add(new StoredRow(path, columns, row));
        }
        return rows;
    }

    /// <summary>Returns a file's columns in order, as <c>name type</c>.</summary>
    public static async Task<IReadOnlyList<string>> ColumnsAsync(string file)
    {
        await using var reader = await ParquetReader.CreateAsync(file);
        return [.. reader.Schema.DataFields.Select(field =>
            $"{field.Name} {(IsText(field) ? "String" : field.ClrType.Name)}{(field.IsNullable ? "?" : "")}")];
    }

    static async Task<Array> ReadAsync(ParquetRowGroupReader group, DataField field) =>
        IsText(field) ? await ReadTextAsync(group, field)
        : field.ClrType == typeof(int) ? await ReadAsync<int>(group, field)
        : field.ClrType == typeof(long) ? await ReadAsync<long>(group, field)
        : await ReadAsync<DateTime>(group, field);

    static bool IsText(DataField field) => field.ClrType == typeof(ReadOnlyMemory<char>);

    static async Task<Array> ReadAsync<T>(ParquetRowGroupReader group, DataField field)
        where T : struct
    {
        var values = new T?[group.RowCount];
        await group.ReadAsync<T>(field, values);
        return values;
    }

    static async Task<Array> ReadTextAsync(ParquetRowGroupReader group, DataField field)
    {
        var values = new string?[group.RowCount];
        await group.ReadAsync(field, values);
        return values;
    }
}
