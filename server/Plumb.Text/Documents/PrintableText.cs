using System.Buffers;

namespace Plumb.Text;

/// <summary>Text of others on a terminal: the name of a file must not move the cursor, colour what follows or turn its direction.</summary>
public static class PrintableText
{
    private static readonly SearchValues<char> Hostile = SearchValues.Create(
        [.. Enumerable.Range(0, 0x206A).Select(c => (char)c).Where(c => char.IsControl(c) || c is >= '\u2028' and <= '\u202E' or >= '\u2066')]);

    /// <summary>Each control character, separator of lines and mark of direction becomes U+FFFD.</summary>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.AsSpan().ContainsAny(Hostile) ? string.Concat(text.Select(c => Hostile.Contains(c) ? '\uFFFD' : c)) : text;
    }
}
