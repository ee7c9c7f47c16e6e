using Plumb.Prompts.Yaml;

namespace Plumb.Prompts.Rules;

internal sealed class F06GlobMatchesNothing() : DocumentedRule(
    "F06",
    "apply-to-glob-matches-nothing",
    LintSeverity.Warning,
    FixKind.None,
    new RuleDocumentation(
        "The glob of these instructions matches no file of the workspace.",
        "Instructions that match nothing never reach a model. Mostly a folder was renamed, or the glob is written for another tool. Files outside of `.github` and `.cursor` are taken for collections that others use.",
        """
        ---
        applyTo: 'source/**/*.ts'
        ---
        Prefer const.
        """,
        """
        ---
        applyTo: 'src/**/*.ts'
        ---
        Prefer const.
        """,
        ".github/instructions/style.instructions.md")
    {
        Files = new Dictionary<string, string>
        {
            ["src/a.ts"] = "x",
        },
    })
{
    internal override void Check(RuleContext context)
    {
        var key = context.File.InstructionKind switch { InstructionKind.Instructions => "applyTo", InstructionKind.CursorRule => "globs", _ => null };
        if (key is null || !LoadedTogether.IsInUse(context.File.Path) || context.Options.Files is not { } files || context.File.Data?.Find(key) is not { } node)
        {
            return;
        }

        var scalars = node is DataSequence list ? list.Items.OfType<DataScalar>() : node is DataScalar { IsNull: false } only ? [only] : [];
        foreach (var scalar in scalars)
        {
            var globs = scalar.Value.Contains('{', StringComparison.Ordinal) ? [scalar.Value] : scalar.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (globs.Length > 0 && globs.All(g => files.AnyMatch(g) == false))
            {
                context.Report(this, scalar.Span, $"No file matches '{scalar.Value}', so that these instructions never reach a model: correct the glob.");
            }
        }
    }
}
