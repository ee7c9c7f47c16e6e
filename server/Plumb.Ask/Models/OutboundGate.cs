using System.Text.RegularExpressions;

namespace Plumb.Ask.Models;

/// <summary>What all text passes that leaves the machine: secrets are blacked out.</summary>
internal static partial class OutboundGate
{
    private const string Mark = "[secret removed]";

    public static string Pass(string text, out int removed)
    {
        var count = 0;
        text = KnownTokens().Replace(text, _ => Count(Mark));
        text = Assignments().Replace(text, match => Count(match.Groups["before"].Value + Mark + match.Groups["quote"].Value));
        removed = count;
        return text;

        string Count(string replacement)
        {
            count++;
            return replacement;
        }
    }

    // Formats with a prefix of their own: private keys, AWS, GitHub, GitLab, Slack, OpenAI and Anthropic, Google, Stripe, npm, JWT.
    [GeneratedRegex(
        """
        -----BEGIN[ A-Z]*PRIVATE\ KEY-----(?:[^-]|-(?!----END))*(?:-----END[ A-Z]*PRIVATE\ KEY-----)?
        | \b(?:AKIA|ASIA)[0-9A-Z]{16}\b
        | \bgh[pousr]_[A-Za-z0-9]{36,}\b | \bgithub_pat_[A-Za-z0-9_]{40,}\b | \bglpat-[A-Za-z0-9_-]{20,}
        | \bxox[abprs]-[A-Za-z0-9-]{10,} | \bsk-[A-Za-z0-9_-]{20,} | \bAIza[0-9A-Za-z_-]{35}\b
        | \b[rs]k_(?:live|test)_[0-9A-Za-z]{16,} | \bnpm_[A-Za-z0-9]{36}\b
        | \beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex KnownTokens();

    // password = "...": a quoted literal given to a name that says what it is.
    [GeneratedRegex(
        """(?<before>(?:password|passwd|secret|api[_-]?key|access[_-]?token|auth[_-]?token)["']?\s*(?:=|:|=>)\s*(?<quote>["']))[^"'\r\n\s{}$<>]{8,}\k<quote>""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Assignments();
}
