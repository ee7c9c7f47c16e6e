using System.Buffers;

namespace Plumb.Text.Lexing;

/// <summary>Lexical habits that a table of delimiters cannot tell; each has its own few methods in the lexer.</summary>
[Flags]
internal enum LexerQuirks
{
    None = 0,

    /// <summary><c>@""</c>, <c>$""</c>, <c>$@""</c>, <c>"""</c> and <c>$$"""</c>, and <c>@name</c>.</summary>
    CSharpStrings = 1 << 0,

    /// <summary><c>r#""#</c>, <c>b""</c>, <c>c""</c>, lifetimes against characters, <c>r#name</c>.</summary>
    RustStrings = 1 << 1,

    /// <summary><c>R"x(...)x"</c> with any encoding prefix, and <c>1'000</c>.</summary>
    CppRawStrings = 1 << 2,

    /// <summary><c>#"..."#</c> with any number of signs, three quotes, <c>\( )</c> holes.</summary>
    SwiftStrings = 1 << 3,

    /// <summary><c>/x/</c> where an expression may start.</summary>
    JavaScriptRegex = 1 << 4,

    /// <summary>Elements where an expression may start; needs <see cref="JavaScriptRegex"/>.</summary>
    Jsx = 1 << 5,

    /// <summary><c>&lt;&lt;&lt;ID</c>; text outside <c>&lt;?php ... ?&gt;</c> is skipped.</summary>
    Php = 1 << 6,

    /// <summary><c>&lt;&lt;ID</c>, <c>&lt;&lt;-ID</c> and <c>&lt;&lt;'ID'</c>, whose text starts on the next line.</summary>
    ShellHeredocs = 1 << 7,

    /// <summary><c>&lt;&lt;ID</c>, <c>&lt;&lt;-ID</c>, <c>&lt;&lt;~ID</c> directly at a name, as Ruby writes them.</summary>
    RubyHeredocs = 1 << 8,

    /// <summary>Lines that start with <c>#</c> are directives; conditionals take part in matching brackets.</summary>
    Preprocessor = 1 << 9,

    /// <summary><c>`any words`</c> is one identifier.</summary>
    BacktickNames = 1 << 10,

    /// <summary>A quote is a character only where a second one follows at once; else it is punctuation or a symbol.</summary>
    ScalaCharacters = 1 << 11,

    /// <summary><c>\\text</c> up to the line's end is a string (Zig).</summary>
    ZigLines = 1 << 12,

    /// <summary><c>&lt;&lt;ID</c> and <c>&lt;&lt;-ID</c> as Terraform writes them.</summary>
    HclHeredocs = 1 << 13,

    /// <summary>Keywords are found in any case.</summary>
    IgnoreCase = 1 << 14,
}

/// <summary>What starts a hole in an interpolated literal.</summary>
internal enum HoleForm : byte
{
    None,

    /// <summary><c>{x}</c>, where <c>{{</c> stands for a brace.</summary>
    Brace,

    /// <summary><c>${x}</c>.</summary>
    DollarBrace,

    /// <summary><c>#{x}</c>.</summary>
    HashBrace,

    /// <summary><c>\(x)</c>.</summary>
    BackslashParen,

    /// <summary><c>{$x}</c> (PHP).</summary>
    BraceDollar,
}

internal enum EscapeForm : byte
{
    None,
    Backslash,

    /// <summary>The closing delimiter twice stands for itself.</summary>
    Doubled,
}

/// <summary>One comment delimiter. <paramref name="Close"/> is empty for a comment that ends with its line.</summary>
internal sealed record CommentForm(string Open, string Close = "", bool Nested = false, CommentKind Kind = CommentKind.Plain);

/// <summary>One string delimiter; <paramref name="Open"/> holds its prefix too.</summary>
internal sealed record StringForm(
    string Open,
    string Close,
    EscapeForm Escape = EscapeForm.Backslash,
    bool MultiLine = false,
    HoleForm Holes = HoleForm.None,
    bool Character = false,
    bool LongestClose = false)
{
    /// <summary>The characters at which scanning the literal has to look.</summary>
    public SearchValues<char> Stops { get; } = SearchValues.Create(
        Close[..1] + (Escape == EscapeForm.Backslash || Holes == HoleForm.BackslashParen ? "\\" : "") + (MultiLine ? "" : "\r\n")
        + Holes switch { HoleForm.Brace or HoleForm.BraceDollar => "{", HoleForm.DollarBrace => "$", HoleForm.HashBrace => "#", _ => "" });

    public StringLiteralTraits Traits { get; } =
        (Escape == EscapeForm.Backslash ? StringLiteralTraits.None : StringLiteralTraits.Raw)
        | (Holes == HoleForm.None ? StringLiteralTraits.None : StringLiteralTraits.Interpolated)
        | (MultiLine ? StringLiteralTraits.MultiLine : StringLiteralTraits.None);
}

internal enum CharClass : byte
{
    Punctuation,
    Space,
    LineEnd,
    Word,
    Digit,
    Open,
    Close,

    /// <summary>May start a comment, a string or a quirk; else it is punctuation.</summary>
    Special,
}

