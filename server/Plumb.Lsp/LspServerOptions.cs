using Plumb.Ask;
using Plumb.Prompts;
using Plumb.Search;
using Plumb.Text;
using Serilog;

namespace Plumb.Lsp;

/// <summary>What the server is composed of. None of it is called before the client sent <c>initialized</c>, but for the log.</summary>
public sealed record LspServerOptions
{
    public required string Version { get; init; }

    public ILogger Log { get; init; } = Serilog.Core.Logger.None;

    /// <summary>Opens the index of a folder, by its absolute path.</summary>
    public Func<string, WorkspaceIndex> OpenIndex { get; init; } = root => WorkspaceIndex.Open(new WorkspaceOptions(root));

    public Func<WorkspaceIndex, AskEngine> OpenAsk { get; init; } = index => new AskEngine(index);

    /// <summary>Lints a document: pure and fast, empty for one that is no prompt.</summary>
    public Func<TextDocument, IReadOnlyList<LintDiagnostic>> Lint { get; init; } = document => PromptLinter.Lint(document.Path, document.Text).Diagnostics;

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
