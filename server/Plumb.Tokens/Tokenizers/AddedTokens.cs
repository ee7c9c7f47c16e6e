using System.Buffers;
using System.Text.Json;
using Plumb.Tokens.Tokenizers.Unicode;

namespace Plumb.Tokens.Tokenizers;

/// <param name="Content">How it is written in a text.</param>
/// <param name="SingleWord">Only where no letter or digit touches it.</param>
/// <param name="StripLeft">It swallows the spaces before it.</param>
/// <param name="StripRight">It swallows the spaces behind it.</param>
internal sealed record AddedToken(int Id, string Content, bool SingleWord, bool StripLeft, bool StripRight, bool Normalized, bool Special)
{
    public static AddedToken Read(JsonElement element) => new(
        element.Number("id") is >= 0 and < Vocabulary.MostIds and var id ? id : throw TokenizerJson.Wrong("an added token has no id"),
        element.Text("content") is { Length: > 0 } content ? content : throw TokenizerJson.Wrong("an added token is empty"),
        element.Flag("single_word"),
        element.Flag("lstrip"),
        element.Flag("rstrip"),
        element.Flag("normalized"),
        element.Flag("special"));
}

/// <summary>Finds added tokens in a text: the first that begins, and of those the longest.</summary>
internal sealed class AddedTokens
{
    private readonly Dictionary<char, AddedToken[]> byFirst;
    private readonly SearchValues<string>? search;

    public AddedTokens(IEnumerable<AddedToken> tokens, Func<AddedToken, string> spelling)
    {
        var all = tokens.Select(token => token with { Content = spelling(token) }).Where(token => token.Content.Length > 0).ToList();
        byFirst = all.GroupBy(token => token.Content[0]).ToDictionary(g => g.Key, g => g.OrderByDescending(t => t.Content.Length).ToArray());
        search = all.Count > 0 ? SearchValues.Create([.. all.Select(t => t.Content)], StringComparison.Ordinal) : null;
    }

    /// <summary>Calls back for what lies between tokens (with null) and for each token, in order.</summary>
    public void Split(ReadOnlySpan<char> text, Action<Range, int?> found)
    {
        var start = 0;
        for (var at = 0; search is not null && at < text.Length;)
        {
            var next = text[at..].IndexOfAny(search);
            if (next < 0)
            {
                break;
            }

            at += next;
            if (Match(text, at) is not { } token)
            {
                at++;
                continue;
            }

            var left = at;
            while (token.StripLeft && left > start && char.IsWhiteSpace(text[left - 1]))
            {
                left--;
            }

            at += token.Content.Length;
            while (token.StripRight && at < text.Length && char.IsWhiteSpace(text[at]))
            {
                at++;
            }

            if (left > start)
            {
                found(start..left, null);
            }

            found(left..at, token.Id);
            start = at;
        }

        if (start < text.Length)
        {
            found(start..text.Length, null);
        }
    }

    private AddedToken? Match(ReadOnlySpan<char> text, int at)
    {
        foreach (var token in byFirst.GetValueOrDefault(text[at], []))
        {
            var end = at + token.Content.Length;
            if (text[at..].StartsWith(token.Content, StringComparison.Ordinal)
                && !(token.SingleWord && ((at > 0 && IsWord(text[at - 1])) || (end < text.Length && IsWord(text[end])))))
            {
                return token;
            }
        }

        return null;
    }

    private static bool IsWord(char c) => !char.IsSurrogate(c) && CharacterClasses.IsWord(new System.Text.Rune(c));
}
