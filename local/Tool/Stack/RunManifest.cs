using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tool.Stack;

/// <summary>
/// The properties of one run: a file <c>.flowlogs/runs/ID.json</c> of the data folder, written when the run begins and again when it ends.
/// </summary>
/// <remarks>The id is also in the names of the run's objects (<see cref="StoredObject"/>) and in its metrics.</remarks>
public sealed record RunManifest
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Eight hexadecimal digits, unique in the data folder.</summary>
    public required string Id { get; init; }

    /// <summary>The start of the run, UTC.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>The inputs as on the command line.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>Whether the records are sample traffic: <c>flowlogs demo</c> has no inputs.</summary>
    [JsonIgnore]
    public bool IsSample => Inputs.Count == 0;

    /// <summary>The end of the run, UTC; null while it runs, and for a run that was killed.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>The number of rows that the run stored; null until it ends.</summary>
    public long? Rows { get; init; }

    /// <summary>Reads the manifests of a data folder, the oldest run first.</summary>
    /// <exception cref="StackException">A manifest is damaged.</exception>
    public static IReadOnlyList<RunManifest> All(string root) =>
        Directory.Exists(Folder(root))
            ? [.. Directory.EnumerateFiles(Folder(root), "*.json").Select(Read).OrderBy(run => run.Started)
            .ThenBy(run => run.Id, StringComparer.Ordinal)]
            : [];

    /// <summary>Returns a new id that is unique in the data folder.</summary>
    internal static string NewId(string root)
    {
        while (true)
            if (Guid.NewGuid().ToString("N")[..StoredObject.RunIdLength] is var id && !File.Exists(PathOf(root, id)))
                return id;
    }

    /// <summary>Writes the manifest. A reader finds the complete old or new file.</summary>
    internal void Save(string root, string workFolder)
    {
        Directory.CreateDirectory(Folder(root));
        var aside = Path.Combine(workFolder, "manifest");
        FileSizeLimit.Write(aside, () => File.WriteAllBytes(aside, JsonSerializer.SerializeToUtf8Bytes(this, Json)));
        File.Move(aside, PathOf(root, Id), overwrite: true);
    }

    /// <summary>Deletes the manifest of a run.</summary>
    internal static void Delete(string root, string id) => File.Delete(PathOf(root, id));

    static RunManifest Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<RunManifest>(File.ReadAllBytes(path), Json)
                ?? throw new JsonException("The file contains null.");
        }
        catch (JsonException exception)
        {
            throw new StackException($"{path}: invalid run manifest: {exception.Message} Delete the file.", exception);
        }
    }

    static string Folder(string root) => Path.Combine(root, ".flowlogs", "runs");

    static string PathOf(string root, string id) => Path.Combine(Folder(root), $"{id}.json");
}
