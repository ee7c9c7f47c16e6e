namespace Plumb.Search.Storage;

/// <summary>How strongly a chunk's names carry a term.</summary>
internal enum SymbolLevel : byte
{
    None = 0,

    /// <summary>An enclosing symbol's name holds the term.</summary>
    Context = 1,

    /// <summary>A symbol that is declared in the chunk.</summary>
    Declared = 2,

    /// <summary>The symbol that the chunk is.</summary>
    Primary = 3,
}

/// <summary>
/// What one chunk says about one term, in a byte: bits 0 to 2 the occurrences in the body (in steps), 3 and 4 those in
/// doc comments (up to 3), 5 and 6 the <see cref="SymbolLevel"/>, 7 whether the path holds the term.
/// </summary>
internal readonly record struct Posting(byte Packed)
{
    private const byte PathBit = 0x80;

    // BM25 saturates: past a dozen occurrences a precise count changes no order.
    private static readonly float[] BodySteps = [0, 1, 2, 3, 4, 5.5f, 8, 14];

    public float Body => BodySteps[Packed & 7];

    public int Doc => (Packed >> 3) & 3;

    public SymbolLevel Symbol => (SymbolLevel)((Packed >> 5) & 3);

    public bool InPath => (Packed & PathBit) != 0;

    public static Posting Pack(int body, int doc, SymbolLevel symbol, bool inPath)
    {
        var step = body switch { < 5 => body, < 7 => 5, < 11 => 6, _ => 7 };
        return new Posting((byte)(step | (Math.Min(doc, 3) << 3) | ((int)symbol << 5) | (inPath ? PathBit : 0)));
    }

    /// <summary>The same, and in the path as well where another is.</summary>
    public static byte WithPathOf(byte packed, byte other) => (byte)(packed | (other & PathBit));
}
