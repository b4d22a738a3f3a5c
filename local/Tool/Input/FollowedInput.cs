using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Tool.Input;

/// <summary>Text that another process appends to: returns complete lines as they arrive, in batches of some seconds.</summary>
/// <remarks>
/// A file is followed by its name, through renames, deletions and truncations. A renamed file is read until it has been silent for a while,
/// because the writer of a log uses the renamed file until it opens the new one.
/// </remarks>
/// <param name="name">A path to plain text, or <c>-</c> for standard input.</param>
/// <param name="report">Receives warnings about lines that may be missing, one line of text each.</param>
public sealed class FollowedInput(string name, Action<string> report)
{
    const int LargestPiece = 32 * 1024 * 1024;

    // A batch ends after a pause, and at the latest after the maximum time.
    static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);
    static readonly TimeSpan LongestPiece = TimeSpan.FromSeconds(5);
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    /// <summary>The time for which a renamed file is still read after its last line.</summary>
    static readonly TimeSpan Farewell = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Returns complete lines, at least one each time, until the cancellation or the end of standard input. The last batch can end with a
    /// line without a line break.
    /// </summary>
    /// <exception cref="InputException">The file is missing or not readable.</exception>
    public IAsyncEnumerable<MemoryStream> PiecesAsync(CancellationToken cancellation)
    {
        if (name == "-")
            return StreamPiecesAsync(Console.OpenStandardInput(), cancellation);
        var file = Open();
        return file.CanSeek ? FilePiecesAsync(file, cancellation) : StreamPiecesAsync(file, cancellation);
    }

    async IAsyncEnumerable<MemoryStream> FilePiecesAsync(FileStream first, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var files = new List<(FollowedFile File, Stopwatch Silence)> { (new FollowedFile(first), Stopwatch.StartNew()) };
        var piece = new MemoryStream();
        var (begun, silence) = (Stopwatch.StartNew(), Stopwatch.StartNew());
        try
        {
            while (true)
            {
                var isOver = cancellation.IsCancellationRequested;
                if (piece.Length == 0)
                    begun.Restart();
                if (Read(files, piece))
                    silence.Restart();
                if (isOver)
                    files.ForEach(followed => followed.File.End(piece));
                if (piece.Length > 0 && (isOver || silence.Elapsed > Quiet || begun.Elapsed > LongestPiece || piece.Length > LargestPiece))
                {
                    piece.Position = 0;
                    yield return piece;
                    piece = new MemoryStream();
                }
                if (isOver)
                    yield break;
                await Task.Delay(Look, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        finally
        {
            files.ForEach(followed => followed.File.Dispose());
        }
    }

    /// <summary>Reads new lines: first from files that had the name before, then from the file that has it now.</summary>
    bool Read(List<(FollowedFile File, Stopwatch Silence)> files, MemoryStream piece)
    {
        // Lines of the old file that were written before the new file appeared come first.
        var isReplaced = FileIdentity.Of(name) is { } identity && files.TrueForAll(followed => followed.File.Identity != identity);
        if (isReplaced && TryOpen() is { } fresh)
            files.Add((new FollowedFile(fresh), Stopwatch.StartNew()));
        var any = false;
        foreach (var (file, silence) in files.ToList())
        {
            if (file.Read(piece, LargestPiece, ReportRestart))
            {
                silence.Restart();
                any = true;
            }
            else if (file != files[^1].File && silence.Elapsed > Farewell)
            {
                any |= piece.Length > 0;
                file.End(piece);
                file.Dispose();
                files.RemoveAll(followed => followed.File == file);
            }
        }
        return any;
    }

    void ReportRestart() => report(
        $"{name}: the file was truncated. Lines written in the {Look.TotalMilliseconds:0} ms before may be missing. Rename the file "
        + $"instead.");

    // A pipe cannot be read again.
    static async IAsyncEnumerable<MemoryStream> StreamPiecesAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var text = stream;
        var piece = new MemoryStream();
        var buffer = new byte[64 * 1024];
        var begun = Stopwatch.StartNew();
        var reading = text.ReadAsync(buffer, CancellationToken.None).AsTask();
        while (true)
        {
            await Task.WhenAny(reading, Task.Delay(Quiet, cancellation));
            var isQuiet = !reading.IsCompleted;
            var isAtEnd = cancellation.IsCancellationRequested;
            if (!isQuiet)
            {
                var read = await reading;
                isAtEnd |= read == 0;
                if (piece.Length == 0)
                    begun.Restart();
                piece.Write(buffer, 0, read);
                if (!isAtEnd)
                    reading = text.ReadAsync(buffer, CancellationToken.None).AsTask();
            }
            var isDue = isQuiet || isAtEnd || begun.Elapsed > LongestPiece || piece.Length > LargestPiece;
            if (isDue && TakeLines(ref piece, all: isAtEnd) is { } lines)
                yield return lines;
            if (isAtEnd)
                yield break;
        }
    }

    // An unfinished line waits for its end.
    static MemoryStream? TakeLines(ref MemoryStream piece, bool all)
    {
        var bytes = piece.GetBuffer().AsSpan(0, (int)piece.Length);
        var length = all ? bytes.Length : bytes.LastIndexOf((byte)'\n') + 1;
        if (length == 0)
            return null;
        var lines = piece;
        piece = new MemoryStream();
        piece.Write(bytes[length..]);
        lines.SetLength(length);
        lines.Position = 0;
        return lines;
    }

    // Between a rename and the new file, no file may have the name.
    FileStream? TryOpen()
    {
        try
        {
            return Open();
        }
        catch (InputException)
        {
            return null;
        }
    }

    FileStream Open()
    {
        try
        {
            return new FileStream(name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{name}: the file cannot be followed: {exception.Message}", exception);
        }
    }
}
