namespace Plumb.Text;

/// <summary>How a string literal is to be read.</summary>
[Flags]
public enum StringLiteralTraits : byte
{
    None = 0,

    /// <summary>Backslashes stand for themselves.</summary>
    Raw = 1,

    /// <summary>It holds expressions (C# <c>$""</c>, Python <c>f""</c>, JavaScript templates, Ruby <c>#{}</c>).</summary>
    Interpolated = 2,

    /// <summary>It may hold line ends without an escape (triple quotes, verbatim strings, heredocs).</summary>
    MultiLine = 4,

    /// <summary>The text ends before the literal does.</summary>
    Unterminated = 8,
}

/// <summary>A string literal: the whole of it with prefix and delimiters, and what stands between them.</summary>
public readonly record struct StringLiteral(TextSpan Span, TextSpan Content, StringLiteralTraits Traits);
