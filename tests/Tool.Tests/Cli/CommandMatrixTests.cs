using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Tool.Tests.Cli;

/// <summary>
/// Runs every command under bad conditions: closed pipe, full disk, signals, no home, read-only disk, no data. The exit code is correct,
/// standard error has at most one line, and nothing is half done.
/// </summary>
public sealed class CommandMatrixTests(CommandMatrixTests.StoredFlows stored) : IClassFixture<CommandMatrixTests.StoredFlows>
{
    // More rows than any reader waits for.
    const string Endless = "select a.srcaddr from flow_logs a, flow_logs b, flow_logs c, flow_logs d";

    static readonly string SampleEvent = Path.Combine(AppContext.BaseDirectory, "events", "firehose-cloudwatch-logs.json");

    // One call of each command in shell syntax. Each writes to standard output, and some never end.
    static readonly string[] Calls =
    [
        "demo --data demo-data", "run flows.txt --data run-data", "run --follow flows.txt --data follow-data", $"query '{Endless}'",
        $"query '{Endless}' -o csv", $"query '{Endless}' -o json",
        "metrics", "metrics -o csv", "serve --port 0", "top --range all", "data", "data -o csv", "data verify",
        $"invoke Decompressor -e '{SampleEvent}'", "generate --records 10000000000", "completion bash", "help", "version", "",
    ];

    public static TheoryData<string> AllCalls => [.. Calls];

    public static TheoryData<string, string> Signals => new()
    {
        { "INT", "run -" }, { "INT", "run --follow -" }, { "INT", "run --follow flows.txt --data follow-data" }, { "INT", "query" },
        { "INT", $"query 'select count(*) from ({Endless})'" }, { "INT", "serve --port 0" }, { "INT", "generate --records 10000000000" },
        { "INT", "invoke Decompressor -e -" }, { "TERM", "run -" }, { "HUP", "run -" }, { "QUIT", "run -" }, { "TERM", "serve --port 0" },
        { "HUP", "serve --port 0" },
    };

    [Theory]
    [MemberData(nameof(AllCalls))]
    public async Task A_closed_pipe_ends_a_command_without_a_message(string call)
    {
        // The reader ends before the program has started.
        var (code, output, errors) = await ShellAsync($"{{ sleep 0.05; flowlogs {call}; echo $? > code; }} | true; cat code");

        Assert.Equal((0, "0\n"), (code, output));
        Assert.Empty(MessagesIn(errors));
    }

