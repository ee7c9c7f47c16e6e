using Plumb.Lsp.Documents;
using Plumb.Lsp.Features.Hover;
using Plumb.Lsp.Protocol;
using Plumb.Text;

namespace Plumb.Lsp.Session;

/// <summary>What the client said in <c>initialize</c>, as far as it decides what the server does.</summary>
internal sealed record ClientProfile
{
    /// <summary>Before <c>initialize</c>: able to nothing.</summary>
    public static ClientProfile None { get; } = new();

    public PositionEncoding Encoding { get; private init; } = PositionEncoding.Utf16;

    /// <summary>Absolute paths of the workspace folders; none when a single file or nothing is open.</summary>
    public IReadOnlyList<string> Roots { get; init; } = [];

    public int? ProcessId { get; private init; }

    public string Name { get; private init; } = "a client without a name";

    public bool PullsDiagnostics { get; private init; }

    public bool RegistersDiagnostics { get; private init; }

    public bool RefreshesDiagnostics { get; private init; }

    public bool RegistersWatchers { get; private init; }

    /// <summary>Opens and closes workspace folders while the server runs.</summary>
    public bool OpensFolders { get; private init; }

    public bool ShowsProgress { get; private init; }

    public bool GivesConfiguration { get; private init; }

    public HoverStyle HoverStyle { get; private init; }

    public bool HoversMarkdown => HoverStyle != HoverStyle.Plain;

    public bool ShowsLenses { get; private init; }

    public bool RefreshesLenses { get; private init; }

    public bool ShowsInlayHints { get; private init; }

    public bool RefreshesInlayHints { get; private init; }

    public bool NestsSymbols { get; private init; }

    /// <summary>It applies edits that the server sends.</summary>
    public bool AppliesEdits { get; private init; }

    /// <summary>It checks the version of a text that an edit is for.</summary>
    public bool VersionsEdits { get; private init; }

    /// <summary>It finds questions in comments, and asks about selections, by itself: capability <c>experimental.plumb.questions</c>.</summary>
    public bool DrawsQuestions { get; private init; }

    public bool RegistersConfiguration { get; private init; }

    /// <summary><c>plumb.index</c> of the initialization options.</summary>
    public IndexSettings Index { get; private init; } = IndexSettings.Default;

    /// <summary>
    /// <c>plumb.embedder</c> of the initialization options; null when they do not say. Configuration that the server asks for
    /// is not looked at: editors mix the opened folder's own settings into it, and that folder is not trusted.
    /// </summary>
    public string? Embedder { get; private init; }

    /// <summary>The client answers <c>plumb/chat</c> with a model of its own: capability <c>experimental.plumb.chat</c>.</summary>
    public bool Chats { get; private init; }

    /// <summary>That model can call tools: capability <c>experimental.plumb.chatTools</c>.</summary>
    public bool ChatsWithTools { get; private init; }

    public static ClientProfile From(InitializeParams parameters)
    {
        var capabilities = parameters.Capabilities;
        var document = capabilities.TextDocument;
        var roots = FindRoots(parameters);
        return new ClientProfile
        {
            Encoding = Negotiate(capabilities.General?.PositionEncodings),
            Roots = roots,
            ProcessId = parameters.ProcessId,
            Name = parameters.ClientInfo is { } info ? $"{info.Name} {info.Version}".TrimEnd() : None.Name,
            PullsDiagnostics = document?.Diagnostic is not null,
            RegistersDiagnostics = document?.Diagnostic?.DynamicRegistration == true,
            RefreshesDiagnostics = capabilities.Workspace?.Diagnostics?.RefreshSupport == true,
            RegistersWatchers = capabilities.Workspace?.DidChangeWatchedFiles?.DynamicRegistration == true,
            OpensFolders = capabilities.Workspace?.WorkspaceFolders == true,
            ShowsProgress = capabilities.Window?.WorkDoneProgress == true,
            GivesConfiguration = capabilities.Workspace?.Configuration == true,
            HoverStyle = document?.Hover?.ContentFormat?.Contains(MarkupKind.Markdown) != true ? HoverStyle.Plain
                : capabilities.General?.Markdown?.AllowedTags?.Contains("span") == true ? HoverStyle.Html
                : HoverStyle.Markdown,
            ShowsLenses = document?.CodeLens is not null,
            RefreshesLenses = capabilities.Workspace?.CodeLens?.RefreshSupport == true,
            ShowsInlayHints = document?.InlayHint is not null,
            RefreshesInlayHints = capabilities.Workspace?.InlayHint?.RefreshSupport == true,
            NestsSymbols = document?.DocumentSymbol?.HierarchicalDocumentSymbolSupport == true,
            AppliesEdits = capabilities.Workspace?.ApplyEdit == true,
            VersionsEdits = capabilities.Workspace?.WorkspaceEdit?.DocumentChanges == true,
            DrawsQuestions = Settings.FindFlag(capabilities.Experimental, "plumb.questions"),
            Chats = Settings.FindFlag(capabilities.Experimental, "plumb.chat"),
            ChatsWithTools = Settings.FindFlag(capabilities.Experimental, "plumb.chatTools"),
            RegistersConfiguration = capabilities.Workspace?.DidChangeConfiguration?.DynamicRegistration == true,
            Index = IndexSettings.Default.With(parameters.InitializationOptions),
            Embedder = parameters.InitializationOptions is { } given ? Settings.FindEmbedder(given) : null,
        };
    }

    /// <summary>UTF-8 where the client offers it, then UTF-16, then UTF-32; a client that offers nothing means UTF-16.</summary>
    internal static PositionEncoding Negotiate(IReadOnlyList<string>? offered) =>
        offered is null || offered.Count == 0 ? PositionEncoding.Utf16
        : offered.Contains(PositionEncodingKind.UTF8) ? PositionEncoding.Utf8
        : offered.Contains(PositionEncodingKind.UTF16) ? PositionEncoding.Utf16
        : offered.Contains(PositionEncodingKind.UTF32) ? PositionEncoding.Utf32
        : PositionEncoding.Utf16;

    private static List<string> FindRoots(InitializeParams parameters)
    {
        if (parameters.WorkspaceFolders is { } folders)
        {
            return [.. folders.Select(folder => DocumentUri.ToPath(folder.Uri)).OfType<string>()];
        }

        var root = parameters.RootUri is { } uri ? DocumentUri.ToPath(uri) : parameters.RootPath;
        return string.IsNullOrEmpty(root) ? [] : [root];
    }
}
