using Spectre.Console;
using Tool.Cli;

namespace Tool.Tests.Cli;

/// <summary>Keys at the prompt of <c>flowlogs query</c>.</summary>
public sealed class LineEditorTests
{
    static readonly string[] Words = ["select", "srcaddr", "srcport", "sum"];

    static readonly Dictionary<char, ConsoleKey> Keys = new()
    {
        ['\r'] = ConsoleKey.Enter,
        ['\t'] = ConsoleKey.Tab,
        ['\b'] = ConsoleKey.Backspace,
        ['<'] = ConsoleKey.LeftArrow,
        ['>'] = ConsoleKey.RightArrow,
        ['↑'] = ConsoleKey.UpArrow,
        ['↓'] = ConsoleKey.DownArrow,
        ['⇤'] = ConsoleKey.Home,
        ['⇥'] = ConsoleKey.End,
        ['⌦'] = ConsoleKey.Delete,
    };

    [Theory]
    [InlineData("select 1\r", "select 1")]
    [InlineData("ab<<c>d\r", "cadb")]
    [InlineData("abc\b\bd\r", "ad")]
    [InlineData("abc⇤⌦x⇥y\r", "xbcy")]
    [InlineData("\b<⌦>a\r", "a")]
    [InlineData("one two three^W\r", "one two ")]
    [InlineData("one two<<<^K\r", "one ")]
    [InlineData("one two<<<^U\r", "two")]
    [InlineData("one^Atwo ^E!\r", "two one!")]
    [InlineData("sel\t 1\r", "select 1")]
    [InlineData("SR\t\r", "SRc")]
    [InlineData("where srcp\t = 1\r", "where srcport = 1")]
    [InlineData("xyz\t\r", "xyz")]
    [InlineData("↑\r", "second")]
    [InlineData("↑↑↑!\r", "first!")]
    [InlineData("↑↑↓\r", "second")]
    [InlineData("typed↑↓\r", "")]
    [InlineData("typed^C", LineEditor.Cleared)]
    [InlineData("^D", null)]
    [InlineData("ab<^D\r", "a")]
    [InlineData("a\u0007\u202eb\r", "ab")]
    public void Keys_edit_the_line(string keys, string? line)
    {
        var history = new StatementHistory(null);
        history.Add("first");
        history.Add("second");

        Assert.Equal(line, Editor(keys, history).Read("sql> "));
    }

    [Fact]
    public void Tab_lists_the_possible_words()
    {
        var shown = new StringWriter();

        Editor("src\t\r", new StatementHistory(null), shown).Read("sql> ");

        Assert.Contains("\nsrcaddr  srcport\n", shown.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_longer_than_the_terminal_shows_the_part_at_the_cursor()
    {
        var shown = new StringWriter();

        Assert.Equal(new string('a', 50) + "b", Editor(new string('a', 50) + "b\r", new StatementHistory(null), shown).Read("> "));

        Assert.EndsWith($"\r> {new string('a', 16)}b\u001b[K\r\u001b[19C\n", shown.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_history_file_has_no_repetitions()
    {
        using var here = new Sandbox();
        var file = here.PathOf("state/history");
        var history = new StatementHistory(file);
        foreach (var statement in new[] { "one", "one", "two" })
            history.Add(statement);

        var next = new StatementHistory(file);

        Assert.Equal((2, "one", "two"), (next.Count, next[0], next[1]));
    }

    static LineEditor Editor(string keys, StatementHistory history, StringWriter? shown = null)
    {
        var terminal = AnsiConsole.Create(
            new AnsiConsoleSettings { Ansi = AnsiSupport.Yes, Out = new AnsiConsoleOutput(shown ?? new StringWriter()) });
        terminal.Profile.Width = 20;
        var pressed = new Queue<ConsoleKeyInfo>();
        for (var i = 0; i < keys.Length; i++)
        {
            var control = keys[i] == '^';
            var letter = keys[control ? ++i : i];
            var key = Keys.TryGetValue(letter, out var named) ? named : control ? Enum.Parse<ConsoleKey>($"{letter}") : ConsoleKey.None;
            pressed.Enqueue(new ConsoleKeyInfo(control || named != default ? '\0' : letter, key, false, false, control));
        }
        return new LineEditor(history, Words, terminal, pressed.Dequeue);
    }
}
