namespace Plumb.Search.Terms;

/// <summary>Walks over the identifiers and words of a text: runs of letters, digits and underscores.</summary>
internal ref struct IdentifierScanner
{
    private static readonly bool[] IsAsciiWord = MakeTable();

    private readonly ReadOnlySpan<char> text;
    private int at;

    public IdentifierScanner(ReadOnlySpan<char> text) => this.text = text;

    /// <summary>Start of the identifier that <see cref="Next"/> found last, as an offset into the text.</summary>
    public int Start { get; private set; }

    public bool Next(out ReadOnlySpan<char> identifier)
    {
        var i = at;
        while (i < text.Length && !IsWord(text[i]))
        {
            i++;
        }

        if (i >= text.Length)
        {
            at = i;
            identifier = default;
            return false;
        }

        Start = i;
        while (i < text.Length && IsWord(text[i]))
        {
            i++;
        }

        at = i;
        identifier = text[Start..i];
        return true;
    }

    private static bool IsWord(char c) => c < 128 ? IsAsciiWord[c] : char.IsLetterOrDigit(c);

    private static bool[] MakeTable()
    {
        var table = new bool[128];
        for (var c = 0; c < 128; c++)
        {
            table[c] = char.IsAsciiLetterOrDigit((char)c) || c == '_';
        }

        return table;
    }
}