    [Theory]
    [MemberData(nameof(AllCalls))]
    public async Task A_full_disk_at_standard_output_is_one_line_and_exit_code_1(string call)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "Only Linux has /dev/full.");

        var (code, _, errors) = await ShellAsync($"flowlogs {call} > /dev/full");

        Assert.Equal(1, code);
        Assert.Equal(["flowlogs: Cannot write to standard output: No space left on device"], MessagesIn(errors));
    }

    [Theory]
    [MemberData(nameof(Signals))]
    public async Task A_signal_ends_a_command_with_128_plus_its_number(string signal, string call)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The signals that a process handles are in /proc, which only Linux has.");
        using var shell = stored.Start($"exec flowlogs {call}", input: true);
        try
        {
            var output = shell.StandardOutput.BaseStream.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken);
            var errors = shell.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await UntilSignalsAreHandledAsync(shell.Id);
            var functions = Processes.ChildrenOf(shell.Id);
            using (var kill = Process.Start("kill", [$"-{signal}", $"{shell.Id}"]))
                await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
            await shell.WaitForExitAsync(TestContext.Current.CancellationToken)
                .WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

            var number = signal switch { "HUP" => 1, "INT" => 2, "QUIT" => 3, _ => 15 };
            Assert.Equal(128 + number, shell.ExitCode);
            Assert.Contains(await errors, new[] { "", "flowlogs: Interrupted.\n" });
            foreach (var function in functions)
                Assert.True(await Processes.EndsAsync(function, TimeSpan.FromSeconds(30)), $"The function {function} outlives '{call}'.");
            Assert.Empty(Directory.EnumerateDirectories(stored.Folder, "run", SearchOption.AllDirectories));
            await output;
        }
        finally
        {
            shell.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public async Task Nohup_keeps_a_command_running()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The signals that a process handles are in /proc, which only Linux has.");
        using var shell = stored.Start("trap '' HUP; exec flowlogs serve --port 0", input: false);
        try
        {
            await shell.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            using (var kill = Process.Start("kill", ["-HUP", $"{shell.Id}"]))
                await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
            using (var kill = Process.Start("kill", ["-TERM", $"{shell.Id}"]))
                await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
            await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        finally
        {
            shell.Kill(entireProcessTree: true);
        }
        Assert.Equal(143, shell.ExitCode);
    }

    [Fact]
    public async Task Commands_need_no_home()
    {
        foreach (var call in new[] { "HOME=/nowhere flowlogs query 'select 1'", "HOME=/nowhere flowlogs help", "flowlogs query 'select 1'",
            "flowlogs metrics", "flowlogs top", "flowlogs run flows.txt --data home-data",
            $"flowlogs invoke decompressor -e '{SampleEvent}'", "flowlogs help" })
        {
            var (code, _, errors) = await ShellAsync($"env -i PATH=\"$PATH\" {call}");

            Assert.True(code == 0, $"{call}: {errors}");
            Assert.Empty(MessagesIn(errors));
        }
    }

    [Fact]
    public async Task Read_only_data_can_be_read_and_writing_is_an_error()
    {
        using var here = new Sandbox();
        here.Write("flows.txt", [new Line()]);
        here.Write("discover.json", """{"discover":true}""");
        using var disk = new SmallDisk(here.Data, "size=10m");
        Assert.Equal(0, (await here.RunAsync("run", "flows.txt")).ExitCode);
        disk.Remount("ro");
        string[][] reading = [["query", "select 1 from flow_logs"], ["metrics"], ["top"], ["data"], ["data", "verify"]];
        string[][] writing =
        [
            ["run", "flows.txt"], ["demo", "--data", "flowlogs-data"], ["data", "remove", "--from", "2026-11-01", "--to", "2026-11-02"],
            ["query", "alter table flow_logs drop partition (year = '2026')"],
        ];

        foreach (var call in reading)
            Assert.Equal((0, ""), await here.RunAsync(call) is var read ? (read.ExitCode, read.Errors) : default);
        foreach (var call in writing)
        {
            var written = await here.RunAsync(call);
            Assert.Equal((1, ""), (written.ExitCode, written.Output));
            Assert.Contains("Read-only file system", Assert.Single(written.ErrorLines), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("quo\"te apos'trophe back\\slash[x]*? semi;colon #hash %20")]
    [InlineData("pattern[x]*? line\nbreak esc\u001b[31m")]
    public async Task The_data_folder_can_have_any_name(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has names that it does not allow.");
        using var here = new Sandbox();
        here.Write("flows.txt", [new Line()]);
        var data = here.PathOf(name);

        foreach (var call in new string[][] { ["run", "flows.txt"], ["query", "select count(*) from flow_logs"], ["top"], ["metrics"],
            ["data"], ["data", "verify"] })
        {
            var outcome = await here.RunAsync([.. call, "--data", data]);

            Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
            Assert.DoesNotContain('\u001b', outcome.Output);
        }
        var missing = await here.RunAsync("query", "select 1", "--data", $"{data}-missing");
        Assert.StartsWith("flowlogs: Data folder not found: ", Assert.Single(missing.ErrorLines), StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', missing.Errors);
    }

    [Theory]
    [InlineData("query", "select cast(U&'\\001b]0;title\\0007' as integer)")]
    [InlineData("query", "select '\u001b[31m' as \"\u001b[32m\u202e\"")]
    [InlineData("query", "selectt \u001b[31m\u0007")]
    [InlineData("query", "select '\u202e' as a, '\u2066b' as b, chr(155) as c, chr(27) as d")]
    [InlineData("metrics", "--metric", "\u001b[31m\u202e")]
    [InlineData("run", "no\u001b[31mdir\u202e")]
    [InlineData("run", "no\nflowlogs: all is well")]
    [InlineData("invoke", "\u001b[31m", "-e", "-")]
    [InlineData("invoke", "Decompressor", "-e", "\u001b[31m")]
    [InlineData("\u001b[31m")]
    [InlineData("run", "flows.txt", "--format", "\u001b[31m")]
    [InlineData("query", "-f", "\u001b[31m")]
    public async Task Messages_and_tables_have_no_raw_control_or_bidi_characters(params string[] call)
    {
        using var process = stored.Start("exec flowlogs \"$@\"", input: true, call);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        var text = await output + await errors;
        Assert.DoesNotContain(text, letter => letter != '\n' && VisibleText.IsHidden(letter));
        Assert.All((await errors).Split('\n', StringSplitOptions.RemoveEmptyEntries), line =>
            Assert.DoesNotMatch("^flowlogs: all is well", line));
    }

    [Theory]
    [InlineData("query", "select 1")]
    [InlineData("metrics")]
    [InlineData("serve")]
    [InlineData("top")]
    public async Task Missing_data_is_one_line_and_creates_no_folder(params string[] call)
    {
        using var here = new Sandbox();

        var outcome = await here.RunAsync(call);

        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Output));
        Assert.StartsWith("flowlogs: Data folder not found: flowlogs-data. ", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(here.Folder));
    }

    [Theory]
    [InlineData("query 'select * from flow_logs limit 2'", 20)]
    [InlineData("query 'select action from flow_logs limit 2'", 40)]
    [InlineData("metrics", 20)]
    [InlineData("run flows.txt --data terminal-data", 20)]
    [InlineData("run nowhere.txt --data terminal-data", 20)]
    [InlineData("help", 20)]
    [InlineData("top --range all", 20)]
    public async Task No_color_and_a_narrow_terminal_are_respected(string call, int columns)
    {
        var colored = await TerminalAsync($"{call}", columns);
        var plain = await TerminalAsync($"{call}", columns, "NO_COLOR=1");

        Assert.Contains(plain.Code, new[] { 0, 1 });
        Assert.Equal(colored.Code, plain.Code);
        Assert.DoesNotMatch("\u001b\\[[0-9;]*(3[0-79]|38|4[0-79]|48|9[0-7])[0-9;]*m", plain.Output);
        Assert.DoesNotContain("   at ", plain.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_on_a_terminal_has_a_row_limit_and_says_so()
    {
        var limited = await TerminalAsync("query 'select srcaddr from flow_logs'", 80);
        var all = await TerminalAsync("query 'select srcaddr from flow_logs' --limit 0", 80);

        Assert.Contains("First 200 rows. There are more: --limit 0 shows all", limited.Output, StringComparison.Ordinal);
        Assert.Contains("2,000 rows, ", all.Output, StringComparison.Ordinal);
        Assert.Equal(2_000, (await ShellAsync("flowlogs query 'select srcaddr from flow_logs' -o csv")).Output.Split('\n').Length - 2);
        Assert.Equal(7, (await ShellAsync("flowlogs query 'select srcaddr from flow_logs' -o csv --limit 7")).Output.Split(
            '\n').Length - 2);
    }

    [Fact]
    public async Task A_terminal_gets_no_raw_control_characters_and_a_pipe_gets_all()
    {
        const string Call = "query 'select chr(27) || chr(7) || chr(8238) as x' -o";

        foreach (var format in new[] { "csv", "json" })
            Assert.Contains(@"\u001b\u0007\u202e", (await TerminalAsync($"{Call} {format}", 80)).Output,
                StringComparison.OrdinalIgnoreCase);
        Assert.Equal("x\n\u001b\u0007\u202e\n", (await ShellAsync($"flowlogs {Call} csv")).Output);
    }

    [Fact]
    public async Task Ranges_of_top_and_metrics_are_those_of_the_page()
    {
        var all = (await ShellAsync("flowlogs metrics -o csv")).Output;
        Assert.Equal(all, (await ShellAsync("flowlogs metrics -o csv --range all")).Output);
        Assert.Equal(all, (await ShellAsync("flowlogs metrics -o csv --range 7d")).Output);
        Assert.Contains("2,000 records", (await ShellAsync("flowlogs top --range 7d")).Output, StringComparison.Ordinal);
        var tomorrow = DateTime.UtcNow.Date.AddDays(1);
        var later = await ShellAsync($"flowlogs top --from {tomorrow:yyyy-MM-dd} --to {tomorrow.AddDays(1):yyyy-MM-dd}");
        Assert.Equal(0, later.Code);
        Assert.DoesNotContain("2,000 records", later.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Top_ends_with_q()
    {
        var top = await TerminalAsync("top --range all", 80, ready: "records", keys: "q");

        Assert.Equal(0, top.Code);
        Assert.Contains("2,000 records", top.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SQL_comes_from_an_argument_a_pipe_or_a_file()
    {
        File.WriteAllText(Path.Combine(stored.Folder, "count.sql"), "select count(*) as records from flow_logs;\n");
        foreach (var call in new[] { "query 'select count(*) as records from flow_logs'", "query < count.sql", "query - < count.sql",
            "query -f count.sql", "query --file count.sql < /dev/null" })
            Assert.Equal((0, "records\n2000\n"), await ShellAsync($"flowlogs {call} -o csv 2> /dev/null") is var count
                ? (count.Code, count.Output) : default);

        var none = await ShellAsync("flowlogs query < /dev/null");
        Assert.Equal((1, "flowlogs: Standard input has no SQL. Pass the SQL as an argument, with --file, or through a pipe.\n"),
            (none.Code, none.Errors));
        Assert.Equal((1, "flowlogs: SQL file not found: nowhere.sql. Name an existing file with --file.\n"), await ShellAsync("flowlogs query -f nowhere.sql") is var missing
            ? (missing.Code, missing.Errors) : default);
    }

    [Fact]
    public async Task The_prompt_runs_statements_until_quit_and_keeps_them()
    {
        var home = Directory.CreateDirectory(Path.Combine(stored.Folder, "home")).FullName;

        var prompt = await TerminalAsync("query", 100, $"HOME={home}", "sql> ",
            "select 40 +\r2 as answer;\rselect nothing from nowhere;\rquit\r");

        Assert.Equal(0, prompt.Code);
        Assert.Contains("42", prompt.Output, StringComparison.Ordinal);
        Assert.Contains("TABLE_NOT_FOUND", prompt.Output, StringComparison.Ordinal);
        Assert.Equal("select 40 + 2 as answer;\nselect nothing from nowhere;\n",
            File.ReadAllText(Path.Combine(home, ".local/share/flowlogs/history")));
    }

    [Fact]
    public async Task Ctrl_C_in_the_prompt_cancels_the_statement()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/script"),
            "There is no 'script' of util-linux, which makes a terminal.");
        using var shell = stored.Start(
            $"exec script -qec 'stty cols 100; exec env HOME={stored.Folder} TERM=xterm flowlogs query' /dev/null", input: true);
        var output = "";

        await EnterAsync("select typed_in_vain", "typed_in_vain");
        await EnterAsync("\u0003", "^C");
        await EnterAsync($"select count(*) from ({Endless});\r", "flow_logs d);\u001b[K");
        // Ctrl+C is a signal as soon as the statement runs.
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        await EnterAsync("\u0003", "Interrupted.");
        await EnterAsync("select 40 + 2 as answer;\r", "42");
        await EnterAsync("quit\r", "quit");

        await shell.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30),
            TestContext.Current.CancellationToken);
        Assert.Equal(0, shell.ExitCode);

        // Types when the prompt is there, and waits for the answer.
        async Task EnterAsync(string text, string answer)
        {
            if (text != "\u0003")
                await UntilAsync("sql> \u001b[K\r\u001b[5C");
            output = "";
            await shell.StandardInput.WriteAsync(text);
            await shell.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
            await UntilAsync(answer);
        }

        async Task UntilAsync(string text)
        {
            var buffer = new char[4096];
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            limit.CancelAfter(TimeSpan.FromSeconds(60));
            while (!output.Contains(text, StringComparison.Ordinal))
            {
                var read = await shell.StandardOutput.ReadAsync(buffer, limit.Token);
                Assert.True(read > 0, $"The prompt ended before it wrote '{text}', after: {output}");
                output += new string(buffer, 0, read);
            }
        }
    }

    Task<(int Code, string Output, string Errors)> ShellAsync(string line) => stored.RunAsync(line);

    // The program script of util-linux runs a command on a terminal of its own. The keys are sent once the command shows a text, since a
    // command discards what is typed before it reads keys.
    async Task<(int Code, string Output)> TerminalAsync(
        string call, int columns, string environment = "", string ready = "", string keys = "")
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/script"),
            "There is no 'script' of util-linux, which makes a terminal.");
        // top runs until a key or a signal ends it.
        var end = call.StartsWith("top", StringComparison.Ordinal) && keys.Length == 0 ? "timeout --foreground -k 30 -s INT 4 " : "";
        // The shell is replaced, since it would end with Ctrl+C, too. Without --foreground, the terminal would stop the command.
        var inner = $"stty cols {columns} rows 24; exec env {environment} TERM=xterm-256color {end}flowlogs {call}";
        using var terminal = stored.Start("exec script -qefc \"$1\" /dev/null", input: true, inner);
        var errors = terminal.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = new StringBuilder();
        var buffer = new char[4096];
        while (await terminal.StandardOutput.ReadAsync(buffer, TestContext.Current.CancellationToken) is > 0 and var read)
        {
            output.Append(buffer, 0, read);
            if (keys.Length == 0 || !output.ToString().Contains(ready, StringComparison.Ordinal))
                continue;
            await terminal.StandardInput.WriteAsync(keys);
            await terminal.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
            keys = "";
        }
        await terminal.WaitForExitAsync(TestContext.Current.CancellationToken);
        await errors;
        return (end.Length > 0 && terminal.ExitCode == 124 ? 0 : terminal.ExitCode, output.ToString());
    }

    static IReadOnlyList<string> MessagesIn(string errors) =>
        [.. errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith('{'))]; // a function's log is JSON

    static async Task UntilSignalsAreHandledAsync(int process)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < TimeSpan.FromSeconds(30); await Task.Delay(20,
            TestContext.Current.CancellationToken))
        {
            var caught = File.ReadLines($"/proc/{process}/status")
                .First(line => line.StartsWith("SigCgt:", StringComparison.Ordinal))[7..].Trim();
            if ((ulong.Parse(caught, NumberStyles.HexNumber, CultureInfo.InvariantCulture) & 0b111) == 0b111) // 1 to 3: HUP, INT, QUIT
                return;
        }
        Assert.Fail("The program does not handle signals.");
    }

    /// <summary>A folder with the results of a run.</summary>
    public sealed class StoredFlows : IAsyncLifetime
    {
        readonly Sandbox _here = new();

        public string Folder => _here.Folder;

        public async ValueTask InitializeAsync()
        {
            _here.Write("flows.txt", (await _here.RunAsync("generate", "--records", "2000", "--hours", "2")).Output);
            Assert.Equal(0, (await _here.RunAsync("run", "flows.txt")).ExitCode);
        }

        public async Task<(int Code, string Output, string Errors)> RunAsync(string line)
        {
            using var shell = Start(line, input: false);
            var output = shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var errors = shell.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (shell.ExitCode, await output, await errors);
        }

        /// <summary>Starts a line of bash, in which <c>flowlogs</c> is the built executable. The caller ends it.</summary>
        public Process Start(string line, bool input, params string[] arguments)
        {
            Assert.SkipWhen(OperatingSystem.IsWindows(), "The lines are for a Unix shell.");
            return Processes.Start(new ProcessStartInfo("bash", ["-c", line, "bash", .. arguments])
            {
                WorkingDirectory = Folder,
                RedirectStandardInput = input,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment = { ["PATH"] = Sandbox.SearchPath },
            });
        }

        public ValueTask DisposeAsync()
        {
            _here.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
