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
    private readonly BackgroundLane trees = new("token tree", width: 1);
    private readonly TaskCompletionSource exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IWire wire;
    private readonly TokenCounter counter = new();
    private readonly TokensFeature tokens;
    private readonly TokenLenses tokenLenses;
    private readonly TokenTreeFeature tokenTree;
    private readonly HoverFeature hover;
    private readonly DiagnosticsFeature diagnostics;
    private readonly DiagnosticsPublisher publisher;
    private readonly Workspaces workspace;
    private readonly List<Task> services = [];
    private volatile ClientProfile profile = ClientProfile.None;
    private bool stopped;

    private LspServer(LspServerOptions options, Stream input, Stream output)
    {
        this.options = options;
        log = options.Log;
        wire = new StreamJsonRpcWire(input, output, gate, log);
        var budgets = new TokenBudgets(counter, () => workspace?.Paths);
        tokens = new TokensFeature(counter, budgets);
        tokenLenses = new TokenLenses(counter, document => lintService.Parse(document));
        tokenTree = new TokenTreeFeature(counter, documents);
        hover = new HoverFeature(counter, document => lintService.Parse(document));
        diagnostics = CreateDiagnostics(budgets);
        publisher = new DiagnosticsPublisher(diagnostics, documents, wire, () => profile.Encoding, log);
        workspace = new Workspaces(new WorkspaceFactory(options.OpenIndex, options.OpenEmbedder, options.OpenAsk), documents, scheduler, wire, options.Time, log);
        workspace.IndexChanged += symbols.OnIndexChanged;
        CreateQuestions();
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
        tokenSettingsWatcher?.Dispose();
        if (stopped)
        {
            // Under work that was left behind nothing is taken away: the process ends in a moment.
            workspace.Dispose();
            questions.Dispose();
            rebuilds.Dispose();
            trees.Dispose();
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
        // The workspace
        RegisterWorkspace();

        // Reads of one document
        Read<HoverParams, TextDocument?, Protocol.Hover?>(
            "textDocument/hover",
            p => documents.Find(p.TextDocument.Uri),
            (p, document, cancellation) => document is null ? null : WithPromptHover(document, p.Position, hover.Get(document, p, profile.Encoding, profile.HoverStyle, cancellation)));
        Read<DocumentSymbolParams, TextDocument?, JsonElement>(
            "textDocument/documentSymbol",
            p => documents.Find(p.TextDocument.Uri),
            (p, document, _) => document is null ? Json.Null
                : PromptSymbolsOf(document) is { } symbols ? Json.ToElement(symbols)
                : profile.NestsSymbols ? Json.ToElement(SymbolsFeature.GetTree(document, profile.Encoding))
                : Json.ToElement(SymbolsFeature.GetList(document, p.TextDocument.Uri, profile.Encoding)));
        Read<DocumentDiagnosticParams, TextDocument?, DocumentDiagnosticReport>(
            "textDocument/diagnostic",
            p => documents.Find(p.TextDocument.Uri),
            (p, document, _) => document is null
                ? new DocumentDiagnosticReport { Kind = DocumentDiagnosticReportKind.Full, ResultId = "closed", Items = [] }
                : diagnostics.Pull(document, p.PreviousResultId, profile.Encoding));
        RegisterLanguage();
        RegisterTokens();

        // Reads of the index: it is its own snapshot, and the queries' thread is not the message loop's
        wire.OnRequest<SearchParams, SearchResult>(PlumbMethods.Search, async (p, cancellation) =>
            await (await WithWorkspaceAsync((open, c) => SearchFeature.SearchAsync(open, p, c), cancellation).ConfigureAwait(false)).ConfigureAwait(false));
        wire.OnRequest<WorkspaceSymbolParams, IReadOnlyList<SymbolInformation>>("workspace/symbol", async (p, cancellation) =>
            workspace.Paths is null || await workspace.FindOpenAsync(cancellation).ConfigureAwait(false) is null
                ? [] // An editor asks at every key: no index is no error here.
                : await WithWorkspaceAsync((open, c) => SearchFeature.FindSymbols(open, p.Query, profile.Encoding, c), cancellation).ConfigureAwait(false));

        // Background
        RegisterAsk();
    }

    private InitializeResult Initialize(InitializeParams parameters)
    {
        var said = ClientProfile.From(parameters);
        profile = said with { Roots = [.. WithoutAnswers(said.Roots)] };
        workspace.Configure(profile);
        ConfigureLanguage(parameters.Capabilities);
        tokenLenses.Place = TokenLenses.DefaultPlace(profile);
        reviews.IsOffered = parameters.InitializationOptions is { } given && Session.Settings.FindSwitch(given, "lint.review") == true;
        LoadTokenSettings();
        ApplyTokenSettings(parameters.InitializationOptions ?? default);
        log.Information("{Client} opened {Root}, positions in {Encoding}", profile.Name, profile.Roots.Count == 0 ? "no folder" : string.Join(", ", profile.Roots), profile.Encoding);
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
            Capabilities = WithLanguage(new ServerCapabilities
            {
                PositionEncoding = profile.Encoding switch
                {
                    PositionEncoding.Utf8 => PositionEncodingKind.UTF8,
                    PositionEncoding.Utf32 => PositionEncodingKind.UTF32,
                    _ => PositionEncodingKind.UTF16,
                },
                TextDocumentSync = new TextDocumentSyncOptions { OpenClose = true, Change = TextDocumentSyncKind.Incremental, Save = new SaveOptions() },
                HoverProvider = true,
                CodeLensProvider = new CodeLensOptions(),
                InlayHintProvider = true,
                DocumentSymbolProvider = true,
                WorkspaceSymbolProvider = true,
                DiagnosticProvider = profile is { PullsDiagnostics: true, RegistersDiagnostics: false } ? new DiagnosticOptions { InterFileDependencies = false, WorkspaceDiagnostics = false } : null,
                Workspace = new WorkspaceOptions { WorkspaceFolders = new WorkspaceFoldersServerCapabilities { Supported = true, ChangeNotifications = true }, FileOperations = FileOperations },
            }),
        };
    }

    private async Task OnInitializedAsync()
    {
        WatchTokenSettings();
        if (!profile.PullsDiagnostics)
        {
            Start(() => publisher.RunAsync(scheduler.Stopping));
        }

        Start(RegisterCapabilitiesAsync);
        await workspace.RunAsync(await ReadSettingsAsync().ConfigureAwait(false)).ConfigureAwait(false);
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

        if (profile.RegistersConfiguration)
        {
            registrations.Add(new Registration { Id = "plumb-settings", Method = "workspace/didChangeConfiguration" });
        }

        if (profile.RegistersWatchers && (profile.Roots.Count > 0 || profile.OpensFolders))
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

    private void OnDocumentChanged(string uri)
    {
        OnConfigurationChanged(uri);
        workspace.OnDocumentChanged(uri);
        if (!profile.PullsDiagnostics)
        {
            publisher.OnChanged(uri);
        }
    }

    private async Task<T> WithWorkspaceAsync<T>(Func<OpenWorkspace, CancellationToken, T> read, CancellationToken cancellation)
    {
        var open = await workspace.GetOpenAsync(cancellation).ConfigureAwait(false);
        return await scheduler.RunReadAsync(() => open, (snapshot, c) => read(snapshot, c), cancellation).ConfigureAwait(false);
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
