using Plumb.Cli;

StandardStreams.Guard();
return await PlumbCommand.RunAsync(args);
