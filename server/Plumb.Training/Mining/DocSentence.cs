using System.Text.RegularExpressions;

namespace Plumb.Training.Mining;

/// <summary>Takes the words out of a doc comment: no markers, no tags, no sections of parameters, no code.</summary>
internal static partial class DocSentence
{
    /// <summary>The first sentence, and what follows it up to the sections of parameters and the like.</summary>
    public static (string First, string Remainder) Split(string comment)
    {
        var text = Clean(comment);
        var end = FirstEnd(text);
        return (text[..end].Trim(), text[end..].Trim());
    }

    /// <summary>The sentences of running text.</summary>
    public static List<string> Sentences(string text)
    {
        var sentences = new List<string>();
        var rest = Spaces().Replace(text, " ").Trim();
        while (rest.Length > 0)
        {
            var end = FirstEnd(rest);
            sentences.Add(rest[..end].Trim());
            rest = rest[end..].Trim();
        }

        return sentences;
    }

    public static string Clean(string comment)
    {
        var lines = new List<string>();
        foreach (var raw in comment.Split('\n'))
        {
            var line = Marker().Replace(raw.Trim(), string.Empty).TrimEnd('/', '*', ' ', '"', '\'');
            if (Section().IsMatch(line) || line.StartsWith("```", StringComparison.Ordinal) || line.StartsWith(">>>", StringComparison.Ordinal))
            {
                break;
            }

            // A rule under a heading tells a section of a Python docstring: the line before it belongs to it.
            if (line.Length > 2 && line.All(c => c is '-' or '=' or '~'))
            {
                if (lines.Count > 0)
                {
                    lines.RemoveAt(lines.Count - 1);
                }

                break;
            }

            lines.Add(line.Trim());
        }

        var text = string.Join('\n', lines).Trim();
        var blank = text.IndexOf("\n\n", StringComparison.Ordinal);

        // Of several paragraphs the first two: the rest is examples and history.
        if (blank > 0 && text.IndexOf("\n\n", blank + 2, StringComparison.Ordinal) is > 0 and var second)
        {
            text = text[..second];
        }

        text = Reference().Replace(text, m => LastName(m.Groups[1].Value));
        text = InlineTag().Replace(text, "$1");
        text = Tag().Replace(text, " ");
        return Spaces().Replace(text, " ").Trim();
    }

    private static string LastName(string reference)
    {
        var open = reference.IndexOf('(', StringComparison.Ordinal);
        var name = open > 0 ? reference[..open] : reference;
        return name[(name.LastIndexOfAny(['.', ':', '#']) + 1)..];
    }

    private static int FirstEnd(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var ends = text[i] is '.' or '!' or '?' or '。' && (i + 1 == text.Length || text[i + 1] is ' ' or '\n' || text[i] == '。');
            if (ends && i > 8 && !text.AsSpan(0, i + 1).EndsWith("e.g.") && !text.AsSpan(0, i + 1).EndsWith("i.e."))
            {
                return i + 1;
            }
        }

        return text.Length;
    }

    [GeneratedRegex(@"^(?:/\*+!?|\*+/|///?!?|//!|\*+|#+!?|--+\[*=*\[*|;+|%+|[rRuUbB]?""""""|[rRuUbB]?'''|\{-\s*\|?|\(\*+|@(?:moduledoc|doc|typedoc)\s+~?[a-zA-Z]?""*)\s?\|?")]
    private static partial Regex Marker();

    [GeneratedRegex(@"^\s*(?:[@\\](?:param|return|returns|throws|exception|see|since|author|example|deprecated|type|template|api|access|var|yield|tparam|private|internal|copyright|throw|property|default|raise|retval|code|note|option|overload)\b|:(?:param|return|rtype|raises|type|class|meth)\b|</?(?:param|returns|remarks|exception|typeparam|example|inheritdoc)\b|(?:Args|Arguments|Returns|Raises|Parameters|Yields|Examples?|Usage|Note|Notes|See Also|References|# Examples?|# Errors|# Panics|# Safety|## Examples?|## Options|Parameter|Returns?):?\s*$|- (?:Parameters?|Returns|Throws|Note):?)", RegexOptions.IgnoreCase)]
    private static partial Regex Section();

    [GeneratedRegex(@"<(?:see|seealso|paramref|typeparamref|a)\s+(?:cref|name|langword|href)\s*=\s*""([^""]*)""\s*/?>")]
    private static partial Regex Reference();

    [GeneratedRegex(@"\{@\w+\s+([^}|]*)[^}]*\}")]
    private static partial Regex InlineTag();

    [GeneratedRegex(@"</?[A-Za-z][^<>]{0,80}>|https?://\S+")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
