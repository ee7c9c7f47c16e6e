using System.Text.RegularExpressions;
using Plumb.Text;

namespace Plumb.Prompts.Rules;

internal sealed partial class S02Secret() : DocumentedRule(
    "S02",
    "secret",
    LintSeverity.Error,
    FixKind.None,
    new RuleDocumentation(
        "The file holds what looks like a key.",
        "A prompt is sent to services, logged and committed. Whoever sees it has the key: revoke it, and give the tool that needs it another way to get one.",
        """
        ---
        name: answer
        ---
        system:
        Call the service with the key AKIA2QXJ7RTLPWMN4ZKD.
        """,
        """
        ---
        name: answer
        ---
        system:
        Call the service with the key AKIAIOSFODNN7EXAMPLE.
        """,
        "call.prompty"))
{
    internal override void Check(RuleContext context)
    {
        foreach (var (text, match) in context.Texts.SelectMany(t => Key().Matches(t.Value).Select(m => (t, m))))
        {
            if (!LooksMadeUp(match.Value))
            {
                context.Report(this, text.ToFile(new TextSpan(match.Index, match.Index + match.Length)), "This looks like a secret key: take it out, and have it revoked where it was issued.");
            }
        }
    }

    /// <summary>Placeholders say so, count up, or repeat themselves.</summary>
    private static bool LooksMadeUp(string key) =>
        key.Contains("example", StringComparison.OrdinalIgnoreCase) || key.Contains("xxxx", StringComparison.OrdinalIgnoreCase) || key.Contains("your", StringComparison.OrdinalIgnoreCase)
        || key.Contains("1234", StringComparison.Ordinal) || key.Contains("abcd", StringComparison.OrdinalIgnoreCase) || key.Contains("test", StringComparison.OrdinalIgnoreCase) || key.Contains("fake", StringComparison.OrdinalIgnoreCase)
        || key[4..].Distinct().Count() < 10;

    [GeneratedRegex(@"(?<![A-Za-z0-9_\-])(?:AKIA[0-9A-Z]{16}|ghp_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{60,90}|sk-(?:proj-|ant-)?[A-Za-z0-9_\-]{32,160}|AIza[A-Za-z0-9_\-]{35}|xox[baprs]-[A-Za-z0-9\-]{20,80}|glpat-[A-Za-z0-9_\-]{20})(?![A-Za-z0-9_\-])")]
    private static partial Regex Key();
}
