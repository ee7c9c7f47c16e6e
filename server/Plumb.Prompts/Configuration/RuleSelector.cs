using Plumb.Prompts.Review;
using Plumb.Prompts.Rules;

namespace Plumb.Prompts.Configuration;

/// <summary>Names rules: a code ("T01"), the first letters of codes ("T", "T0"), a rule's name, or "ALL".</summary>
public sealed record RuleSelector
{
    private const string Everything = "ALL";
    private const int Exact = 100;

    private RuleSelector(string text) => Text = text;

    /// <summary>As it was written, a name already turned into its code.</summary>
    public string Text { get; }

    /// <summary>Null where no rule fits: then the text is a mistake.</summary>
    public static RuleSelector? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var trimmed = text.Trim();
        if (trimmed.Length == 0)
        {
            return null;
        }

        if (RuleCatalogue.Find(trimmed) is { } rule)
        {
            return new RuleSelector(rule.Code);
        }

        if (Opinion.Find(trimmed) is { } opinion)
        {
            return new RuleSelector(opinion.Code);
        }

        var upper = trimmed.ToUpperInvariant();
        return upper == Everything || upper == Opinion.Prefix.ToString() || RuleCatalogue.All.Any(r => r.Code.StartsWith(upper, StringComparison.Ordinal)) ? new RuleSelector(upper) : null;
    }

    /// <summary>What to write instead of a text that selects nothing.</summary>
    public static string Unknown(string text) =>
        $"'{text}' selects no rule: write a code such as {RuleCatalogue.All[0].Code}, the beginning of one such as {RuleCatalogue.All[0].Code[..1]}, a rule's name, or ALL.";

    /// <summary>How exactly it names the rule: -1 not at all, 0 as one of all, more the more letters of the code it gives.</summary>
    public int Match(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        return Text == Everything ? 0 : Text == code ? Exact : code.StartsWith(Text, StringComparison.Ordinal) ? Text.Length : -1;
    }
}
