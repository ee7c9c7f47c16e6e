namespace Plumb.Text.Blocks;

internal enum Escapes : byte
{
    None,
    Backslash,

    /// <summary>The closing quote twice stands for itself.</summary>
    Doubled,
    Backtick,
}

/// <summary>One pair of quotes. <paramref name="Hole"/> is what opens an expression inside the literal ("#{", "$(").</summary>
internal sealed record Quote(string Open, string Close, Escapes Escape = Escapes.Backslash, bool MultiLine = true, string Hole = "", bool IsCharacter = false);

/// <summary>The comments, quotes and names of a language: what has to be known to skip what declares nothing.</summary>
internal sealed class BlockSyntax
{
    public BlockSyntax(
        string lineComments,
        (string Open, string Close, bool Nested)[]? blockComments = null,
        Quote[]? quotes = null,
        string wordStart = "",
        string wordPart = "",
        string special = "")
    {
        LineComments = lineComments.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        BlockComments = blockComments ?? [];
        Quotes = [.. (quotes ?? []).OrderByDescending(quote => quote.Open.Length)];
        for (var c = '\0'; c < 128; c++)
        {
            Classes[c] = c is '\n' or '\r' ? CharKind.LineEnd
                : c <= ' ' ? CharKind.Blank
                : char.IsAsciiDigit(c) ? CharKind.Digit
                : char.IsAsciiLetter(c) || c == '_' || wordStart.Contains(c) ? CharKind.Word
                : CharKind.Punctuation;
            WordPart[c] = char.IsAsciiLetterOrDigit(c) || c == '_' || wordPart.Contains(c);
        }

        foreach (var c in special)
        {
            Mark(c);
        }

        foreach (var open in LineComments.Concat(BlockComments.Select(form => form.Open)).Concat(Quotes.Select(quote => quote.Open)))
        {
            Mark(open[0]);
        }
    }

    public string[] LineComments { get; }

    public (string Open, string Close, bool Nested)[] BlockComments { get; }

    public Quote[] Quotes { get; }

    public CharKind[] Classes { get; } = new CharKind[128];

    public bool[] WordPart { get; } = new bool[128];

    // A letter that may also start a comment or a literal is looked at twice.
    private void Mark(char c) => Classes[c] = Classes[c] == CharKind.Word ? CharKind.SpecialWord : CharKind.Special;
}

internal enum CharKind : byte
{
    Punctuation,
    Blank,
    LineEnd,
    Word,
    Digit,
    Special,
    SpecialWord,
}
