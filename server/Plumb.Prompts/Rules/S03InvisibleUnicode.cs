using System.Globalization;
using Plumb.Prompts.Model;
using Plumb.Text;

namespace Plumb.Prompts.Rules;

internal sealed class S03InvisibleUnicode : LintRule
{
    public override string Code => "S03";

    public override string Name => "invisible-unicode";

    public override LintSeverity Severity => LintSeverity.Error;

    public override FixKind FixKind => FixKind.Safe;

    public override RuleDocumentation Documentation { get; } = new(
        "The file has characters that a model reads and nobody sees.",
        "Zero-width, bidirectional and tag characters hide instructions in a prompt, split words so that filters miss "
        + "them, and make a line read differently from what is sent. They also come in by accident, with text copied "
        + "from a web page. Left alone where they have a job: a byte order mark at the very start, the joiner inside an "
        + "emoji, a flag's tag letters, joiners in scripts that need them, direction marks in a line with Hebrew or Arabic.",
        "name: greet\ntemplate_format: semantic-kernel\ntemplate: |\n  Greet the\u200B user.\n",
        "name: greet\ntemplate_format: semantic-kernel\ntemplate: |\n  Greet the user.\n",
        "greet.yaml");

    internal override void Check(RuleContext context)
    {
        foreach (var text in context.Texts)
        {
            Check(context, text);
        }
    }

    private void Check(RuleContext context, MappedText source)
    {
        var text = source.Value;
        var at = 0;
        while (at < text.Length)
        {
            var name = InvisibleCharacters.Name(text, at, out var length);
            if (name is null)
            {
                at += length;
                continue;
            }

            var start = at;
            var count = 0;
            string? next = name;
            while (next == name)
            {
                at += length;
                count++;
                next = at < text.Length ? InvisibleCharacters.Name(text, at, out length) : null;
            }

            // Quoted alone, it is what the text speaks of.
            if (start > 0 && text[start - 1] == '`' && at < text.Length && text[at] == '`')
            {
                continue;
            }

            // What code writes as an escape is there for all to see.
            var span = source.ToFile(new TextSpan(start, at));
            if (span.Length != at - start)
            {
                continue;
            }

            context.Report(this, span, Message(text[start..at], name, count), new LintFix(count == 1 ? "Remove the invisible character" : $"Remove {count} invisible characters", FixKind.Safe, [new LintEdit(span, "")]));
        }
    }

    private static string Message(string run, string name, int count)
    {
        var code = char.ConvertToUtf32(run, 0).ToString("X4", CultureInfo.InvariantCulture);
        var message = count == 1 ? $"Invisible character U+{code} {name}." : $"{count} invisible characters, the first U+{code} {name}.";
        var spelled = InvisibleCharacters.Spell(run);
        return spelled.Length == 0 ? message : message[..^1] + $": they spell \"{(spelled.Length > 60 ? spelled[..60] + "…" : spelled)}\".";
    }
}
