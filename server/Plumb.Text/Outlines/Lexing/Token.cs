namespace Plumb.Text.Lexing;

/// <summary>What a token is. Comments and preprocessor lines are kept beside the tokens, not among them.</summary>
internal enum TokenKind : byte
{
    /// <summary>Past the last token; a few of them follow the text so that a parser may look ahead freely.</summary>
    End,
    Identifier,
    Keyword,
    Number,
    String,

    /// <summary>A literal that is no string: a character, a regular expression, a JSX element.</summary>
    Literal,

    /// <summary>One character of punctuation; operators of several characters are several tokens.</summary>
    Punctuation,

    /// <summary>A Rust lifetime, a Ruby or Scala symbol.</summary>
    Symbol,
}

[Flags]
internal enum TokenFlags : byte
{
    None = 0,

    /// <summary>No other token stands before it on its line.</summary>
    FirstOnLine = 1,
}

/// <summary>One token; 16 bytes, so that a large file's tokens stay in cache.</summary>
internal struct Token
{
    public int Start;
    public int End;

    /// <summary>
    /// For a bracket the index of its partner, else -1. An opening bracket that is never closed has a partner too:
    /// the last token that seems to belong to it. Parsers go on at <c>Match + 1</c>, always after the bracket.
    /// </summary>
    public int Match;

    /// <summary>The character of punctuation, the <see cref="Keyword"/> of a keyword, else 0.</summary>
    public ushort Value;
    public TokenKind Kind;
    public TokenFlags Flags;

    public readonly bool FirstOnLine => (Flags & TokenFlags.FirstOnLine) != 0;

    public readonly bool Is(char punctuation) => Kind == TokenKind.Punctuation && Value == punctuation;

    public readonly bool Is(Keyword keyword) => Kind == TokenKind.Keyword && Value == (ushort)keyword;

    public readonly Keyword Keyword => Kind == TokenKind.Keyword ? (Keyword)Value : Keyword.None;

    /// <summary>An identifier or a keyword: many words are keywords only in some places.</summary>
    public readonly bool IsWord => Kind is TokenKind.Identifier or TokenKind.Keyword;

    public readonly TextSpan Span => new(Start, End);
}

/// <summary>How a comment may document what follows it.</summary>
internal enum CommentKind : byte
{
    Plain,

    /// <summary>Written as documentation: <c>///</c>, <c>/** */</c>.</summary>
    Doc,

    /// <summary>Documents what it stands in, never what follows: Rust <c>//!</c>.</summary>
    InnerDoc,
}

internal readonly record struct Comment(int Start, int End, CommentKind Kind, bool OwnLine);

internal enum DirectiveKind : byte
{
    Other,
    If,
    Else,
    EndIf,
    Define,
}

/// <summary>A preprocessor line with its continuation lines; <paramref name="Token"/> is the index of the token after it.</summary>
internal readonly record struct Directive(int Start, int End, DirectiveKind Kind, int Token);
