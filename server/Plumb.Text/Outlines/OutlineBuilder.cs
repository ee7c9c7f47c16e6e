using Plumb.Text.Lexing;

namespace Plumb.Text;

/// <summary>
/// Collects declarations in any order and makes an <see cref="Outline"/> of them: sorted, nested, with parents.
/// What overlaps without nesting is cut, so that a parser's mistake never breaks the outline's promise.
/// </summary>
internal sealed class OutlineBuilder
{
    private readonly List<Declaration> declarations = [];

    public int Count => declarations.Count;

    public void Add(DeclarationKind kind, string name, TextSpan nameSpan, TextSpan span, TextSpan doc = default, TextSpan body = default)
    {
        declarations.Add(new Declaration(kind, name, nameSpan, span, doc, body, -1));
    }

    public Outline Build(LexedText lexed) =>
        Build(lexed.Text.Length, [.. lexed.Strings], [], [.. lexed.Problems]);

    public Outline Build(
        int textLength,
        IReadOnlyList<StringLiteral> strings,
        IReadOnlyList<TextSpan> content,
        IReadOnlyList<OutlineProblem> problems)
    {
        if (!IsSorted())
        {
            // Stable: of two declarations with one span, the one that was added first encloses the other.
            var order = Enumerable.Range(0, declarations.Count).ToArray();
            Array.Sort(order, (left, right) =>
            {
                var compared = Compare(declarations[left].Span, declarations[right].Span);
                return compared != 0 ? compared : left.CompareTo(right);
            });
            var sorted = order.Select(index => declarations[index]).ToList();
            declarations.Clear();
            declarations.AddRange(sorted);
        }

        var result = new Declaration[declarations.Count];
        var open = new Stack<int>();
        for (var i = 0; i < result.Length; i++)
        {
            var declaration = declarations[i];
            while (open.TryPeek(out var top) && result[top].Span.End <= declaration.Span.Start && !(result[top].Span.IsEmpty && result[top].Span == declaration.Span))
            {
                open.Pop();
            }

            var limit = open.TryPeek(out var parent) ? result[parent].Span.End : textLength;
            result[i] = Clamp(declaration, limit) with { Parent = open.Count > 0 ? parent : -1 };
            open.Push(i);
        }

        return new Outline(result, strings, content, problems);
    }

    private static int Compare(TextSpan left, TextSpan right) =>
        left.Start != right.Start ? left.Start.CompareTo(right.Start) : right.End.CompareTo(left.End);

    private static Declaration Clamp(Declaration declaration, int limit)
    {
        var span = new TextSpan(declaration.Span.Start, Math.Max(declaration.Span.Start, Math.Min(declaration.Span.End, limit)));
        return declaration with
        {
            Span = span,
            NameSpan = Clamp(declaration.NameSpan, span),
            Doc = declaration.Doc.IsEmpty ? default : Clamp(declaration.Doc, span),
            Body = declaration.Body.IsEmpty ? default : Clamp(declaration.Body, span),
        };
    }

    private static TextSpan Clamp(TextSpan inner, TextSpan outer)
    {
        var start = Math.Clamp(inner.Start, outer.Start, outer.End);
        return new TextSpan(start, Math.Clamp(inner.End, start, outer.End));
    }

    private bool IsSorted()
    {
        for (var i = 1; i < declarations.Count; i++)
        {
            if (Compare(declarations[i - 1].Span, declarations[i].Span) > 0)
            {
                return false;
            }
        }

        return true;
    }
}
