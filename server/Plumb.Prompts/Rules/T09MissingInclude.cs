using Plumb.Prompts.Model;
using Plumb.Prompts.Workspace;

namespace Plumb.Prompts.Rules;

internal sealed class T09MissingInclude() : DocumentedRule(
    "T09",
    "missing-include",
    LintSeverity.Error,
    FixKind.None,
    new RuleDocumentation(
        "A template brings in another that is not there, or that brings in the first.",
        "A missing partial fails when the prompt is rendered, and two that bring in each other never end. Partials that code defines by name cannot be seen: a Dotprompt partial is reported only in a workspace that keeps partials as files.",
        """
        <poml>
          <include src="rules.poml" />
        </poml>
        """,
        """
        <poml>
          <include src="tone.poml" />
        </poml>
        """,
        "task.poml")
    {
        Files = new Dictionary<string, string>
        {
            ["tone.poml"] = "<p>Be kind.</p>\n",
        },
    })
{
    private const int Deepest = 16;

    internal override void Check(RuleContext context)
    {
        if (context.Options.Files is not { } files)
        {
            return;
        }

        foreach (var reference in context.File.References.Where(r => r.Kind == ReferenceKind.Partial))
        {
            var target = Resolve(context.File, reference.Target, files);
            if (target is null)
            {
                context.Report(this, reference.Span, $"'{reference.Target}' is not there: correct its name, or add the file.");
            }
            else if (target.Length > 0 && Returns(context.File, target, files))
            {
                context.Report(this, reference.Span, $"'{reference.Target}' brings this file in again, without an end: break the circle.");
            }
        }
    }

    /// <summary>The file of a partial; null where it is certainly missing, empty where that is not known.</summary>
    private static string? Resolve(PromptFile file, string name, IWorkspaceFiles files)
    {
        var folder = WorkspacePath.Folder(file.Path);
        if (file.Format != PromptFormat.Dotprompt)
        {
            var path = WorkspacePath.Join(folder, name);
            return path is null ? "" : files.Exists(path) switch { true => path, false => null, _ => "" };
        }

        for (var at = folder; ; at = WorkspacePath.Folder(at))
        {
            var path = WorkspacePath.Join(at, WorkspacePath.Join(WorkspacePath.Folder(name), "_" + name[(name.LastIndexOf('/') + 1)..]) + ".prompt");
            if (path is not null && files.Exists(path) == true)
            {
                return path;
            }

            if (at.Length == 0)
            {
                break;
            }
        }

        return files.AnyMatch("**/_*.prompt") == true && files.AnyMatch("**/_" + name[(name.LastIndexOf('/') + 1)..] + ".prompt") == false ? null : "";
    }

    private static bool Returns(PromptFile start, string target, IWorkspaceFiles files)
    {
        var (seen, open) = (new HashSet<string>(), new Stack<(string Path, int Depth)>([(target, 0)]));
        while (open.TryPop(out var next))
        {
            if (next.Path == start.Path)
            {
                return true;
            }

            if (next.Depth == Deepest || !seen.Add(next.Path) || files.Read(next.Path) is not { } text || PromptLinter.Parse(next.Path, text) is not { } file)
            {
                continue;
            }

            foreach (var reference in file.References.Where(r => r.Kind == ReferenceKind.Partial))
            {
                if (Resolve(file, reference.Target, files) is { Length: > 0 } path)
                {
                    open.Push((path, next.Depth + 1));
                }
            }
        }

        return false;
    }
}
