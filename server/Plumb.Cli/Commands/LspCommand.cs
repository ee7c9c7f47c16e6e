using System.Collections.Concurrent;
using System.CommandLine;
using System.Globalization;
using System.IO.Pipes;
using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;
using Plumb.Lsp;
using Plumb.Search;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace Plumb.Cli.Commands;

/// <summary>
/// <c>plumb lsp</c>: the language server on standard input and output, or on a pipe that the client has opened.
/// stdout carries the protocol and nothing else; the log goes to a file under the data folder, its warnings to stderr too.
/// </summary>
internal static class LspCommand
{
    private const string PipePrefix = @"\\.\pipe\";
    private const int LeastThreads = 16;

    public static Command Create()
    {
        var stdio = new Option<bool>("--stdio") { Description = "Speak over standard input and output (the default)." };
        var pipe = new Option<string?>("--pipe") { Description = "Connect to this named pipe or Unix socket, which the client listens on." };
        var processId = new Option<int?>("--clientProcessId") { Description = "Accepted from clients that pass it; 'initialize' says it again.", Hidden = true };
        var verbose = new Option<bool>("--verbose") { Description = "Log details." };
        var command = new Command("lsp", "Run the language server.") { stdio, pipe, processId, verbose };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var log = CreateLog(parsed.GetValue(verbose));
            try
            {
                if (parsed.GetValue(pipe) is { } name)
                {
                    return await ServePipeAsync(name, log, cancellation);
                }

                return StandardStreams.IsInputClosed || StandardStreams.IsOutputClosed
                    ? throw new CommandException("standard input or output is closed: the language server speaks over both. Start it from an editor, or use --pipe NAME.")
                    : await ServeAsync(Console.OpenStandardInput(), Console.OpenStandardOutput(), log, cancellation);
            }
            catch (Exception e) when (e is not (OutOfMemoryException or CommandException))
            {
                log.Fatal(e, "The server failed");
                return PlumbCommand.Failure;
            }
        });
        return command;
    }

    private static async Task<int> ServeAsync(Stream input, Stream output, Logger log, CancellationToken cancellation)
    {
        // The pool begins with a thread per core and adds others after half a second: with two cores, two slow requests would
        // hold up the next keystroke for that long.
        ThreadPool.SetMinThreads(LeastThreads, LeastThreads);
        AppDomain.CurrentDomain.UnhandledException += (_, e) =>
        {
            log.Fatal(e.ExceptionObject as Exception, "Unhandled exception");
            log.Dispose();
        };
        TaskScheduler.UnobservedTaskException += (_, e) =>
        {
            log.Error(e.Exception, "Unobserved exception");
            e.SetObserved();
        };

        return await LspServer.RunAsync(new LspServerOptions { Version = PlumbCommand.Version, Log = log, OpenEmbedder = EmbedderArguments.OpenForEditorAsync, OpenTokens = TokenConfiguration.Load, UserFolder = WorkspaceOptions.DefaultDataHome, RulesFolder = System.IO.Path.Combine(Lint.DataFolder.Path, "rules") }, input, output, cancellation);
    }

    private static async Task<int> ServePipeAsync(string name, Logger log, CancellationToken cancellation)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                var pipe = new NamedPipeClientStream(".", name.StartsWith(PipePrefix, StringComparison.Ordinal) ? name[PipePrefix.Length..] : name, PipeDirection.InOut, PipeOptions.Asynchronous);
                await pipe.ConnectAsync(10_000, cancellation);
                await using (pipe)
                {
                    return await ServeAsync(pipe, pipe, log, cancellation);
                }
            }

            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(name), cancellation);
            await using var stream = new NetworkStream(socket);
            return await ServeAsync(stream, stream, log, cancellation);
        }
        catch (Exception e) when (e is SocketException or TimeoutException or ArgumentException)
        {
            throw new CommandException($"The pipe '{name}' cannot be connected to: {e.Message}", e);
        }
    }

    private static Logger CreateLog(bool verbose)
    {
        var configuration = new LoggerConfiguration()
            .MinimumLevel.Is(verbose ? LogEventLevel.Debug : LogEventLevel.Information)
            .WriteTo.Sink(new StandardErrorSink(verbose ? LogEventLevel.Debug : LogEventLevel.Warning));
        try
        {
            configuration.WriteTo.File(
                Path.Combine(WorkspaceOptions.DefaultDataHome, "logs", "lsp-.log"),
                formatProvider: CultureInfo.InvariantCulture,
                rollingInterval: RollingInterval.Day,
                retainedFileCountLimit: 5,
                fileSizeLimitBytes: 16 * 1024 * 1024,
                shared: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            Console.Error.WriteLine("plumb: no log file: " + e.Message);
        }

        return configuration.CreateLogger();
    }

    /// <summary>
    /// One line for each event; traces stand in the log file. Written by a thread of its own, and what a client that
    /// does not read leaves no room for is dropped: the server never waits for it.
    /// </summary>
    private sealed class StandardErrorSink : ILogEventSink, IDisposable
    {
        private const int MostWaiting = 256;
        private static readonly TimeSpan FlushPatience = TimeSpan.FromMilliseconds(500);

        private readonly BlockingCollection<string> lines = new(MostWaiting);
        private readonly LogEventLevel least;
        private readonly Thread writer;

        public StandardErrorSink(LogEventLevel least)
        {
            this.least = least;
            writer = new Thread(Write) { IsBackground = true, Name = "stderr" };
            writer.Start();
        }

        public void Emit(LogEvent logEvent)
        {
            if (logEvent.Level >= least && !lines.IsAddingCompleted)
            {
                lines.TryAdd($"plumb: {logEvent.Level}: {logEvent.RenderMessage(CultureInfo.InvariantCulture).ReplaceLineEndings(" ")}");
            }
        }

        public void Dispose()
        {
            lines.CompleteAdding();
            if (writer.Join(FlushPatience))
            {
                lines.Dispose();
            }
        }

        private void Write()
        {
            try
            {
                using var output = new StreamWriter(OpenStandardError()) { AutoFlush = true };
                foreach (var line in lines.GetConsumingEnumerable())
                {
                    output.WriteLine(line);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
            {
                // Nobody is there to read, or no longer.
            }
        }

        /// <summary>On Unix the console's streams share one lock: a stuck write to stderr would hold up the protocol on stdout.</summary>
        private static Stream OpenStandardError() => OperatingSystem.IsWindows()
            ? Console.OpenStandardError()
            : new FileStream(new SafeFileHandle(2, ownsHandle: false), FileAccess.Write, bufferSize: 0);
    }
}
