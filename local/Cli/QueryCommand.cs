using System.CommandLine;
namespace FlowLogs.Local.Cli;
static class QueryCommand { public static Command Create() => new("query", "x"); }
static class SampleQueries { public static void Show(FlowLogs.Local.Template.StackTemplate t, string d) {} }
