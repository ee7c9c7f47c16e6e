using System.Text;
using Plumb.Text;

namespace Plumb.Prompts.Tests;

/// <summary>Lints a text in which «…» marks the places that a rule, and only that rule, is expected to report.</summary>
internal static class Marked
{
    public static void Check(string code, string path, string marked)
    {
        var (text, spans) = Parse(marked);
        // A case of one rule is often a finding of a milder one as well; nothing but the rule itself may be an error.
        var found = PromptLinter.Lint(path, text).Diagnostics.Where(d => d.Code == code || d.Severity == LintSeverity.Error).ToList();
        var expected = string.Join('\n', spans.Select(s => $"{code} {s} \"{text[s.Start..s.End]}\""));
        var actual = string.Join('\n', found.Select(d => $"{d.Code} {d.Span} \"{text[d.Span.Start..d.Span.End]}\""));
        if (expected != actual)
        {
            Assert.Fail($"Expected:\n{expected}\nActual:\n{string.Join('\n', found.Select(d => $"{d.Code} {d.Span} \"{text[d.Span.Start..d.Span.End]}\" {d.Message}"))}");
        }
    }

    public static void CheckClean(string path, string text) => Check("", path, text);

    public static (string Text, List<TextSpan> Spans) Parse(string marked)
    {
        var text = new StringBuilder();
        var spans = new List<TextSpan>();
        var start = 0;
        foreach (var c in marked)
        {
            if (c == '«')
            {
                start = text.Length;
            }
            else if (c == '»')
            {
                spans.Add(new TextSpan(start, text.Length));
            }
            else
            {
                text.Append(c);
            }
        }

        return (text.ToString(), spans);
    }

    /// <summary>A Semantic Kernel prompt with the inputs <c>name</c> and <c>items</c>.</summary>
    public static string Kernel(string template, string format = "semantic-kernel") =>
        $"name: x\ntemplate_format: {format}\ninput_variables:\n  - name: name\n  - name: items\ntemplate: |\n  {template.Replace("\n", "\n  ", StringComparison.Ordinal)}\n";

    /// <summary>A Prompty file with the inputs <c>name</c> and <c>items</c>.</summary>
    public static string Prompty(string body) => $"---\nname: x\ninputs:\n  - name: name\n    kind: string\n  - name: items\n    kind: array\n---\nuser:\n{body}\n";
}
