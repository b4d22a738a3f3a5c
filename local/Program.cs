using FlowLogs.Local.Cli;

return await CommandLine.RunAsync(args);
