namespace Plumb.Text;

/// <summary>Something that a scanner noticed and read past: an unclosed brace, an unterminated string.</summary>
public readonly record struct OutlineProblem(TextSpan Span, string Message);

/// <summary>The shape of one file. Scanning never throws on content: what is wrong stands in <see cref="Problems"/>.</summary>
public sealed class Outline
{
    public static Outline Empty { get; } = new([], [], [], []);

    public Outline(
        IReadOnlyList<Declaration> declarations,
        IReadOnlyList<StringLiteral> strings,
        IReadOnlyList<TextSpan> content,
        IReadOnlyList<OutlineProblem> problems)
    {
        Declarations = declarations;
        Strings = strings;
        Content = content;
        Problems = problems;
    }

    /// <summary>In the order of their spans' starts, an enclosing declaration before what it encloses; spans nest.</summary>
    public IReadOnlyList<Declaration> Declarations { get; }

    /// <summary>In source order; empty for formats without literals.</summary>
    public IReadOnlyList<StringLiteral> Strings { get; }

    /// <summary>
    /// The spans worth reading, in source order, where a file also carries what nobody reads (a notebook's outputs);
    /// empty means: all of it.
    /// </summary>
    public IReadOnlyList<TextSpan> Content { get; }

    public IReadOnlyList<OutlineProblem> Problems { get; }

    /// <summary>Index of the innermost declaration that holds <paramref name="offset"/>, or -1.</summary>
    public int FindInnermost(int offset)
    {
        var found = -1;
        for (var i = 0; i < Declarations.Count && Declarations[i].Span.Start <= offset; i++)
        {
            if (Declarations[i].Span.Contains(offset))
            {
                found = i;
            }
        }

        return found;
    }
}
