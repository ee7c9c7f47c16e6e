using System.Text.Json;
using Plumb.Lsp.Documents;
using Plumb.Lsp.Features.Diagnostics;
using Plumb.Lsp.Features.Hover;
using Plumb.Lsp.Features.Index;
using Plumb.Lsp.Features.Search;
using Plumb.Lsp.Features.Symbols;
using Plumb.Lsp.Features.Tokens;
using Plumb.Lsp.Protocol;
using Plumb.Lsp.Scheduling;
using Plumb.Lsp.Session;
using Plumb.Lsp.Wire;
using Plumb.Text;
using Serilog;

namespace Plumb.Lsp;

/// <summary>
/// The language server of one client: declares for every method its kind (sync, read or background), its snapshot and
/// the feature that answers it. It lives until <c>exit</c>, the input's end or the client's death.
/// </summary>
public sealed partial class LspServer : IAsyncDisposable
{
    private static readonly TimeSpan ConfigurationPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(2);

    private readonly LspServerOptions options;
    private readonly ILogger log;
    private readonly LifecycleGate gate = new();
    private readonly RequestScheduler scheduler = new();
    private readonly DocumentStore documents = new();
    // A question waits for a model most of its time: many may wait beside each other.
    private readonly BackgroundLane questions = new("ask", width: 64);
    private readonly BackgroundLane rebuilds = new("rebuild", width: 1);
    private readonly TaskCompletionSource exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IWire wire;
    private readonly TokenCounter counter = new();
    private readonly TokensFeature tokens;
    private readonly HoverFeature hover;
    private readonly DiagnosticsFeature diagnostics;
    private readonly DiagnosticsPublisher publisher;
    private readonly WorkspaceService workspace;
    private readonly List<Task> services = [];
    private volatile ClientProfile profile = ClientProfile.None;
    private bool stopped;

    private LspServer(LspServerOptions options, Stream input, Stream output)
    {
        this.options = options;
        log = options.Log;
        wire = new StreamJsonRpcWire(input, output, gate, log);
        tokens = new TokensFeature(counter);
        hover = new HoverFeature(counter);
        diagnostics = new DiagnosticsFeature(options.Lint);
        publisher = new DiagnosticsPublisher(diagnostics, documents, wire, () => profile.Encoding, log);
        workspace = new WorkspaceService(new WorkspaceFactory(options.OpenIndex, options.OpenEmbedder, options.OpenAsk), scheduler, wire, options.Time, log);
        Register();
    }

    /// <summary>Serves one client over a pair of streams. Returns the exit code: 0 after <c>shutdown</c>, else 1.</summary>
    public static async Task<int> RunAsync(LspServerOptions options, Stream input, Stream output, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        await using var server = new LspServer(options, input, output);
        return await server.ServeAsync(cancellation).ConfigureAwait(false);
    }

    private async Task<int> ServeAsync(CancellationToken cancellation)
    {
        var listening = wire.RunAsync();
        var first = await Task.WhenAny(listening, exited.Task, Task.Delay(Timeout.InfiniteTimeSpan, cancellation)).ConfigureAwait(false);
        log.Information("Stopping: {Reason}", first == listening ? "the input ended" : first == exited.Task ? "exit" : "stopped from outside");
        scheduler.Stop();
        if (first == exited.Task)
        {
            await wire.DrainAsync(StopPatience).ConfigureAwait(false);
        }

        Task[] running;
        lock (services)
        {
            running = [.. services];
        }

        try
        {
            // What does not stop in time is left behind: the store may be killed at any instant.
            await Task.WhenAll(running).WaitAsync(StopPatience, CancellationToken.None).ConfigureAwait(false);
            stopped = true;
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            log.Information("Background work was left behind at the end");
        }

        return gate.IsShutDown ? 0 : 1;
    }

    public async ValueTask DisposeAsync()
    {
        await wire.DisposeAsync().ConfigureAwait(false);
        if (stopped)
        {
            // Under work that was left behind nothing is taken away: the process ends in a moment.
            workspace.Dispose();
            questions.Dispose();
            rebuilds.Dispose();
            scheduler.Dispose();
        }
    }

