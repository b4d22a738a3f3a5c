using Spectre.Console;

namespace Tool.Cli;

/// <summary>
/// Reads a line from a terminal, with the usual keys for editing, history and completion. A line that is longer than the terminal is wide
/// scrolls sideways. RadLine, the library for it, cannot be compiled with a current Spectre.Console: docs/decisions/query-prompt.md.
/// </summary>
/// <param name="history">The lines that the arrow keys bring back.</param>
/// <param name="words">The words that the Tab key completes.</param>
/// <param name="terminal">The terminal, with ANSI sequences.</param>
/// <param name="readKey">Reads a key without showing it.</param>
sealed class LineEditor(StatementHistory history, IReadOnlyList<string> words, IAnsiConsole terminal, Func<ConsoleKeyInfo> readKey)
{
    /// <summary>The line after Ctrl+C, which also discards the lines before it.</summary>
    public const string Cleared = "\u0003";

    string _line = "";
    int _cursor;
    int _entry;

    /// <summary>Reads one line; null if the user has ended the input.</summary>
    public string? Read(string prompt)
    {
        (_line, _cursor, _entry) = ("", 0, history.Count);
        while (true)
        {
            Draw(prompt);
            var key = readKey();
            var control = key.Modifiers.HasFlag(ConsoleModifiers.Control);
            switch (key.Key)
            {
                case ConsoleKey.Enter:
                    Write("\n");
                    return _line;
                case ConsoleKey.C when control:
                    Write("^C\n");
                    return Cleared;
                case ConsoleKey.D when control && _line.Length == 0:
                    Write("\n");
                    return null;
                case ConsoleKey.Tab:
                    Complete();
                    break;
                default:
                    Edit(key, control);
                    break;
            }
        }
    }

    void Edit(ConsoleKeyInfo key, bool control)
    {
        switch (key.Key)
        {
            case ConsoleKey.Backspace when _cursor > 0:
                Remove(_cursor - 1, _cursor);
                break;
            case ConsoleKey.Delete or ConsoleKey.D when (key.Key == ConsoleKey.Delete || control) && _cursor < _line.Length:
                Remove(_cursor, _cursor + 1);
                break;
            case ConsoleKey.LeftArrow when _cursor > 0:
                _cursor = control ? WordStart() : _cursor - 1;
                break;
            case ConsoleKey.RightArrow when _cursor < _line.Length:
                _cursor = control ? WordEnd() : _cursor + 1;
                break;
            case ConsoleKey.UpArrow when _entry > 0:
                Recall(_entry - 1);
                break;
            case ConsoleKey.DownArrow when _entry < history.Count:
                Recall(_entry + 1);
                break;
            case ConsoleKey.Home or ConsoleKey.A when key.Key == ConsoleKey.Home || control:
                _cursor = 0;
                break;
            case ConsoleKey.End or ConsoleKey.E when key.Key == ConsoleKey.End || control:
                _cursor = _line.Length;
                break;
            case ConsoleKey.U when control:
                Remove(0, _cursor);
                break;
            case ConsoleKey.K when control:
                Remove(_cursor, _line.Length);
                break;
            case ConsoleKey.W when control:
                Remove(WordStart(), _cursor);
                break;
            default:
                if (!VisibleText.IsHidden(key.KeyChar))
                    Insert($"{key.KeyChar}");
                break;
        }
    }

    void Insert(string text)
    {
        _line = _line.Insert(_cursor, text);
        _cursor += text.Length;
    }

    void Remove(int from, int to)
    {
        _line = _line.Remove(from, to - from);
        _cursor = from;
    }

    void Recall(int entry)
    {
        _entry = entry;
        _line = entry < history.Count ? history[entry] : "";
        _cursor = _line.Length;
    }

    // Inserts the common beginning of all matching words; lists the words if they have no common beginning.
    void Complete()
    {
        var start = _cursor;
        while (start > 0 && (char.IsAsciiLetterOrDigit(_line[start - 1]) || _line[start - 1] == '_'))
            start--;
        var typed = _line[start.._cursor];
        var found = words.Where(word => typed.Length > 0 && word.StartsWith(typed, StringComparison.OrdinalIgnoreCase)).Distinct()
            .Order(StringComparer.Ordinal).ToList();
        if (found.Count == 0)
            return;
        var common = found[0].Length;
        foreach (var word in found)
            common = Enumerable.Range(0, Math.Min(common, word.Length))
                .FirstOrDefault(i => word[i] != found[0][i], Math.Min(common, word.Length));
        if (common > typed.Length)
            Insert(found[0][typed.Length..common]);
        else if (found.Count > 1)
            Write($"\n{string.Join("  ", found)}\n");
    }

    int WordStart()
    {
        var start = _cursor;
        while (start > 0 && _line[start - 1] == ' ')
            start--;
        while (start > 0 && _line[start - 1] != ' ')
            start--;
        return start;
    }

    int WordEnd()
    {
        var end = _cursor;
        while (end < _line.Length && _line[end] == ' ')
            end++;
        while (end < _line.Length && _line[end] != ' ')
            end++;
        return end;
    }

    // ESC [ K clears the rest of the line, ESC [ N C moves the cursor to the right.
    void Draw(string prompt)
    {
        var room = Math.Max(1, terminal.Profile.Width - prompt.Length - 1);
        var first = Math.Max(0, _cursor - room);
        var shown = _line.Substring(first, Math.Min(room, _line.Length - first));
        Write($"\r{prompt}{VisibleText.OfOneLine(shown)}\u001b[K\r\u001b[{prompt.Length + _cursor - first}C");
    }

    void Write(string text) => terminal.Profile.Out.Writer.Write(text);
}
