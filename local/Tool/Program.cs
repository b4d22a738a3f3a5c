using Tool.Cli;

return await CommandLine.RunAsync(args);
