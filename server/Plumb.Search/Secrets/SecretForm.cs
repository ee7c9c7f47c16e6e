using System.Buffers;

namespace Plumb.Search.Secrets;

/// <summary>
/// A form of rules.txt: letters and sets of letters, each so many times. Matching is greedy and never goes back, so that
/// it takes one look at each character.
/// </summary>
internal sealed class SecretForm
{
    private const int LeastAnchor = 3;

    private readonly List<Part> parts = [];
    private readonly double entropy;

    private SecretForm(double entropy) => this.entropy = entropy;

    /// <summary>The literal that the text is searched for; empty where the form has none.</summary>
    public string Anchor { get; private set; } = "";

    /// <summary>How far the anchor stands behind the form's start.</summary>
    public int AnchorOffset { get; private set; }

    /// <exception cref="FormatException">The pattern is not of this language.</exception>
    public static SecretForm Parse(ReadOnlySpan<char> pattern, double entropy)
    {
        var form = new SecretForm(entropy);
        for (var i = 0; i < pattern.Length;)
        {
            string set;
            if (pattern[i] == '[')
            {
                var end = pattern[i..].IndexOf(']') + i;
                set = end > i ? Expand(pattern[(i + 1)..end]) : throw new FormatException($"'{pattern}' has a set without an end.");
                i = end + 1;
            }
            else
            {
                set = pattern[i++].ToString();
            }

            var (least, most) = (1, 1);
            if (i < pattern.Length && pattern[i] == '{')
            {
                var end = pattern[i..].IndexOf('}') + i;
                var range = end > i ? pattern[(i + 1)..end] : throw new FormatException($"'{pattern}' has a count without an end.");
                var comma = range.IndexOf(',');
                least = int.Parse(comma < 0 ? range : range[..comma], System.Globalization.CultureInfo.InvariantCulture);
                most = comma < 0 ? least : comma == range.Length - 1 ? int.MaxValue : int.Parse(range[(comma + 1)..], System.Globalization.CultureInfo.InvariantCulture);
                i = end + 1;
            }

            form.parts.Add(new Part(set, SearchValues.Create(set), least, most));
        }

        form.FindAnchor();
        return form;
    }

    /// <summary>Where the form ends that starts here; -1 where it does not, or goes on as something longer.</summary>
    public int Match(string text, int start)
    {
        // Behind the letter of an escaped line break a form begins as behind the line break itself.
        var isBroken = start > 1 && text[start - 2] == '\\' && text[start - 1] is 'n' or 'r' or 't';
        if (start < 0 || (start > 0 && !isBroken && char.IsLetterOrDigit(text[start - 1]) && parts[0].Set.Contains(text[start], StringComparison.Ordinal) && char.IsLetterOrDigit(text[start])))
        {
            return -1;
        }

        var at = start;
        foreach (var part in parts)
        {
            var rest = text.AsSpan(at, (int)Math.Min(text.Length - at, (long)part.Most));
            var count = rest.IndexOfAnyExcept(part.Values);
            count = count < 0 ? rest.Length : count;
            if (count < part.Least)
            {
                return -1;
            }

            at += count;
        }

        return (at < text.Length && char.IsLetterOrDigit(text[at])) || SecretValue.EntropyOf(text.AsSpan(start, at - start)) < entropy
            || text.AsSpan(start, at - start).EndsWith("EXAMPLE", StringComparison.Ordinal)
            ? -1
            : at;
    }

    private static string Expand(ReadOnlySpan<char> set)
    {
        var all = new System.Text.StringBuilder();
        for (var i = 0; i < set.Length; i++)
        {
            if (i + 2 < set.Length && set[i + 1] == '-')
            {
                for (var c = set[i]; c <= set[i + 2]; c++)
                {
                    all.Append(c);
                }

                i += 2;
            }
            else
            {
                all.Append(set[i]);
            }
        }

        return all.ToString();
    }

    private void FindAnchor()
    {
        var offset = 0;
        for (var i = 0; i < parts.Count; i++)
        {
            var literal = string.Concat(parts.Skip(i).TakeWhile(p => p is { Set.Length: 1, Least: 1, Most: 1 }).Select(p => p.Set));
            if (literal.Length >= LeastAnchor)
            {
                (Anchor, AnchorOffset) = (literal, offset);
                return;
            }

            if (parts[i].Least != parts[i].Most)
            {
                return;
            }

            offset += parts[i].Least;
        }
    }

    private sealed record Part(string Set, SearchValues<char> Values, int Least, int Most);
}
