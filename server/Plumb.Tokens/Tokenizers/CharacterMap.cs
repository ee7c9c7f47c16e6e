using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Plumb.Tokens.Tokenizers;

/// <summary>
/// sentencepiece's compiled normaliser: a double-array trie from UTF-8 to an offset into replacement texts. A character
/// with its marks is looked up whole when it is short, else its parts.
/// </summary>
internal sealed class CharacterMap
{
    private const int LongestWhole = 6;

    private readonly uint[] trie;
    private readonly byte[] replacements;

    private CharacterMap(uint[] trie, byte[] replacements)
    {
        this.trie = trie;
        this.replacements = replacements;
    }

    /// <exception cref="FormatException">The map is damaged.</exception>
    public static CharacterMap Read(string base64) => Read(Convert.FromBase64String(base64));

    /// <exception cref="FormatException">The map is damaged.</exception>
    public static CharacterMap Read(byte[] bytes)
    {
        if (bytes.Length == 0)
        {
            return new CharacterMap([], []);
        }

        var size = bytes.Length < 4 ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (size == 0 || size % 4 != 0 || size > bytes.Length - 4)
        {
            throw TokenizerJson.Wrong("its precompiled character map is damaged");
        }

        var trie = new uint[size / 4];
        for (var i = 0; i < trie.Length; i++)
        {
            trie[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(4 + (i * 4)));
        }

        return new CharacterMap(trie, bytes[(4 + (int)size)..]);
    }

    public string Normalize(string text)
    {
        if (trie.Length == 0)
        {
            return text;
        }

        var result = new StringBuilder(text.Length + 8);
        for (var at = 0; at < text.Length;)
        {
            var length = StringInfo.GetNextTextElementLength(text, at);
            var element = text.AsSpan(at, length);
            at += length;
            if (Encoding.UTF8.GetByteCount(element) < LongestWhole && Find(element) is { } whole)
            {
                result.Append(whole);
                continue;
            }

            foreach (var rune in element.EnumerateRunes())
            {
                var character = rune.ToString();
                result.Append(Find(character) ?? character);
            }
        }

        return result.ToString();
    }

    /// <summary>The longest beginning of a text that the map knows, and what it becomes: sentencepiece's own way of using the map.</summary>
    /// <param name="text">UTF-8.</param>
    public bool TryReplace(ReadOnlySpan<byte> text, out int length, out ReadOnlySpan<byte> replacement)
    {
        length = 0;
        replacement = default;
        var value = 0u;
        var node = trie.Length == 0 ? 0 : Offset(trie[0]);
        for (var i = 0; i < text.Length && trie.Length > 0; i++)
        {
            node ^= text[i];
            if (node >= trie.Length || (trie[node] & (0x8000_0000u | 0xFF)) != text[i])
            {
                break;
            }

            var unit = trie[node];
            node ^= Offset(unit);
            if (((unit >> 8) & 1) != 0 && node < trie.Length)
            {
                (length, value) = (i + 1, trie[node] & 0x7FFF_FFFF);
            }
        }

        if (length == 0 || value >= replacements.Length)
        {
            length = 0;
            return false;
        }

        replacement = BytesAt(value);
        return true;
    }

    // The replacement of the shortest prefix that the trie knows.
    private string? Find(ReadOnlySpan<char> text)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (!Encoding.UTF8.TryGetBytes(text, bytes, out var count))
        {
            return null;
        }

        uint node = 0;
        var unit = trie[0];
        node ^= Offset(unit);
        for (var i = 0; i < count && bytes[i] != 0; i++)
        {
            node ^= bytes[i];
            if (node >= trie.Length)
            {
                return null;
            }

            unit = trie[node];
            if ((unit & (0x8000_0000u | 0xFF)) != bytes[i])
            {
                return null;
            }

            node ^= Offset(unit);
            if (((unit >> 8) & 1) != 0)
            {
                return node < trie.Length ? TextAt(trie[node] & 0x7FFF_FFFF) : null;
            }
        }

        return null;
    }

    private static uint Offset(uint unit) => (unit >> 10) << (int)((unit & (1u << 9)) >> 6);

    private string? TextAt(uint offset) => offset >= replacements.Length ? null : Encoding.UTF8.GetString(BytesAt(offset));

    private ReadOnlySpan<byte> BytesAt(uint offset)
    {
        var rest = replacements.AsSpan((int)offset);
        var end = rest.IndexOf((byte)0);
        return end < 0 ? rest : rest[..end];
    }
}
