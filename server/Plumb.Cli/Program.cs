using Plumb.Cli;

return await PlumbCommand.RunAsync(args);
