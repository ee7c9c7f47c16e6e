using System.Text;
using System.Text.RegularExpressions;

namespace Plumb.Search.Evaluation;

/// <summary>The first sentence of a doc comment, in the plain words that somebody could have asked with.</summary>
public static partial class DocSentence
{
    private const int MaxScanned = 4000;

    private static readonly string[] Abbreviated = ["e.g.", "i.e.", "etc.", "vs.", "cf.", "resp.", "approx."];

    /// <returns>Empty where the comment says nothing: rulers, tags alone, a licence's address.</returns>
    /// <param name="doc">The comment with its markers, of any language that the outline knows.</param>
    public static string Of(string doc)
    {
        ArgumentNullException.ThrowIfNull(doc);
        var text = new StringBuilder();
        foreach (var line in (doc.Length > MaxScanned ? doc[..MaxScanned] : doc).Split('\n'))
        {
            var words = LineEnd().Replace(Marker().Replace(line, ""), "").Trim();
            var tag = BlockTag().Match(words);
            if (tag.Success && !tag.Groups["brief"].Success)
            {
                break;
            }

            words = tag.Success ? words[tag.Length..].Trim() : words;
            words = ForTools().IsMatch(words) ? "" : Plain(words);
            if (words.Length == 0 || !words.Any(char.IsLetter))
            {
                // A paragraph ends; a line of tags or of a ruler before it does not begin one.
                if (text.Length > 0)
                {
                    break;
                }

                continue;
            }

            text.Append(text.Length > 0 ? " " : "").Append(words);
            if (FindEnd(text.ToString()) > 0)
            {
                break;
            }
        }

        var sentence = Spaces().Replace(text.ToString(), " ").Trim();
        var end = FindEnd(sentence);
        return (end > 0 ? sentence[..end] : sentence).TrimEnd('.', ':', ';', ' ');
    }

    /// <summary>Takes a declared name off the front of a sentence, where Go and others want it: "Dial opens ..." is "opens ...".</summary>
    public static string WithoutName(string sentence, string name)
    {
        ArgumentNullException.ThrowIfNull(sentence);
        ArgumentNullException.ThrowIfNull(name);
        return name.Length > 0 && sentence.StartsWith(name + " ", StringComparison.OrdinalIgnoreCase) ? sentence[(name.Length + 1)..].TrimStart() : sentence;
    }

    private static string Plain(string words)
    {
        words = Reference().Replace(words, match => LastName(match.Groups["name"].Value));
        words = InlineTag().Replace(words, match => LastName(match.Groups["name"].Value.Trim()));
        words = Tag().Replace(words, "");
        words = Role().Replace(words, match => LastName(match.Groups["name"].Value.TrimStart('~')));
        words = Link().Replace(words, match => match.Groups["text"].Value);
        return words.Replace("`", "", StringComparison.Ordinal).Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal).Trim();
    }

    private static string LastName(string name)
    {
        name = name.Split('(', ' ')[0];
        return name[(name.LastIndexOfAny(['.', '#', ':']) + 1)..];
    }

    private static int FindEnd(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '.' or '!' or '?' && (i + 1 == text.Length || char.IsWhiteSpace(text[i + 1])) && !Abbreviated.Any(a => text.AsSpan(0, i + 1).EndsWith(a, StringComparison.OrdinalIgnoreCase)))
            {
                return i + 1;
            }
        }

        return 0;
    }

    // What begins a line of a comment or a docstring, in any of the languages.
    [GeneratedRegex("""^\s*(?:/\*+!?|\*+/|\*+(?=\s|$)|/{2,}!?<?|--+\s*\|?|#+[!:']?|%+!?|;+|\(\*+|\{-\s*\|?|[rRuUbB]{0,2}(?:\"\"\"|'''|"|')|<#|=begin|@doc\s+\"*|@moduledoc\s+\"*)""")]
    private static partial Regex Marker();

    [GeneratedRegex("""(?:\*+/|\"\"\"|'''|\*\)|-\}|#>|(?<=[.!?])["'])\s*$""")]
    private static partial Regex LineEnd();

    [GeneratedRegex(@"^[@\\]!?(?:(?<brief>brief|summary|short|details)\b|\w+)")]
    private static partial Regex BlockTag();

    // A line that speaks to an editor, a compiler or a linter.
    [GeneratedRegex(@"^(?:MARK:|:(?:nodoc|startdoc|stopdoc):|\{@(?:template|endtemplate|macro|nodoc|category|subCategory)\b|#?(?:end)?region\b|pragma mark\b|go:\w|nolint\b|NOLINT|noqa\b|type: ignore|pylint:|mypy:|flake8:|rubocop:|eslint-|tslint:|prettier-ignore|ts-(?:ignore|nocheck|expect-error)|swiftlint:|swiftformat:|clang-format |istanbul ignore|coverage:|sourcery:|noinspection\b)", RegexOptions.CultureInvariant)]
    private static partial Regex ForTools();

    [GeneratedRegex("""<(?:see|seealso|paramref|typeparamref)\s+(?:cref|name|langword|href)\s*=\s*"(?:\w:)?(?<name>[^"]*)"\s*/>""")]
    private static partial Regex Reference();

    [GeneratedRegex(@"\{@\w+\s+(?<name>[^}]*)\}")]
    private static partial Regex InlineTag();

    [GeneratedRegex(@"</?[a-zA-Z][^<>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@":\w+(?::\w+)?:`(?<name>[^`]*)`")]
    private static partial Regex Role();

    [GeneratedRegex(@"\[(?<text>[^\[\]]+)\](?:\([^()\s]*\)|\[[^\[\]]*\])?")]
    private static partial Regex Link();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
