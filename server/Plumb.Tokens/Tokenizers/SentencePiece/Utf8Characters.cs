namespace Plumb.Tokens.Tokenizers.SentencePiece;

/// <summary>Characters of well-formed UTF-8.</summary>
internal static class Utf8Characters
{
    /// <summary>U+2581, the mark for a space.</summary>
    public static ReadOnlySpan<byte> Space => "\u2581"u8;

    /// <summary>Bytes of the character that begins at an offset.</summary>
    public static int LengthAt(ReadOnlySpan<byte> text, int at) =>
        Math.Min(text.Length - at, text[at] switch { < 0xC0 => 1, < 0xE0 => 2, < 0xF0 => 3, _ => 4 });
}
