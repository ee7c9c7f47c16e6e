using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Plumb.Lsp.Documents;
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
internal sealed class LintService(DocumentStore documents, Func<string, IWorkspaceFiles?> openFiles, LintOptions options)
{
    private readonly ConditionalWeakTable<TextDocument, Parsed> parsed = [];
    private readonly ConcurrentDictionary<string, Scope> scopes = new(StringComparer.Ordinal);

    /// <summary>What is known besides the files.</summary>
    public LintOptions Options => options;

    public static bool IsConfiguration(string path) =>
        path[(path.AsSpan().LastIndexOfAny('/', '\\') + 1)..].Equals(ConfigurationFile.FileName, StringComparison.OrdinalIgnoreCase);

    /// <summary>A configuration changed: what was read is read again.</summary>
    public void Invalidate() => scopes.Clear();

    /// <summary>The prompt file that a document is; null where it is none.</summary>
    public PromptFile? Parse(TextDocument document) =>
        parsed.GetValue(document, d => new Parsed(PromptLinter.Parse(d.Path, d.Text, FindScope(d.Path).Files))).File;

    public IReadOnlyList<LintDiagnostic> Lint(TextDocument document)
    {
        var isCode = CodePrompts.Recognises(document.Path);
        if (!isCode && Parse(document) is null)
        {
            return [];
        }

        var scope = FindScope(document.Path);
        var relative = scope.Relative(document.Path);
        return scope.Policy.IsExcluded(relative) ? [] : scope.Policy.Apply(relative, (isCode ? CodePrompts.Lint(relative, document.Text, scope.Options) : PromptLinter.Lint(Parse(document)!, scope.Options)).Diagnostics);
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
                return Scope.Of(folder, LintConfigurationReader.Read(ConfigurationFile.Parse(document.Text).File).Configuration, options, openFiles(folder));
            }

            if (Path.Exists(Path.Combine(folder, ".git")))
            {
                return Scope.Of(folder, LintConfiguration.Default, options, openFiles(folder));
            }
        }

        return Scope.Of(start, LintConfiguration.Default, options, openFiles(start));
    }

    private sealed record Parsed(PromptFile? File);

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
