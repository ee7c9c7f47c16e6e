using Plumb.Prompts.Model;
using Plumb.Prompts.Workspace;
using Plumb.Text;

namespace Plumb.Prompts.Rules;

internal sealed class I03BrokenReference() : DocumentedRule(
    "I03",
    "broken-reference",
    LintSeverity.Warning,
    FixKind.Ask,
    new RuleDocumentation(
        "The file names another file, a tool or a name of the code that is not there.",
        "An agent that is sent to a missing file reads nothing, searches, or makes something up. A path is looked for beside the file and from the workspace's root; words that stand for a path, such as `path/to/file`, are left alone. Tools are compared with those of `lint.tools`. Where an index of the workspace is at hand, instructions for it are also asked about the names of its code that they put between backticks: one that no code has and that is close to one that it has, which mostly was renamed, and a member that a type of the workspace does not have.",
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
        CheckFiles(context);
        CheckTools(context);
        foreach (var (span, message, near) in CodeSymbolReferences.Find(context))
        {
            context.Report(this, span, message, near is null ? null : new LintFix($"Change to '{near}'", FixKind.Ask, [new LintEdit(span, near)]));
        }
    }

    private void CheckFiles(RuleContext context)
    {
        if (context.Options.Files is not { } files)
        {
            return;
        }

        var folder = WorkspacePath.Folder(context.File.Path);
        foreach (var reference in context.File.References.Where(r => r.Kind == ReferenceKind.File))
        {
            var target = Uri.UnescapeDataString(reference.Target);
            if (IsPlaceholder(target))
            {
                continue;
            }

            var beside = WorkspacePath.Join(folder, target);
            var atRoot = WorkspacePath.Join("", target);
            if (beside is not null && files.Exists(beside) == false && (atRoot is null || files.Exists(atRoot) == false))
            {
                var near = files.Near(beside);
                var written = near is null ? null : target.StartsWith('/') ? "/" + near : Relative(folder, near);
                var fix = written is not null && context.File.Text.AsSpan(reference.Span.Start, reference.Span.Length).StartsWith(reference.Target)
                    ? new LintFix($"Change to '{written}'", FixKind.Ask, [new LintEdit(new TextSpan(reference.Span.Start, reference.Span.Start + reference.Target.Length), written.Replace(" ", "%20", StringComparison.Ordinal))])
                    : null;
                context.Report(this, reference.Span, $"'{reference.Target}' is not there" + (written is null ? ": correct the path or remove it." : $"; did you mean '{written}'?"), fix);
            }
        }
    }

    private void CheckTools(RuleContext context)
    {
        if (context.Options.Tools is not { Count: > 0 } tools)
        {
            return;
        }

        foreach (var reference in context.File.References.Where(r => r.Kind == ReferenceKind.Tool))
        {
            var name = reference.Target;
            if (tools.Contains(name) || tools.Any(t => t.EndsWith("/*", StringComparison.Ordinal) && name.StartsWith(t[..^1], StringComparison.Ordinal)) || tools.Any(t => t.StartsWith(name + "/", StringComparison.Ordinal)))
            {
                continue;
            }

            var near = NearMiss.Find(name, tools);
            var fix = near is not null && context.File.Text.AsSpan(reference.Span.Start, reference.Span.Length).StartsWith(name)
                ? new LintFix($"Change to '{near}'", FixKind.Ask, [new LintEdit(new TextSpan(reference.Span.Start, reference.Span.Start + name.Length), near)])
                : null;
            context.Report(this, reference.Span, $"There is no tool '{name}'" + (near is null ? ": correct its name, or add it to lint.tools." : $"; did you mean '{near}'?"), fix);
        }
    }

    private static string Relative(string folder, string path)
    {
        var from = folder.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var to = path.Split('/');
        var same = 0;
        while (same < from.Length && same < to.Length - 1 && from[same] == to[same])
        {
            same++;
        }

        return string.Join('/', Enumerable.Repeat("..", from.Length - same).Concat(to[same..]));
    }

    /// <summary>What a package manager or a build puts there, and no clone has.</summary>
    private static bool IsInstalled(string path) => $"/{path}/".Contains("/node_modules/", StringComparison.Ordinal);

    private static bool IsPlaceholder(string path) =>
        path.Contains("path/to", StringComparison.OrdinalIgnoreCase) || path.Contains("example", StringComparison.OrdinalIgnoreCase) || path.Contains("your", StringComparison.OrdinalIgnoreCase)
        || path.Contains("xxx", StringComparison.OrdinalIgnoreCase) || path.Contains("...", StringComparison.Ordinal) || path.StartsWith('~') || path.StartsWith('@') || (path.StartsWith('/') && path.EndsWith('/')) || path is "url" or "link" or "path" or "file"
        || IsInstalled(path)
        || (!path.StartsWith('.') && !path.StartsWith('/') && !path[(path.LastIndexOf('/') + 1)..].Contains('.', StringComparison.Ordinal));
}
