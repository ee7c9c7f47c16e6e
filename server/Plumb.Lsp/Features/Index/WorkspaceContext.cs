using Plumb.Ask;
using Plumb.Lsp.Scheduling;
using Plumb.Lsp.Session;
using Plumb.Lsp.Wire;
using Plumb.Search;
using Plumb.Search.Workspaces;
using Serilog;

namespace Plumb.Lsp.Features.Index;

/// <summary>How the server gets at the rooms below it; the command line hands it in.</summary>
internal sealed record WorkspaceFactory(
    Func<WorkspaceOptions, WorkspaceIndex> OpenIndex, Func<string, string?, CancellationToken, Task<EmbedderOpening>> OpenEmbedder, Func<IWorkspaceReader, AskEngine> OpenAsk);

/// <summary>What the services of all folders share.</summary>
/// <param name="Runs">One run over a whole tree at a time, whatever the number of folders.</param>
/// <param name="Changed">Tells the client that the state of a folder changed.</param>
internal sealed record WorkspaceContext(
    WorkspaceFactory Factory, RequestScheduler Scheduler, IClient Client, TimeProvider Time, ILogger Log, ClientProfile Profile, BackgroundLane Runs, Func<Task> Changed);
