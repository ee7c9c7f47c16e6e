using System.Text;

namespace Plumb.Search.Evaluation;

/// <summary>Something that an answer has to say, in any of several wordings.</summary>
/// <param name="Wordings">At least one; one of them is enough.</param>
public sealed record ExpectedFact(IReadOnlyList<string> Wordings)
{
    /// <summary>
    /// Whether a text says it: one of the wordings stands in it as whole words, whatever their case, the space between them
    /// and the marks of Markdown around them.
    /// </summary>
    public bool IsIn(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var normal = Normalize(text);
        return Wordings.Any(wording => Holds(normal, Normalize(wording)));
    }

    public override string ToString() => string.Join(" | ", Wordings);

    private static bool Holds(string text, string wording)
    {
        for (var at = text.IndexOf(wording, StringComparison.OrdinalIgnoreCase); wording.Length > 0 && at >= 0; at = text.IndexOf(wording, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            // "30 days" is not in "130 days".
            var end = at + wording.Length;
            if ((at == 0 || !IsInWord(text[at - 1], wording[0])) && (end == text.Length || !IsInWord(wording[^1], text[end])))
            {
                return true;
            }
        }

        return false;

        static bool IsInWord(char before, char after) => char.IsLetterOrDigit(before) && char.IsLetterOrDigit(after);
    }

    private static string Normalize(string text)
    {
        var normal = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c is '`' or '*')
            {
                continue;
            }

            if (!char.IsWhiteSpace(c))
            {
                normal.Append(c);
            }
            else if (normal.Length > 0 && normal[^1] != ' ')
            {
                normal.Append(' ');
            }
        }

        return normal.ToString().Trim();
    }
}