    private void Register()
    {
        // Lifetime
        Sync<InitializeParams, InitializeResult>("initialize", Initialize);
        wire.OnNotification<NoParams>("initialized", _ => Start(OnInitializedAsync));
        Sync<NoParams, JsonElement>("shutdown", _ =>
        {
            scheduler.Stop();
            return Json.Null;
        });
        wire.OnNotification<NoParams>("exit", _ => exited.TrySetResult());
        wire.OnNotification<JsonElement>("$/setTrace", _ => { });

        // Text synchronisation
        Sync<DidOpenTextDocumentParams>("textDocument/didOpen", p =>
        {
            documents.Open(p.TextDocument);
            OnDocumentChanged(p.TextDocument.Uri);
        });
        Sync<DidChangeTextDocumentParams>("textDocument/didChange", p =>
        {
            if (documents.Change(p, profile.Encoding))
            {
                OnDocumentChanged(p.TextDocument.Uri);
            }
            else
            {
                log.Warning("{Uri} was changed but is not open", p.TextDocument.Uri);
            }
        });
        Sync<DidCloseTextDocumentParams>("textDocument/didClose", p =>
        {
            documents.Close(p.TextDocument.Uri);
            OnDocumentChanged(p.TextDocument.Uri);
        });
        Sync<DidSaveTextDocumentParams>("textDocument/didSave", p => OnFileChanged(p.TextDocument.Uri, saved: true));

        // The workspace
        Sync<DidChangeWatchedFilesParams>("workspace/didChangeWatchedFiles", p =>
        {
            foreach (var change in p.Changes)
            {
                OnFileChanged(change.Uri, saved: false);
            }
        });
        wire.OnNotification<JsonElement>("workspace/didChangeConfiguration", _ => { });
        wire.OnNotification<JsonElement>("workspace/didChangeWorkspaceFolders", _ =>
            log.Information("The workspace's folders changed: the server keeps to the folder that it started with"));
        Sync<WorkDoneProgressCancelParams>("window/workDoneProgress/cancel", p => workspace.CancelProgress(p.Token));

        // Reads of one document
        Read<HoverParams, TextDocument?, Protocol.Hover?>(
            "textDocument/hover",
            p => documents.Find(p.TextDocument.Uri),
            (p, document, cancellation) => document is null ? null : hover.Get(document, p.Position, profile.Encoding, profile.HoversMarkdown, cancellation));
        Read<DocumentSymbolParams, TextDocument?, JsonElement>(
            "textDocument/documentSymbol",
            p => documents.Find(p.TextDocument.Uri),
            (p, document, _) => document is null ? Json.Null
                : profile.NestsSymbols ? Json.ToElement(SymbolsFeature.GetTree(document, profile.Encoding))
                : Json.ToElement(SymbolsFeature.GetList(document, p.TextDocument.Uri, profile.Encoding)));
        Read<DocumentDiagnosticParams, TextDocument?, DocumentDiagnosticReport>(
            "textDocument/diagnostic",
            p => documents.Find(p.TextDocument.Uri),
            (p, document, _) => document is null
                ? new DocumentDiagnosticReport { Kind = DocumentDiagnosticReportKind.Full, ResultId = "closed", Items = [] }
                : diagnostics.Pull(document, p.PreviousResultId, profile.Encoding));
        Read<CodeActionParams, TextDocument?, IReadOnlyList<CodeAction>>(
            "textDocument/codeAction",
            p => documents.Find(p.TextDocument.Uri),
            (p, document, _) => document is null ? [] : diagnostics.GetFixes(document, p, profile.Encoding));
        Read<TokensParams, TextDocument?, TokensResult>(
            PlumbMethods.Tokens,
            p => documents.Find(p.TextDocument.Uri),
            (p, document, cancellation) => (document ?? documents.FindOrRead(p.TextDocument.Uri)) is { } text
                ? tokens.Count(text, p.Range, profile.Encoding, cancellation)
                : throw new RequestFailedException($"{p.TextDocument.Uri} is neither open nor a text file on disk."));

        // Reads of the index: it is its own snapshot, and the queries' thread is not the message loop's
        wire.OnRequest<SearchParams, SearchResult>(PlumbMethods.Search, async (p, cancellation) =>
            await (await WithIndexAsync((index, paths, c) => SearchFeature.SearchAsync(index, paths, p, c), cancellation).ConfigureAwait(false)).ConfigureAwait(false));
        wire.OnRequest<WorkspaceSymbolParams, IReadOnlyList<SymbolInformation>>("workspace/symbol", async (p, cancellation) =>
            workspace.Paths is null || await workspace.FindIndexAsync(cancellation).ConfigureAwait(false) is null
                ? [] // An editor asks at every key: no index is no error here.
                : await WithIndexAsync((index, paths, c) => SearchFeature.FindSymbols(index, paths, p.Query, profile.Encoding, c), cancellation).ConfigureAwait(false));
        Read<NoParams, WorkspaceService, StatusResult>(PlumbMethods.Status, _ => workspace, (_, service, _) => service.GetStatus());

        // Background
        RegisterAsk();
        wire.OnRequest<NoParams, StatusResult>(PlumbMethods.Rebuild, (_, cancellation) =>
            scheduler.RunBackgroundAsync(rebuilds, workspace.RebuildAsync, cancellation));
    }