/// <summary>The lexical grammar of one language, laid out for lookup by a token's first character.</summary>
internal sealed class LexicalTable
{
    private readonly string[] keywordSlots = new string[1024];
    private readonly Keyword[] keywordValues = new Keyword[1024];
    private readonly int longestKeyword;

    /// <param name="keywords">Words of the language that parsers ask for, separated by blanks.</param>
    /// <param name="wordCharacters">Characters that belong to names, besides letters, digits and the underscore.</param>
    /// <param name="prefixes">Letters that a string's prefix may consist of (its forms' <c>Open</c> holds them).</param>
    public LexicalTable(
        string keywords,
        IReadOnlyList<CommentForm> comments,
        IReadOnlyList<StringForm> strings,
        LexerQuirks quirks = LexerQuirks.None,
        string wordCharacters = "",
        bool prefixes = false)
    {
        Quirks = quirks;
        HasPrefixes = prefixes;
        for (var c = 0; c < 128; c++)
        {
            IsWord[c] = char.IsAsciiLetterOrDigit((char)c) || c == '_' || wordCharacters.Contains((char)c);
            Classes[c] = (char)c switch
            {
                '\n' or '\r' => CharClass.LineEnd,
                <= ' ' or (char)127 => CharClass.Space,
                >= '0' and <= '9' => CharClass.Digit,
                '(' or '[' or '{' => CharClass.Open,
                ')' or ']' or '}' => CharClass.Close,
                _ => IsWord[c] ? CharClass.Word : CharClass.Punctuation,
            };
        }

        // The longest delimiter is tried first: "///" before "//".
        foreach (var form in comments.OrderByDescending(form => form.Open.Length))
        {
            Comments[form.Open[0]] = [.. Comments[form.Open[0]] ?? [], form];
            MarkSpecial(form.Open[0]);
        }

        foreach (var form in strings.OrderByDescending(form => form.Open.Length))
        {
            Strings[form.Open[0]] = [.. Strings[form.Open[0]] ?? [], form];
            MarkSpecial(form.Open[0]);
        }

        var extra = "";
        extra += Has(LexerQuirks.CSharpStrings) ? "\"$@" : "";
        extra += Has(LexerQuirks.RustStrings) ? "'" : "";
        extra += Has(LexerQuirks.SwiftStrings) ? "\"#" : "";
        extra += Has(LexerQuirks.JavaScriptRegex) ? "/" : "";
        extra += Has(LexerQuirks.Jsx) ? "<" : "";
        extra += Has(LexerQuirks.Php) ? "<?" : "";
        extra += Has(LexerQuirks.ShellHeredocs | LexerQuirks.RubyHeredocs | LexerQuirks.HclHeredocs) ? "<" : "";
        extra += Has(LexerQuirks.Preprocessor) ? "#" : "";
        extra += Has(LexerQuirks.BacktickNames) ? "`" : "";
        extra += Has(LexerQuirks.ScalaCharacters) ? "'" : "";
        extra += Has(LexerQuirks.ZigLines) ? "\\" : "";
        foreach (var c in extra)
        {
            MarkSpecial(c);
        }

        var spellings = Enum.GetValues<Keyword>().ToDictionary(value => Enum.GetName(value)!.ToLowerInvariant());
        foreach (var word in keywords.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var slot = Hash(word);
            while (keywordSlots[slot] is { } taken && taken != word)
            {
                slot = (slot + 1) & 1023;
            }

            keywordSlots[slot] = word;
            keywordValues[slot] = spellings[word];
            longestKeyword = Math.Max(longestKeyword, word.Length);
        }
    }

    public LexerQuirks Quirks { get; }

    public bool HasPrefixes { get; }

    public CharClass[] Classes { get; } = new CharClass[128];

    public bool[] IsWord { get; } = new bool[128];

    public CommentForm[]?[] Comments { get; } = new CommentForm[]?[128];

    public StringForm[]?[] Strings { get; } = new StringForm[]?[128];

    /// <summary>Whether any of <paramref name="quirks"/> is set.</summary>
    public bool Has(LexerQuirks quirks) => (Quirks & quirks) != 0;

    public Keyword FindKeyword(ReadOnlySpan<char> word)
    {
        if (word.Length > longestKeyword)
        {
            return Keyword.None;
        }

        var ignoreCase = Has(LexerQuirks.IgnoreCase);
        for (var slot = Hash(word); keywordSlots[slot] is { } found; slot = (slot + 1) & 1023)
        {
            if (ignoreCase ? word.Equals(found, StringComparison.OrdinalIgnoreCase) : word.SequenceEqual(found))
            {
                return keywordValues[slot];
            }
        }

        return Keyword.None;
    }

    private static int Hash(ReadOnlySpan<char> word) =>
        ((word[0] | 0x20) * 31 + (word[^1] | 0x20) * 7 + (word[word.Length >> 1] | 0x20) * 131 + word.Length * 517) & 1023;

    private void MarkSpecial(char c)
    {
        // A letter stays a letter: prefixed strings are tried after the word has been read.
        if (Classes[c] is not CharClass.Word)
        {
            Classes[c] = CharClass.Special;
        }
    }
}
