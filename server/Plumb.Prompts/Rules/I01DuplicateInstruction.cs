using Plumb.Prompts.Formats;
using Plumb.Text;

namespace Plumb.Prompts.Rules;

internal sealed class I01DuplicateInstruction() : DocumentedRule(
    "I01",
    "duplicate-instruction",
    LintSeverity.Information,
    FixKind.Safe,
    new RuleDocumentation(
        "A paragraph stands word for word in another file that is loaded together with this one.",
        "Every request pays for it twice, and one day only one of the two is changed. It is told in the file where the line can go without a change of what any model reads: files are compared where one program sends both along, such as Copilot an AGENTS.md and its own copilot-instructions.md, and a CLAUDE.md with the AGENTS.md that it brings in.",
        """
        Be kind.

        Run the tests before every commit, and mend what they find.
        """,
        "Be kind.",
        ".github/copilot-instructions.md")
    {
        Files = new Dictionary<string, string>
        {
            ["AGENTS.md"] = "Run the tests before every commit, and mend what they find.\n",
        },
    })
{
    private const int Shortest = 40;

    internal override void Check(RuleContext context)
    {
        // Told where the line can go: in the file that nobody reads without the other, or in the later one.
        var own = LoadedTogether.Readers(context.File);
        var others = own == InstructionReaders.None ? [] : LoadedTogether.With(context)
            .Where(o => (own & ~o.Readers) == InstructionReaders.None && (own != o.Readers || o.IsAbove || string.CompareOrdinal(o.Path, context.File.Path) < 0)).ToList();
        if (others.Count == 0)
        {
            return;
        }

        var known = new Dictionary<string, string>();
        foreach (var other in others)
        {
            foreach (var line in other.Text.Split('\n'))
            {
                if (line.Trim() is { Length: >= Shortest } text)
                {
                    known.TryAdd(text, other.Path);
                }
            }
        }

        var fences = MarkdownFences.Find(context.File.Text);
        for (var line = 0; line < context.Lines.LineCount; line++)
        {
            var span = context.Lines.GetLineSpan(line);
            if (known.TryGetValue(context.File.Text[span.Start..span.End].Trim(), out var path) && !fences.Any(f => f.Whole.Contains(span.Start)))
            {
                var end = line + 1 < context.Lines.LineCount ? context.Lines.GetLineStart(line + 1) : span.End;
                context.Report(this, span, $"'{path}' says the same, and every request that carries this file carries it too: remove the line here.", new LintFix("Remove the line", FixKind.Safe, [new LintEdit(new TextSpan(span.Start, end), "")]));
            }
        }
    }
}