    private InitializeResult Initialize(InitializeParams parameters)
    {
        profile = ClientProfile.From(parameters);
        workspace.Configure(profile);
        log.Information("{Client} opened {Root}, positions in {Encoding}", profile.Name, profile.Root ?? "no folder", profile.Encoding);
        if (profile.ProcessId is { } processId)
        {
            // Looks at it before the answer leaves: a client that dies right after it was alive.
            var death = ClientProcess.WaitForExitAsync(processId, scheduler.Stopping);
            Start(async () =>
            {
                await death.ConfigureAwait(false);
                log.Information("The client's process {ProcessId} ended", processId);
                exited.TrySetResult();
            });
        }

        return new InitializeResult
        {
            ServerInfo = new ServerInfo { Name = "plumb", Version = options.Version },
            Capabilities = new ServerCapabilities
            {
                PositionEncoding = profile.Encoding switch
                {
                    PositionEncoding.Utf8 => PositionEncodingKind.UTF8,
                    PositionEncoding.Utf32 => PositionEncodingKind.UTF32,
                    _ => PositionEncodingKind.UTF16,
                },
                TextDocumentSync = new TextDocumentSyncOptions { OpenClose = true, Change = TextDocumentSyncKind.Incremental, Save = new SaveOptions() },
                HoverProvider = true,
                DocumentSymbolProvider = true,
                WorkspaceSymbolProvider = true,
                CodeActionProvider = new CodeActionOptions { CodeActionKinds = [CodeActionKind.QuickFix] },
                DiagnosticProvider = profile is { PullsDiagnostics: true, RegistersDiagnostics: false } ? new DiagnosticOptions { InterFileDependencies = false, WorkspaceDiagnostics = false } : null,
                Workspace = new WorkspaceOptions { WorkspaceFolders = new WorkspaceFoldersServerCapabilities { Supported = true, ChangeNotifications = true } },
            },
        };
    }

    private async Task OnInitializedAsync()
    {
        if (!profile.PullsDiagnostics)
        {
            Start(() => publisher.RunAsync(scheduler.Stopping));
        }

        Start(RegisterCapabilitiesAsync);
        var enabled = await ReadIndexEnabledAsync().ConfigureAwait(false);
        await workspace.RunAsync(enabled).ConfigureAwait(false);
    }

