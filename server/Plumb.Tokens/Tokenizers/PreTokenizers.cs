using System.Text.Json;
using System.Text.RegularExpressions;
using Plumb.Tokens.Tokenizers.Unicode;

namespace Plumb.Tokens.Tokenizers;

/// <summary>
/// Cuts a text into the pieces that the model sees one by one. Most are slices of the text before; where a step writes
/// the text anew (bytes, marks for spaces), its pieces are texts of their own.
/// </summary>
/// <param name="piece">What to cut.</param>
/// <param name="isFirst">It stands at the very start of the text.</param>
/// <param name="into">Where the pieces go, in order.</param>
internal delegate void PreTokenizer(ReadOnlyMemory<char> piece, bool isFirst, List<ReadOnlyMemory<char>> into);

/// <summary>Reads the pre-tokenizers of tokenizer.json.</summary>
internal static partial class PreTokenizers
{
    /// <exception cref="FormatException">One that Plumb does not know.</exception>
    public static PreTokenizer Read(JsonElement? element)
    {
        if (element is not { } tokenizer)
        {
            return (piece, _, into) => into.Add(piece);
        }

        switch (tokenizer.Type())
        {
            case "Sequence":
                return Sequence([.. tokenizer.Items("pretokenizers").Select(p => Read(p))]);
            case "BertPreTokenizer":
                return SplitBert;
            case "Whitespace":
                return SplitWords;
            case "WhitespaceSplit":
                return (piece, _, into) => SplitBehaviour.Split(piece, SplitBehaviour.Removed, char.IsWhiteSpace, into);
            case "Punctuation":
                var punctuation = tokenizer.Text("behavior") ?? SplitBehaviour.Isolated;
                return (piece, _, into) => SplitBehaviour.SplitRunes(piece, punctuation, CharacterClasses.IsPunctuation, into);
            case "Digits":
                var digits = tokenizer.Flag("individual_digits") ? SplitBehaviour.Isolated : SplitBehaviour.Contiguous;
                return (piece, _, into) => SplitBehaviour.Split(piece, digits, char.IsNumber, into);
            case "CharDelimiterSplit":
                var delimiter = tokenizer.Text("delimiter") is [var c] ? c : throw TokenizerJson.Wrong("its delimiter is no character");
                return (piece, _, into) => SplitBehaviour.Split(piece, SplitBehaviour.Removed, x => x == delimiter, into);
            case "Split":
                return ReadSplit(tokenizer);
            case "ByteLevel":
                return ReadByteLevel(tokenizer);
            case "Metaspace":
                return ReadMetaspace(tokenizer);
            case var type:
                throw TokenizerJson.Wrong($"its pre-tokenizer '{type}' is not known to Plumb");
        }
    }

    private static PreTokenizer Sequence(PreTokenizer[] steps) => steps.Length == 1 ? steps[0] : (piece, isFirst, into) =>
    {
        List<ReadOnlyMemory<char>> pieces = [piece];
        foreach (var step in steps)
        {
            var next = new List<ReadOnlyMemory<char>>(pieces.Count * 2);
            for (var i = 0; i < pieces.Count; i++)
            {
                step(pieces[i], isFirst && i == 0, next);
            }

            pieces = next;
        }

        into.AddRange(pieces);
    };

    // Spaces are dropped, and every mark of punctuation stands alone.
    private static void SplitBert(ReadOnlyMemory<char> piece, bool isFirst, List<ReadOnlyMemory<char>> into)
    {
        var text = piece.Span;
        var start = 0;
        for (var i = 0; i < text.Length;)
        {
            var c = text[i];
            if (char.IsAsciiLetterOrDigit(c))
            {
                i++;
                continue;
            }

            var rune = CharacterClasses.At(text, i, out var length);
            var space = c == ' ' || System.Text.Rune.IsWhiteSpace(rune);
            if (space || CharacterClasses.IsPunctuation(rune))
            {
                Add(into, piece, start, i);
                if (!space)
                {
                    into.Add(piece.Slice(i, length));
                }

                start = i + length;
            }

            i += length;
        }

        Add(into, piece, start, text.Length);
    }

    // \w+|[^\w\s]+
    private static void SplitWords(ReadOnlyMemory<char> piece, bool isFirst, List<ReadOnlyMemory<char>> into)
    {
        var text = piece.Span;
        var start = 0;
        var before = 0;
        for (var i = 0; i < text.Length;)
        {
            var rune = CharacterClasses.At(text, i, out var length);
            var now = CharacterClasses.IsWord(rune) ? 1 : System.Text.Rune.IsWhiteSpace(rune) ? 0 : 2;
            if (now != before)
            {
                if (before != 0)
                {
                    Add(into, piece, start, i);
                }

                start = i;
                before = now;
            }

            i += length;
        }

        if (before != 0)
        {
            Add(into, piece, start, text.Length);
        }
    }

    private static PreTokenizer ReadSplit(JsonElement tokenizer)
    {
        var behaviour = tokenizer.Text("behavior") ?? SplitBehaviour.Isolated;
        var pattern = tokenizer.Find("pattern") ?? throw TokenizerJson.Wrong("a Split pre-tokenizer has no pattern");
        var regex = pattern.Text("String") is { Length: > 0 } literal
            ? new Regex(Regex.Escape(literal), RegexOptions.CultureInvariant)
            : Patterns.Compile(pattern.Text("Regex") ?? throw TokenizerJson.Wrong("a Split pre-tokenizer has no pattern"));
        var invert = tokenizer.Flag("invert");
        return (piece, _, into) => SplitBehaviour.Split(piece, behaviour, regex, invert, into);
    }

    private static PreTokenizer ReadByteLevel(JsonElement tokenizer)
    {
        var prefix = tokenizer.Flag("add_prefix_space", missing: true);
        var split = tokenizer.Flag("use_regex", missing: true);
        return (piece, _, into) =>
        {
            var text = prefix && (piece.Length == 0 || piece.Span[0] != ' ') ? (" " + piece.ToString()).AsMemory() : piece;
            if (!split)
            {
                into.Add(ByteAlphabet.Encode(text.ToString()).AsMemory());
                return;
            }

            foreach (var match in Gpt2Words().EnumerateMatches(text.Span))
            {
                into.Add(ByteAlphabet.Encode(text.Slice(match.Index, match.Length).ToString()).AsMemory());
            }
        };
    }

    private static PreTokenizer ReadMetaspace(JsonElement tokenizer)
    {
        var mark = tokenizer.Text("replacement") is [var given] ? given : '\u2581';
        var scheme = tokenizer.Text("prepend_scheme") ?? (tokenizer.Flag("add_prefix_space", missing: true) ? "always" : "never");
        var split = tokenizer.Flag("split", missing: true);
        return (piece, isFirst, into) =>
        {
            var text = piece.ToString().Replace(' ', mark);
            if ((scheme == "always" || (scheme == "first" && isFirst)) && !text.StartsWith(mark))
            {
                text = mark + text;
            }

            if (split)
            {
                SplitBehaviour.Split(text.AsMemory(), SplitBehaviour.MergedWithNext, c => c == mark, into);
            }
            else if (text.Length > 0)
            {
                into.Add(text.AsMemory());
            }
        };
    }

    private static void Add(List<ReadOnlyMemory<char>> into, ReadOnlyMemory<char> piece, int start, int end)
    {
        if (end > start)
        {
            into.Add(piece[start..end]);
        }
    }

    [GeneratedRegex(@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Gpt2Words();
}
