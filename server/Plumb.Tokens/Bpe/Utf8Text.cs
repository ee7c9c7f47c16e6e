using System.Buffers;
using System.Text;

namespace Plumb.Tokens.Bpe;

/// <summary>A text in UTF-8, in a rented buffer. A surrogate without its partner is U+FFFD.</summary>
internal readonly ref struct Utf8Text
{
    private readonly byte[] buffer;

    public Utf8Text(ReadOnlySpan<char> text)
    {
        buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetByteCount(text));
        Span = buffer.AsSpan(0, Encoding.UTF8.GetBytes(text, buffer));
    }

    public ReadOnlySpan<byte> Span { get; }

    /// <summary>UTF-16 units of the characters that end in these bytes: two for one beyond the first plane.</summary>
    public static int Units(ReadOnlySpan<byte> bytes)
    {
        var units = 0;
        foreach (var b in bytes)
        {
            // Told by their first byte: a character of one unit, or of two.
            units += ((b & 0xC0) != 0x80 ? 1 : 0) + (b >= 0xF0 ? 1 : 0);
        }

        return units;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);
}
