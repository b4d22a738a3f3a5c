using Emulator.Athena.Dialect;

namespace Emulator.Athena;

/// <summary>The result of a query in a temporary file, as a table for further queries (see <see cref="AthenaEngine.With"/>).</summary>
public sealed class TemporaryTable : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("flowlogs-");

    internal TemporaryTable(string name, IReadOnlyList<(string Name, TrinoType Type)> columns) => (Name, Columns) = (name, columns);

    public string Name { get; }

    internal IReadOnlyList<(string Name, TrinoType Type)> Columns { get; }

    internal string Folder => _folder.FullName;

    internal string File => Path.Combine(Folder, "rows.parquet");

    /// <summary>Deletes the file.</summary>
    public void Dispose() => _folder.Delete(recursive: true);
}
