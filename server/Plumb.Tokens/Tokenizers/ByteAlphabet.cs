using System.Text;

namespace Plumb.Tokens.Tokenizers;

/// <summary>GPT-2's printable stand-ins for the 256 bytes, in which byte-level vocabularies are written.</summary>
internal static class ByteAlphabet
{
    private static readonly char[] Letters = Create();

    /// <summary>The text's UTF-8 bytes, a letter each.</summary>
    public static string Encode(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return string.Create(bytes.Length, bytes, (letters, source) =>
        {
            for (var i = 0; i < source.Length; i++)
            {
                letters[i] = Letters[source[i]];
            }
        });
    }

    private static char[] Create()
    {
        var letters = new char[256];
        var next = 256;
        for (var i = 0; i < letters.Length; i++)
        {
            letters[i] = i is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF) ? (char)i : (char)next++;
        }

        return letters;
    }
}
