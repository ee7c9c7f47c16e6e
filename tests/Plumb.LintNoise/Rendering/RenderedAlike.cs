using Plumb.Prompts.Model;

namespace Plumb.LintNoise.Rendering;

/// <summary>
/// Whether a prompt is sent after its safe fixes as it was meant before. Three rules change the text on purpose and are
/// allowed to do that alone: S03 takes invisible characters out, R02 ends a line that is no role mark with an ellipsis,
/// and I06 takes its own comments out of Markdown, which is sent as it is.
/// </summary>
internal static partial class RenderedAlike
{
    /// <summary>What differs, or null; <paramref name="rendered"/> says how many of the two kinds of values could be rendered at all.</summary>
    public static string? Difference(PromptFile before, PromptFile after, IReadOnlySet<string> rules, out int rendered)
    {
        rendered = 0;
        var names = PromptRenderer.Names(before).Union(PromptRenderer.Names(after)).Where(n => n.Length > 0).ToList();
        foreach (var kind in Enum.GetValues<SampleKind>())
        {
            // A template that the engine refuses is not sent: T07 mends some of them.
            if (PromptRenderer.Render(before, kind, names) is not { } was)
            {
                continue;
            }

            rendered++;
            if (PromptRenderer.Render(after, kind, names) is not { } now)
            {
                return "It cannot be rendered any more.";
            }

            var (left, right) = (Meant(was, rules), Meant(now, rules));
            if (left != right)
            {
                return $"was: {left}\nis:  {right}";
            }
        }

        return null;
    }

    private static string Meant(IReadOnlyList<string> messages, IReadOnlySet<string> rules)
    {
        var text = string.Join("\n\n", messages);
        if (rules.Contains("S03"))
        {
            text = string.Concat(text.EnumerateRunes().Where(r => System.Globalization.CharUnicodeInfo.GetUnicodeCategory(r.ToString(), 0) is not (System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.OtherLetter)));
        }

        text = rules.Contains("I06") ? MarkdownSuppression().Replace(text, "") : text;
        return rules.Contains("R02") ? text.Replace(": …", ":", StringComparison.Ordinal) : text;
    }

    [System.Text.RegularExpressions.GeneratedRegex(@"^[ \t]*<!--\s*plumb-ignore[^>]*-->[ \t]*(?:\r?\n)?", System.Text.RegularExpressions.RegexOptions.Multiline)]
    private static partial System.Text.RegularExpressions.Regex MarkdownSuppression();
}
