using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Tool.Input;

/// <summary>Text that others go on writing: hands out whole lines, as they come, in pieces of some seconds.</summary>
/// <param name="name">A path to plain text, or <c>-</c> for standard input.</param>
public sealed class FollowedInput(string name)
{
    const int LargestPiece = 32 * 1024 * 1024;

    // A piece ends when nothing has come for a while, and at the latest after this.
    static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);
    static readonly TimeSpan LongestPiece = TimeSpan.FromSeconds(5);
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    /// <summary>Whole lines, at least one each time. It ends when standard input does; a file is never at its end.</summary>
    /// <exception cref="InputException">There is no such file, or it cannot be read.</exception>
    public async IAsyncEnumerable<MemoryStream> PiecesAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var text = Open();
        var piece = new MemoryStream();
        var buffer = new byte[64 * 1024];
        var begun = Stopwatch.StartNew();
        var reading = ReadAsync(text, buffer, cancellation);
        while (true)
        {
            await Task.WhenAny(reading, Task.Delay(Quiet, cancellation));
            cancellation.ThrowIfCancellationRequested();
            var isQuiet = !reading.IsCompleted;
            var isAtEnd = false;
            if (!isQuiet)
            {
                var read = await reading;
                isAtEnd = read == 0;
                if (piece.Length == 0)
                    begun.Restart();
                piece.Write(buffer, 0, read);
                if (!isAtEnd)
                    reading = ReadAsync(text, buffer, cancellation);
            }

            if ((isQuiet || isAtEnd || begun.Elapsed > LongestPiece || piece.Length > LargestPiece) && TakeLines(ref piece, all: isAtEnd) is { } lines)
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

    // Only standard input has an end; of a file, zero bytes are those that have not come yet.
    static async Task<int> ReadAsync(Stream text, byte[] buffer, CancellationToken cancellation)
    {
        while (true)
        {
            var read = await text.ReadAsync(buffer, cancellation);
            if (read > 0 || text is not FileStream file)
                return read;
            // Emptied and begun anew, as some writers rotate their logs.
            if (file.Length < file.Position)
                file.Position = 0;
            await Task.Delay(Look, cancellation);
        }
    }

    Stream Open()
    {
        if (name == "-")
            return Console.OpenStandardInput();
        try
        {
            return new FileStream(name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{name}: cannot be followed: {exception.Message}");
        }
    }
}
