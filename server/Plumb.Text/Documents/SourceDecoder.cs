using System.Text;

namespace Plumb.Text;

/// <summary>Why bytes are not a text.</summary>
public enum DecodeProblem
{
    None,

    /// <summary>The bytes hold what no text holds.</summary>
    Binary,

    /// <summary>Not valid in the encoding that it claims or seems to have; read with replacement characters.</summary>
    BadEncoding,
}

/// <summary>A decoded file: its text (null when it is not a text), the encoding that was used, and what was wrong.</summary>
public readonly record struct DecodedText(string? Text, string EncodingName, DecodeProblem Problem);

/// <summary>Turns the bytes of a file into text: byte order marks, UTF-8, and single-byte text as the last resort.</summary>
public static class SourceDecoder
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    public static DecodedText Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            bytes = bytes[3..];
        }
        else if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE, 0, 0]))
        {
            return Lenient(Encoding.UTF32, bytes[4..]);
        }
        else if (bytes.StartsWith((ReadOnlySpan<byte>)[0, 0, 0xFE, 0xFF]))
        {
            return Lenient(new UTF32Encoding(bigEndian: true, byteOrderMark: false), bytes[4..]);
        }
        else if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
        {
            return Lenient(Encoding.Unicode, bytes[2..]);
        }
        else if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            return Lenient(Encoding.BigEndianUnicode, bytes[2..]);
        }

        if (bytes.Contains((byte)0))
        {
            return new DecodedText(null, "binary", DecodeProblem.Binary);
        }

        if (System.Text.Unicode.Utf8.IsValid(bytes))
        {
            return new DecodedText(StrictUtf8.GetString(bytes), "utf-8", DecodeProblem.None);
        }

        // Not UTF-8: most likely an old single-byte file. Control characters decide whether it is text at all.
        var controls = 0;
        foreach (var b in bytes)
        {
            if (b < 0x20 && b is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or 0x0C or 0x1B))
            {
                controls++;
            }
        }

        return controls > bytes.Length / 64
            ? new DecodedText(null, "binary", DecodeProblem.Binary)
            : new DecodedText(Encoding.Latin1.GetString(bytes), "latin-1", DecodeProblem.BadEncoding);
    }

    private static DecodedText Lenient(Encoding encoding, ReadOnlySpan<byte> bytes)
    {
        var text = encoding.GetString(bytes);
        return new DecodedText(text, encoding.WebName, text.Contains('\uFFFD') ? DecodeProblem.BadEncoding : DecodeProblem.None);
    }
}
