using System.Globalization;
using Plumb.Prompts.Workspace;

namespace Plumb.Prompts.Rules;

internal sealed class K05AlwaysOnCost() : DocumentedRule(
    "K05",
    "always-on-cost",
    LintSeverity.Warning,
    FixKind.None,
    new RuleDocumentation(
        "The instructions that every request carries have more tokens than is sensible.",
        "AGENTS.md, CLAUDE.md, copilot-instructions.md and rules that always apply go along with every request, whatever it is about. What only some files need belongs into instructions with a glob.",
        "Use tabs. Use tabs. Use tabs. Use tabs. Use tabs. Use tabs. Use tabs. Use tabs. ",
        "Use tabs.",
        "AGENTS.md")
    {
        Settings = LintOptions.Default with { AlwaysOnBudget = 10 },
    })
{
    internal override void Check(RuleContext context)
    {
        var file = context.File;
        if (!LoadedTogether.IsAlwaysOn(file) || context.Options.Tokens is not { } counter)
        {
            return;
        }

        var others = LoadedTogether.With(context).ToList();
        if (others.Sum(o => 3L * o.Text.Length) + (3L * file.Text.Length) <= context.Options.AlwaysOnBudget)
        {
            return;
        }

        var own = counter.Count(file.Text, null);
        var counted = others.ConvertAll(o => (o.Readers, o.Text.Length, Tokens: counter.Count(o.Text, null)));
        foreach (var reader in Enum.GetValues<InstructionReaders>().Where(r => (r & LoadedTogether.Readers(file)) != InstructionReaders.None))
        {
            // Told once, in the file that weighs most.
            var together = counted.Where(o => (o.Readers & reader) != InstructionReaders.None).ToList();
            var all = own + together.Sum(o => o.Tokens);
            if (all > context.Options.AlwaysOnBudget && together.All(o => o.Length < file.Text.Length))
            {
                context.Report(this, context.Lines.GetLineSpan(0), string.Create(CultureInfo.InvariantCulture, $"Every request here carries {all} tokens of instructions, {own} of them from this file; {context.Options.AlwaysOnBudget} are sensible. Move what only some files need into instructions with a glob."));
                return;
            }
        }
    }
}
