using System.CommandLine;
using System.Reflection;
using Plumb.Cli.Commands;
using Plumb.Search;
using Plumb.Search.Embedding;

namespace Plumb.Cli;

/// <summary>
/// The composition root: one command a file in Commands/, each a class with a static <c>Create</c>. A command's action
/// returns the exit code: 0 good, 1 findings or a missed bar, 2 a usage or environment error.
/// </summary>
internal static class PlumbCommand
{
    public const int Good = 0;
    public const int Findings = 1;
    public const int Failure = 2;

    public static string Version { get; } =
        typeof(PlumbCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";

    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            return await RunCommandAsync(args);
        }
        catch (OperationCanceledException)
        {
            return Fail("cancelled.");
        }
        catch (Exception e) when (e is WorkspaceException or EmbedderException or CommandException or StandardStreamException or Plumb.Ask.Ledger.LedgerException)
        {
            return Fail(e.Message);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException && !HasCurrentFolder())
        {
            return Fail("the current folder is gone: go to one that is there.");
        }
#pragma warning disable CA1031 // The last resort: people get a sentence, not a dump.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Fail($"{e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")} This is a fault of Plumb; PLUMB_TRACE=1 shows where.");
            if (Environment.GetEnvironmentVariable("PLUMB_TRACE") is { Length: > 0 })
            {
                Console.Error.WriteLine(e);
            }

            return Failure;
        }
    }

    private static async Task<int> RunCommandAsync(string[] args)
    {
        // Asked for by every health check and shell prompt: answered before the command tree is built.
        if (args is ["--version"] or ["-v"])
        {
            Console.Out.WriteLine(Version);
            return Good;
        }

        if (OperatingSystem.IsWindows())
        {
            // The console's old code page would lose every character outside of it, in JSON too.
            Console.OutputEncoding = new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
            Console.InputEncoding = new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        }

        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, e) =>
        {
            e.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        };

        var root = new RootCommand("Plumb knows the open workspace: it answers questions with checked citations, counts tokens and lints prompts.");
        foreach (var command in CreateCommands())
        {
            root.Subcommands.Add(command);
        }

        // A word that begins with '@' is a word, not a file of arguments.
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (UsageErrors.Find(root, parsed) is { } problem)
        {
            return Fail(problem);
        }

        // The others ask no model: they have nothing to tell, and need not read where it would go.
        var unsent = "";
        using var telemetry = parsed.CommandResult.Command.Name is "lsp" or "ask" or "eval" or "lint"
            ? Telemetry.OtlpExport.Start(WorkspaceOptions.DefaultDataHome, Environment.GetEnvironmentVariable, out unsent)
            : null;
        if (unsent.Length > 0)
        {
            Console.Error.WriteLine("plumb: " + unsent);
        }

        // Ctrl-C is ours, above: the library's own handler would end the process two seconds later, in the middle of
        // committing what is done.
        return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, stop.Token);
    }

    /// <summary>A shell may stand in a folder that was removed under it.</summary>
    private static bool HasCurrentFolder()
    {
        try
        {
            return Directory.Exists(Directory.GetCurrentDirectory());
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static int Fail(string sentence)
    {
        Console.Error.WriteLine("plumb: " + sentence);
        return Failure;
    }

    private static IEnumerable<Command> CreateCommands()
    {
        yield return LspCommand.Create();
        yield return IndexCommand.Create();
        yield return SearchCommand.Create();
        yield return AskCommand.Create();
        yield return UsageCommand.Create();
        yield return FeedbackCommand.Create();
        yield return MapCommand.Create();
        yield return StatusCommand.Create();
        yield return WhyCommand.Create();
        yield return EvalCommand.Create();
        yield return ModelCommand.Create();
        yield return TokensCommand.Create();
        yield return LintCommand.Create();
    }
}
