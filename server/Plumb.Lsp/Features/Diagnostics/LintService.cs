using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Plumb.Lsp.Documents;
using Plumb.Lsp.Features.Diagnostics.Workspace;
using Plumb.Prompts;
using Plumb.Prompts.Code;
using Plumb.Prompts.Configuration;
using Plumb.Prompts.Model;
using Plumb.Prompts.Workspace;
using Plumb.Text;
using Plumb.Text.Configuration;

namespace Plumb.Lsp.Features.Diagnostics;

/// <summary>
/// Prompt files as the editor's features see them: parsed once per snapshot, linted by the <c>plumb.json</c> that holds for
/// them, which is the open document where it is open.
/// </summary>
/// <param name="documents">The open documents.</param>
/// <param name="openFiles">The files below a folder.</param>
/// <param name="options">What is known besides the files.</param>
/// <param name="symbols">The names of the open folders' code; null leaves the rules about them silent.</param>
/// <param name="changed">What a file is compared with came or changed.</param>
internal sealed class LintService(DocumentStore documents, Func<string, IWorkspaceFiles?> openFiles, LintOptions options, LiveSymbols? symbols = null, Action? changed = null)
{
    private readonly ConcurrentDictionary<string, Scope> scopes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Root> roots = new(StringComparer.Ordinal);
    private volatile ConditionalWeakTable<TextDocument, Parsed> parsed = [];

    /// <summary>What is known besides the files.</summary>
    public LintOptions Options => options;

    public static bool IsConfiguration(string path) =>
        path[(path.AsSpan().LastIndexOfAny('/', '\\') + 1)..].Equals(ConfigurationFile.FileName, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether what is found in other files hangs on a file: what it declares for a prompt beside it, or what can be run.</summary>
    public static bool IsAskedByOthers(string name) =>
        name is "config.json" or "package.json" or "Makefile" or "makefile" or "GNUmakefile" or "justfile" or "Justfile" || (name.EndsWith(".md", StringComparison.OrdinalIgnoreCase) && PromptLinter.IsPromptFile(name, ""));

    /// <summary>A configuration changed, or which files there are: what was read is read again.</summary>
    public void Invalidate()
    {
        scopes.Clear();
        roots.Clear();
        parsed = [];
    }

    /// <summary>The prompt file that a document is; null where it is none, or holds only the settings of one.</summary>
    public PromptFile? Parse(TextDocument document) => ParseAny(document) is { IsSettings: false } file ? file : null;

    /// <summary>The prompt file that a document is, or whose settings it holds.</summary>
    public PromptFile? ParseAny(TextDocument document) => parsed.GetValue(document, ParseAnew).File;

    /// <summary>The full path of what a document names from the root of its scope; the root itself for an empty path.</summary>
    /// <param name="document">One that lies on disk.</param>
    /// <param name="relative">Posix.</param>
    public string Absolute(TextDocument document, string relative) => Path.GetFullPath(relative, FindScope(document.Path).Root);

    public IReadOnlyList<LintDiagnostic> Lint(TextDocument document)
    {
        var isCode = CodePrompts.Recognises(document.Path);
        if (!isCode && ParseAny(document) is null)
        {
            return [];
        }

        var scope = FindScope(document.Path);
        var relative = scope.Relative(document.Path);
        return scope.Policy.IsExcluded(relative) ? [] : scope.Policy.Apply(relative, (isCode ? CodePrompts.Lint(relative, document.Text, scope.Options) : PromptLinter.Lint(ParseAny(document)!, scope.Options)).Diagnostics);
    }

    private Parsed ParseAnew(TextDocument document)
    {
        var scope = FindScope(document.Path);
        return new Parsed(PromptLinter.Parse(scope.Relative(document.Path), document.Text, scope.Files));
    }

    private Scope FindScope(string path)
    {
        var folder = Path.IsPathRooted(path) ? Path.GetDirectoryName(path) : null;
        return folder is null ? Scope.Of("", LintConfiguration.Default, options, null) : scopes.GetOrAdd(folder, Find);
    }

    /// <summary>The nearest configuration in the folder or above it, not beyond the repository.</summary>
    private Scope Find(string start)
    {
        for (var folder = start; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            var file = Path.Combine(folder, ConfigurationFile.FileName);
            if (documents.FindOrRead(DocumentUri.FromPath(file)) is { } document)
            {
                return Make(folder, start, LintConfigurationReader.Read(ConfigurationFile.Parse(document.Text).File).Configuration);
            }

            if (Path.Exists(Path.Combine(folder, ".git")))
            {
                return Make(folder, start, LintConfiguration.Default);
            }
        }

        return Make(start, start, LintConfiguration.Default);
    }

    private Scope Make(string folder, string start, LintConfiguration configuration)
    {
        var root = roots.GetOrAdd(folder, f => new Root(openFiles(f) is { } files ? new OpenFiles(files, documents, f) : null));
        var known = options with
        {
            Symbols = options.Symbols ?? symbols?.Of(start),
            Base = options.Base ?? (changed is null ? null : root.BaseOf(folder, configuration.Base ?? GitBase.LastCommit, changed)),
        };
        return Scope.Of(folder, configuration, known, root.Files);
    }

    private sealed record Parsed(PromptFile? File);

    /// <summary>What all scopes of a folder share.</summary>
    private sealed record Root(IWorkspaceFiles? Files)
    {
        private readonly ConcurrentDictionary<string, LiveBase> bases = new(StringComparer.Ordinal);

        public IBaseTexts BaseOf(string folder, string reference, Action changed) => bases.GetOrAdd(reference, r => new LiveBase(folder, r, changed));
    }

    private sealed record Scope(string Root, LintPolicy Policy, LintOptions Options, IWorkspaceFiles? Files)
    {
        public static Scope Of(string root, LintConfiguration configuration, LintOptions options, IWorkspaceFiles? files) =>
            new(root, new LintPolicy(configuration), configuration.Over(options) with { Files = files, Commands = files is null ? null : new WorkspaceCommands(files) }, files);

        public string Relative(string path)
        {
            var posix = path.Replace('\\', '/');
            var root = Root.Replace('\\', '/').TrimEnd('/') + "/";
            return root.Length > 1 && posix.StartsWith(root, StringComparison.Ordinal) ? posix[root.Length..] : posix;
        }
    }
}
