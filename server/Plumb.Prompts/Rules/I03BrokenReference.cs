using Plumb.Prompts.Model;
using Plumb.Prompts.Workspace;

namespace Plumb.Prompts.Rules;

internal sealed class I03BrokenReference() : DocumentedRule(
    "I03",
    "broken-reference",
    LintSeverity.Warning,
    FixKind.None,
    new RuleDocumentation(
        "The file names another that is not there.",
        "An agent that is sent to a missing file reads nothing, searches, or makes something up. A path is looked for beside the file and from the workspace's root; words that stand for a path, such as `path/to/file`, are left alone. Where an index of the workspace is at hand, instructions for it are also asked about the names of its code that they put between backticks: one that no code has and that is close to one that it has, and a member that a type of the workspace does not have.",
        "See [the style guide](docs/styel.md).",
        "See [the style guide](docs/style.md).",
        "AGENTS.md")
    {
        Files = new Dictionary<string, string>
        {
            ["docs/style.md"] = "x",
        },
    })
{
    internal override void Check(RuleContext context)
    {
        foreach (var (span, message) in CodeSymbolReferences.Find(context))
        {
            context.Report(this, span, message);
        }

        if (context.Options.Files is not { } files)
        {
            return;
        }

        foreach (var reference in context.File.References.Where(r => r.Kind == ReferenceKind.File))
        {
            var target = Uri.UnescapeDataString(reference.Target);
            if (IsPlaceholder(target))
            {
                continue;
            }

            var beside = WorkspacePath.Join(WorkspacePath.Folder(context.File.Path), target);
            var atRoot = WorkspacePath.Join("", target);
            if (beside is not null && files.Exists(beside) == false && (atRoot is null || files.Exists(atRoot) == false))
            {
                context.Report(this, reference.Span, $"'{reference.Target}' is not there.");
            }
        }
    }

    private static bool IsPlaceholder(string path) =>
        path.Contains("path/to", StringComparison.OrdinalIgnoreCase) || path.Contains("example", StringComparison.OrdinalIgnoreCase) || path.Contains("your", StringComparison.OrdinalIgnoreCase)
        || path.Contains("xxx", StringComparison.OrdinalIgnoreCase) || path.Contains("...", StringComparison.Ordinal) || path.StartsWith('~') || path.StartsWith('@') || (path.StartsWith('/') && path.EndsWith('/')) || path is "url" or "link" or "path" or "file"
        || !path.AsSpan().ContainsAny('.', '/');
}
