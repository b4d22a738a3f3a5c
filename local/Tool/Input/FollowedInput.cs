using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Tool.Input;

/// <summary>Text that others go on writing: hands out whole lines as they come, in pieces of some seconds.</summary>
/// <remarks>
/// A file is followed by its name, through renames, deletions and truncations. The file that had the name before is read until nothing has
/// come for a while: whoever writes a log goes on in the renamed file until it opens the new one.
/// </remarks>
/// <param name="name">A path to plain text, or <c>-</c> for standard input.</param>
/// <param name="report">Takes what may be missing, one line of text each.</param>
public sealed class FollowedInput(string name, Action<string> report)
{
    const int LargestPiece = 32 * 1024 * 1024;

    // A piece ends when nothing has come for a while, and at the latest after the longest time.
    static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);
    static readonly TimeSpan LongestPiece = TimeSpan.FromSeconds(5);
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    /// <summary>The time that a file without its name is read on, after the last line in it.</summary>
    static readonly TimeSpan Farewell = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Returns whole lines, at least one each time, until the cancellation, or until standard input ends; then what is left, with a last
    /// line that may do without a line break.
    /// </summary>
    /// <exception cref="InputException">The file is missing, or cannot be read.</exception>
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

    /// <summary>Reads what has come: first in files that had the name before, last in the file that has it now.</summary>
    bool Read(List<(FollowedFile File, Stopwatch Silence)> files, MemoryStream piece)
    {
        // The order matters: what is in the old file before the new one appears comes first.
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
        $"{name}: was truncated. Lines that were written in the {Look.TotalMilliseconds:0} ms before may be missing. Rename the file "
        + $"instead.");

    // What comes through a pipe has no place to go back to.
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

    // A line that is still being written waits for its end.
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

    // Between a rename and the new file there may be none.
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
            throw new InputException($"{name}: cannot be followed: {exception.Message}", exception);
        }
    }
}
