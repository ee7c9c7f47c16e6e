using System.Text;

namespace Plumb.Embedders.Endpoint;

/// <summary>
/// An upper guess of how many tokens a text has for a model whose tokenizer is not known: three bytes of UTF-8 a token.
/// Code has three to four and prose more than four in the vocabularies in use.
/// </summary>
internal static class TokenEstimate
{
    private const int BytesPerToken = 3;

    public static int Of(string text) => (Encoding.UTF8.GetByteCount(text) / BytesPerToken) + 1;

    /// <summary>The start of a text, of at most so many tokens; never half a character.</summary>
    public static string Cut(string text, int tokens)
    {
        var budget = (long)tokens * BytesPerToken;
        if (Encoding.UTF8.GetByteCount(text) < budget)
        {
            return text;
        }

        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            budget -= rune.Utf8SequenceLength;
            if (budget < BytesPerToken)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return text[..length];
    }
}
