using System.CommandLine;

namespace Tool.Cli;

/// <summary><c>flowlogs completion</c>: prints the script with which a shell completes commands and options at the Tab key.</summary>
/// <remarks>The scripts call the installed program with System.CommandLine's directive <c>[suggest]</c>, so they fit every
/// version.</remarks>
sealed class CompletionCommand : ManualCommand
{
    static readonly Dictionary<string, string> Scripts = new()
    {
        ["bash"] = """
            _flowlogs() {
                local words
                words=$(flowlogs "[suggest:$COMP_POINT]" "$COMP_LINE" 2> /dev/null)
                mapfile -t COMPREPLY < <(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}")
            }
            complete -o default -F _flowlogs flowlogs
            """,
        ["zsh"] = """
            #compdef flowlogs
            _flowlogs() {
                local -a found
                found=("${(@f)$(flowlogs "[suggest:$CURSOR]" "$BUFFER" 2> /dev/null)}")
                compadd -a found
                _files
            }
            compdef _flowlogs flowlogs
            """,
        ["fish"] = """
            complete -c flowlogs -a "(flowlogs \"[suggest:\"(commandline -C)\"]\" (commandline -cp) 2> /dev/null)"
            """,
        ["pwsh"] = """
            Register-ArgumentCompleter -Native -CommandName flowlogs -ScriptBlock {
                param($wordToComplete, $commandAst, $cursorPosition)
                flowlogs "[suggest:$cursorPosition]" "$commandAst" 2> $null | ForEach-Object {
                    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
                }
            }
            """,
    };

    public CompletionCommand()
        : base("completion", "Print a completion script for a shell.",
            "source <(flowlogs completion bash)   # in ~/.bashrc",
            "flowlogs completion zsh > ~/.zfunc/_flowlogs",
            "flowlogs completion fish > ~/.config/fish/completions/flowlogs.fish",
            "flowlogs completion pwsh | Out-String | Invoke-Expression   # in $PROFILE")
    {
        Details = "The script runs the installed flowlogs at each Tab, so an update of flowlogs does not need a new script.";
        var shell = new Argument<string>("SHELL") { Description = $"The shell: {string.Join(", ", Scripts.Keys)}", HelpName = "SHELL" };
        shell.AcceptOnlyFromAmong([.. Scripts.Keys]);
        Add(shell);
        SetAction(call => Console.Out.WriteLine(Scripts[call.GetValue(shell)!]));
    }
}
