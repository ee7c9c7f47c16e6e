using Plumb.Ask;
using Plumb.Lsp.Features.Diagnostics;
using Plumb.Prompts;
using Plumb.Prompts.Workspace;
using Plumb.Search;
using Plumb.Search.Embedding;
using Plumb.Text;
using Plumb.Tokens;
using Serilog;

namespace Plumb.Lsp;

/// <summary>What the server is composed of. None of it is called before the client sent <c>initialized</c>, but for the log and <see cref="OpenTokens"/>.</summary>
public sealed record LspServerOptions
{
    public required string Version { get; init; }

    public ILogger Log { get; init; } = Serilog.Core.Logger.None;

    /// <summary>Opens the index of a folder.</summary>
    public Func<WorkspaceOptions, WorkspaceIndex> OpenIndex { get; init; } = WorkspaceIndex.Open;

    /// <summary>Opens the embedder that the user chose, by the folder's path and the editor's setting; never throws for a bad choice.</summary>
    public Func<string, string?, CancellationToken, Task<EmbedderOpening>> OpenEmbedder { get; init; } = (_, _, _) => Task.FromResult(new EmbedderOpening(null, null));

    public Func<Search.Workspaces.IWorkspaceReader, AskEngine> OpenAsk { get; init; } = index => new AskEngine(index);

    /// <summary>Plumb's data folder, for what belongs to no workspace: the ledger and the judgements of answers.</summary>
    public string DataHome { get; init; } = WorkspaceOptions.DefaultDataHome;

    /// <summary>Lints a document in place of the rules and their configuration: for tests.</summary>
    public Func<TextDocument, IReadOnlyList<LintDiagnostic>>? Lint { get; init; }

    /// <summary>What lint rules and completion know besides the files: models, tokens, symbols, commands.</summary>
    public LintOptions Knowledge { get; init; } = LintOptions.Default;

    /// <summary>The files below a folder, for rules that follow references; null leaves those rules silent.</summary>
    public Func<string, IWorkspaceFiles?> OpenFiles { get; init; } = root => new WorkspaceFiles(root);

    /// <summary>Where the pages of the rules are written for editors to open; null: nowhere, and diagnostics have no link.</summary>
    public string? RulesFolder { get; init; }

    /// <summary>What plumb.json says of tokens, by the folder's path; the user's own settings where no folder is open.</summary>
    public Func<string?, TokenSettings> OpenTokens { get; init; } = _ => TokenSettings.Default;

    /// <summary>The folder of the user's own plumb.json, which is watched; null: nowhere.</summary>
    public string? UserFolder { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}

/// <summary>The embedder that the user chose, or why it is not used.</summary>
/// <param name="Embedder">Null: the built-in one. The server disposes of it.</param>
/// <param name="Problem">One sentence; null when there is none.</param>
public sealed record EmbedderOpening(IEmbedder? Embedder, string? Problem);
