using Dashboard.Commands;

return await CommandLine.RunAsync(args);
