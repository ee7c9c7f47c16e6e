using System.Text.RegularExpressions;

namespace Plumb.Ask.Models;

/// <summary>What all text passes that leaves the machine, piece by piece: secrets are blacked out.</summary>
public static partial class OutboundGate
{
    public const string Mark = "[secret removed]";

    /// <summary>The text with its secrets blacked out.</summary>
    public static string Pass(string text)
    {
        var removed = 0;
        return Pass(text, ref removed);
    }

    /// <summary>The text with its secrets blacked out, which are added to a count.</summary>
    public static string Pass(string text, ref int removed)
    {
        var count = 0;
        text = PrivateKeys.Remove(text, ref count);
        text = KnownTokens().Replace(text, _ => Removed());
        text = UrlPasswords().Replace(text, match => SecretShape.IsPlaceholder(match.Groups["value"].ValueSpan) ? match.Value : match.Groups["before"].Value + Removed() + "@");
        text = AuthorizationHeaders().Replace(text, match => WithoutValue(
            match, SecretShape.Matches(match.Groups["value"].ValueSpan) || (match.Groups["header"].Success && SecretShape.IsNoWord(match.Groups["value"].ValueSpan))));
        text = QuotedValues().Replace(text, match => WithoutValue(
            match, match.Groups["plain"].Success ? !SecretShape.IsPlaceholder(match.Groups["value"].ValueSpan) : SecretShape.Matches(match.Groups["value"].ValueSpan)));
        text = BareValues().Replace(text, match => WithoutValue(match, SecretShape.Matches(match.Groups["value"].ValueSpan)));
        removed += count;
        return text;

        string Removed()
        {
            count++;
            return Mark;
        }

        string WithoutValue(Match match, bool secret) => secret ? match.Groups["before"].Value + Removed() + match.Groups["after"].Value : match.Value;
    }

    // Formats with a prefix of their own: AWS, GitHub, GitLab, Slack, OpenAI and Anthropic, Google, Stripe, npm, Hugging Face, JWT.
    [GeneratedRegex(
        """
        \b(?:AKIA|ASIA)[0-9A-Z]{16}\b
        | \bgh[pousr]_[A-Za-z0-9]{36,}\b | \bgithub_pat_[A-Za-z0-9_]{40,}\b | \bglpat-[A-Za-z0-9_-]{20,}
        | \bxox[a-z]-[A-Za-z0-9-]{10,} | \bsk-(?=[A-Za-z_-]{0,80}[0-9])[A-Za-z0-9_-]{20,} | \bAIza[0-9A-Za-z_-]{35}(?![0-9A-Za-z_-])
        | \b[rs]k_(?:live|test)_[0-9A-Za-z]{16,} | \bnpm_[A-Za-z0-9]{36}\b | \bhf_[A-Za-z0-9]{30,}\b
        | \beyJ[A-Za-z0-9_-]{10,2000}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex KnownTokens();

    // postgres://user:password@host
    [GeneratedRegex("""(?<before>://[^\s/:@"'`<>]{0,200}:)(?<value>[^\s/"'`<>]{1,200})@""", RegexOptions.CultureInvariant)]
    private static partial Regex UrlPasswords();

    // Authorization: Bearer abc, as a header, in quotes or in an object.
    [GeneratedRegex(
        """(?<before>\b(?:(?<header>authorization)\\?["']?\s{0,8}[:=,]\s{0,8}\\?["']?(?:bearer|basic|token)|bearer)[ \t]{1,8})(?<value>[a-z0-9._~+/=-]{8,})(?<after>)""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AuthorizationHeaders();

    // password = "...": a quoted literal given to a name that says what it is; "plain" are the names that say it beyond doubt.
    [GeneratedRegex(
        """
        (?<before>(?:(?<plain>password|passwd|passphrase|secret|api[_-]?key|access[_-]?token|auth[_-]?token)|pwd|token|credential|(?:access|account|private|encryption|signing)[_-]?key)
        (?:[_-]?(?:key|base|value|hash|token|secret|prod|dev|staging|live|test|[0-9]{1,3})){0,3}
        \\?["']?\s{0,40}(?:=>|:=|=|:)\s{0,40}\\?(?<quote>["']))(?<value>[^"'\s]{8,})(?<after>\k<quote>)
        """,
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex QuotedValues();

    // API_KEY=abc at the end of a line, of a string or of a part of a connection string.
    [GeneratedRegex(
        """
        (?<before>(?:password|passwd|passphrase|pwd|secret|token|credential|(?:api|access|account|private|encryption|signing)[_-]?key)
        (?:[_-]?(?:key|base|value|hash|token|secret|prod|dev|staging|live|test|[0-9]{1,3})){0,3}
        ["']?[ \t]{0,40}(?:=>|:=|=|:)[ \t]{0,40})(?<value>[^\s"'`()\[\]{}<>,;:=][^\s"'`()\[\]{}<>,;]{7,})(?=[ \t]{0,40}(?:[;,"'`\r\n\#]|//|\z))(?<after>)
        """,
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex BareValues();
}
