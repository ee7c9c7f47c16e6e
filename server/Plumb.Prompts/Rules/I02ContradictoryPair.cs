using System.Text.RegularExpressions;
using Plumb.Prompts.Model;
using Plumb.Text;

namespace Plumb.Prompts.Rules;

internal sealed partial class I02ContradictoryPair() : DocumentedRule(
    "I02",
    "contradictory-pair",
    LintSeverity.Warning,
    FixKind.None,
    new RuleDocumentation(
        "Two instructions say the opposite of each other.",
        "The model follows one of them, and not always the same. Found are pairs of `always` and `never` with the same words, two limits for one thing, and orders to answer both in JSON and in prose.",
        """
        ---
        name: answer
        ---
        system:
        Always cite the source.
        Answer in at most 3 sentences.
        Never cite the source.
        user:
        Hello
        """,
        """
        ---
        name: answer
        ---
        system:
        Always cite the source.
        Answer in at most 3 sentences.
        user:
        Hello
        """,
        "cite.prompty"))
{
    internal override void Check(RuleContext context)
    {
        foreach (var message in context.File.Messages)
        {
            var (orders, limits) = (new Dictionary<string, bool>(), new Dictionary<string, string>());
            var text = message.Text;
            foreach (Match match in Order().Matches(text))
            {
                var isNegative = !match.Groups["kind"].Value.Equals("always", StringComparison.OrdinalIgnoreCase);
                var what = match.Groups["what"].Value.TrimEnd(' ', '\t', '.', '!', '\r').ToLowerInvariant();
                if (!orders.TryAdd(what, isNegative) && orders[what] != isNegative)
                {
                    Report(context, message, match, $"The opposite of '{what}' is said above: keep one of the two.");
                }
            }

            foreach (Match match in Limit().Matches(text))
            {
                var what = match.Groups["verb"].Value.ToLowerInvariant() + " " + match.Groups["unit"].Value.ToLowerInvariant().TrimEnd('s');
                var number = match.Groups["number"].Value;
                if (!limits.TryAdd(what, number) && limits[what] != number)
                {
                    Report(context, message, match, $"Above it says {limits[what]} {match.Groups["unit"].Value}: keep one of the two.");
                }
            }

            CheckForm(context, message, text);
        }
    }

    /// <summary>JSON and prose as the form of one and the same answer.</summary>
    private void CheckForm(RuleContext context, PromptMessage message, string text)
    {
        var json = JsonOrder().Match(text);
        if (!json.Success && !context.File.AsksForJson)
        {
            return;
        }

        foreach (Match match in ProseOrder().Matches(text))
        {
            Report(context, message, match, json.Success ? "Elsewhere the prompt wants the answer in JSON: keep one of the two forms." : "The file asks for an answer in JSON: keep one of the two forms.");
        }
    }

    private void Report(RuleContext context, PromptMessage message, Match match, string text)
    {
        var start = message.Content.Start + match.Index;
        context.Report(this, message.Template.Text.ToFile(new TextSpan(start, start + match.Value.TrimEnd().Length)), text);
    }

    [GeneratedRegex(@"(?<=^[ \t]*(?:[-*+]|\d+[.)])?[ \t]*)(?<kind>always|never|do not|don't)[ \t]+(?<what>[^\r\n]{8,200})", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex Order();

    [GeneratedRegex(@"\b(?<verb>answer|respond|reply)\s+(?:in|with|using)\s+(?:at\s+most|no\s+more\s+than|a\s+maximum\s+of|up\s+to)\s+(?<number>\d+)\s+(?<unit>words?|sentences?|paragraphs?|characters?|lines?)", RegexOptions.IgnoreCase)]
    private static partial Regex Limit();

    [GeneratedRegex(@"(?<=^[ \t]*(?:[-*+]|\d+[.)])?[ \t]*|[.!][ \t]+)(?:you\s+(?:must|should)\s+)?(?:always\s+|only\s+)?(?:answer|respond|reply|return|output)\s+(?:only\s+|strictly\s+|exclusively\s+)?(?:in|with|as|using)?\s*(?:only\s+)?(?:a\s+|an\s+)?(?:single\s+)?(?:valid\s+|strict\s+|raw\s+)?JSON\b(?!\s+(?:only\s+)?(?:if|when|unless))", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex JsonOrder();

    [GeneratedRegex(@"(?<=^[ \t]*(?:[-*+]|\d+[.)])?[ \t]*|[.!][ \t]+)(?:you\s+(?:must|should)\s+)?(?:always\s+|only\s+)?(?:(?:answer|respond|reply)\s+(?:only\s+)?(?:in|with|as|using)\s+(?:only\s+)?(?:plain\s+(?:text|English|prose)|prose|full\s+sentences|Markdown|(?:a\s+|one\s+)?(?:short\s+)?paragraphs?)\b|(?:do\s+not|don't|never)\s+(?:answer|respond|reply|return|output|use)\s+(?:in\s+|with\s+|as\s+)?(?:any\s+)?JSON\b)(?!\s+(?:inside|in|within|for)\b)", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex ProseOrder();
}
