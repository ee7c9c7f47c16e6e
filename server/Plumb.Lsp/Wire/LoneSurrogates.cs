using System.Buffers.Text;

namespace Plumb.Lsp.Wire;

/// <summary>
/// Halves of surrogate pairs in JSON. Editors whose strings are UTF-16 send them: a text that was cut in the middle of a
/// character, or a character that is typed in two steps. They are no text to .NET's reader, which would refuse the message
/// and with it the document. U+FFFD takes their place, as wide in UTF-16, so that every later position still fits.
/// </summary>
internal static class LoneSurrogates
{
    private const int EscapeLength = 6;

    /// <summary>Replaces them in place.</summary>
    /// <param name="json">A JSON text in UTF-8.</param>
    public static void Replace(Span<byte> json)
    {
        for (var at = 0; at < json.Length;)
        {
            var next = json[at..].IndexOf((byte)'\\');
            if (next < 0)
            {
                return;
            }

            at += next;
            if (!TryRead(json[at..], out var unit) || !char.IsSurrogate(unit))
            {
                // Whatever is escaped, a backslash too.
                at += 2;
            }
            else if (char.IsHighSurrogate(unit) && TryRead(json[Math.Min(at + EscapeLength, json.Length)..], out var second) && char.IsLowSurrogate(second))
            {
                at += 2 * EscapeLength;
            }
            else
            {
                "\\ufffd"u8.CopyTo(json[at..]);
                at += EscapeLength;
            }
        }
    }

    private static bool TryRead(ReadOnlySpan<byte> json, out char unit)
    {
        unit = default;
        if (json.Length < EscapeLength || json[0] != '\\' || json[1] != 'u' || !Utf8Parser.TryParse(json[2..EscapeLength], out ushort value, out var read, 'x') || read != 4)
        {
            return false;
        }

        unit = (char)value;
        return true;
    }
}
