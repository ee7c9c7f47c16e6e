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
        "The model follows one of them, and not always the same. Found are pairs of `always` and `never` with the same words, and two limits for one thing.",
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
            foreach (Match match in Order().Matches(message.Text))
            {
                var isNegative = !match.Groups["kind"].Value.Equals("always", StringComparison.OrdinalIgnoreCase);
                var what = match.Groups["what"].Value.TrimEnd(' ', '\t', '.', '!', '\r').ToLowerInvariant();
                if (!orders.TryAdd(what, isNegative) && orders[what] != isNegative)
                {
                    Report(context, message, match, $"The opposite of '{what}' is said above.");
                }
            }

            foreach (Match match in Limit().Matches(message.Text))
            {
                var what = match.Groups["verb"].Value.ToLowerInvariant() + " " + match.Groups["unit"].Value.ToLowerInvariant().TrimEnd('s');
                var number = match.Groups["number"].Value;
                if (!limits.TryAdd(what, number) && limits[what] != number)
                {
                    Report(context, message, match, $"Above it says {limits[what]} {match.Groups["unit"].Value}.");
                }
            }
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
}