    private async Task RegisterCapabilitiesAsync()
    {
        var registrations = new List<Registration>();
        if (profile.RegistersDiagnostics)
        {
            registrations.Add(new Registration
            {
                Id = "plumb-diagnostics",
                Method = "textDocument/diagnostic",
                RegisterOptions = Json.ToElement(new DiagnosticRegistrationOptions { InterFileDependencies = false, WorkspaceDiagnostics = false }),
            });
        }

        if (profile.RegistersWatchers && profile.Root is not null)
        {
            registrations.Add(new Registration
            {
                Id = "plumb-files",
                Method = "workspace/didChangeWatchedFiles",
                RegisterOptions = Json.ToElement(new DidChangeWatchedFilesRegistrationOptions { Watchers = [new Protocol.FileSystemWatcher { GlobPattern = "**/*" }] }),
            });
        }

        if (registrations.Count > 0)
        {
            try
            {
                await wire.RequestAsync<RegistrationParams, JsonElement>(
                    "client/registerCapability", new RegistrationParams { Registrations = registrations }, scheduler.Stopping).ConfigureAwait(false);
            }
            catch (RequestFailedException e)
            {
                log.Warning("The client refused to register capabilities: {Error}", e.Message);
            }
        }
    }

    /// <summary>Asks the client for its settings; one that does not answer in time means the default.</summary>
    private async Task<bool> ReadIndexEnabledAsync()
    {
        if (!profile.GivesConfiguration)
        {
            return profile.IndexEnabled ?? true;
        }

        try
        {
            var answer = await wire.RequestAsync<ConfigurationParams, JsonElement>(
                "workspace/configuration",
                new ConfigurationParams { Items = [new ConfigurationItem { Section = "plumb" }] },
                scheduler.Stopping).WaitAsync(ConfigurationPatience, options.Time, scheduler.Stopping).ConfigureAwait(false);
            var given = answer.ValueKind == JsonValueKind.Array && answer.GetArrayLength() > 0 ? Settings.FindIndexEnabled(answer[0]) : null;
            return given ?? profile.IndexEnabled ?? true;
        }
        catch (Exception e) when (e is RequestFailedException or TimeoutException)
        {
            log.Information("The client gave no configuration: {Error}", e.Message);
            return profile.IndexEnabled ?? true;
        }
    }

    private void OnDocumentChanged(string uri)
    {
        if (!profile.PullsDiagnostics)
        {
            publisher.OnChanged(uri);
        }
    }

    private void OnFileChanged(string uri, bool saved)
    {
        if (DocumentUri.ToPath(uri) is { } path)
        {
            workspace.OnFileChanged(path, saved);
        }
    }

    private async Task<T> WithIndexAsync<T>(Func<Plumb.Search.WorkspaceIndex, WorkspacePaths, CancellationToken, T> read, CancellationToken cancellation)
    {
        if (workspace.Paths is not { } paths)
        {
            throw new RequestFailedException("No folder is open: search needs one.");
        }

        var index = await workspace.GetIndexAsync(cancellation).ConfigureAwait(false);
        return await scheduler.RunReadAsync(() => index, (open, c) => read(open, paths, c), cancellation).ConfigureAwait(false);
    }

    private void Sync<TParams>(string method, Action<TParams> change) =>
        wire.OnNotification<TParams>(method, parameters => scheduler.RunSync(() => change(parameters)));

    private void Sync<TParams, TResult>(string method, Func<TParams, TResult> change) =>
        wire.OnRequest<TParams, TResult>(method, (parameters, _) =>
        {
            TResult result = default!;
            scheduler.RunSync(() => result = change(parameters));
            return Task.FromResult(result);
        });

    private void Read<TParams, TSnapshot, TResult>(string method, Func<TParams, TSnapshot> takeSnapshot, Func<TParams, TSnapshot, CancellationToken, TResult> read) =>
        wire.OnRequest<TParams, TResult>(method, (parameters, cancellation) =>
            scheduler.RunReadAsync(() => takeSnapshot(parameters), (snapshot, c) => read(parameters, snapshot, c), cancellation));

    /// <summary>Starts what lives as long as the server; a fault in it is logged and takes nothing else down.</summary>
    private void Start(Func<Task> service)
    {
        var task = Task.Run(async () =>
        {
            try
            {
                await service().ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                log.Error(e, "A service of the server failed");
            }
        });
        lock (services)
        {
            services.Add(task);
        }
    }
}
