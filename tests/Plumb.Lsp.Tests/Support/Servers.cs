using Plumb.Search;
using Plumb.Text;

namespace Plumb.Lsp.Tests.Support;

/// <summary>How tests start the server: never with the user's own data folder.</summary>
internal static class Servers
{
    public static LspServerOptions Options(string? dataHome = null) => new()
    {
        Version = "test",
        DataHome = dataHome ?? Path.Combine(Path.GetTempPath(), "plumb-test-without-data"),
        OpenIndex = options => WorkspaceIndex.Open(options with { DataHome = dataHome ?? throw new InvalidOperationException("The test needs a data folder.") }),
        Lint = FindTodos,
    };

    public static LspClient Start(string? dataHome = null) => LspClient.StartInProcess(Options(dataHome));

    /// <summary>A linter for tests: every "TODO" is a finding whose fix removes it.</summary>
    public static IReadOnlyList<Prompts.LintDiagnostic> FindTodos(TextDocument document)
    {
        var found = new List<Prompts.LintDiagnostic>();
        for (var at = document.Text.IndexOf("TODO", StringComparison.Ordinal); at >= 0; at = document.Text.IndexOf("TODO", at + 1, StringComparison.Ordinal))
        {
            var span = new TextSpan(at, at + 4);
            found.Add(new Prompts.LintDiagnostic(span, "X01", "todo", Prompts.LintSeverity.Warning, "Something is left to do.", new Prompts.LintFix("Remove it", Prompts.FixKind.Safe, [new Prompts.LintEdit(span, "")])));
        }

        return found;
    }

    /// <summary>What a client that can do much says: VS Code's own, shortened.</summary>
    public static object DynamicClient { get; } = new
    {
        workspace = new { didChangeWatchedFiles = new { dynamicRegistration = true }, configuration = true, diagnostics = new { refreshSupport = true } },
        textDocument = new
        {
            hover = new { contentFormat = new[] { "markdown", "plaintext" } },
            documentSymbol = new { hierarchicalDocumentSymbolSupport = true },
            diagnostic = new { dynamicRegistration = true },
            publishDiagnostics = new { versionSupport = true },
        },
        window = new { workDoneProgress = true },
        general = new { positionEncodings = new[] { "utf-16" } },
    };

    /// <summary>What a client that can do little says: Neovim 0.7 or ALE.</summary>
    public static object PlainClient { get; } = new { textDocument = new { publishDiagnostics = new { } } };

    /// <summary>A client that registers statically and pulls.</summary>
    public static object PullingClient { get; } = new { textDocument = new { diagnostic = new { } } };

    public static object Encodings(params string[] names) => new { general = new { positionEncodings = names } };
}
