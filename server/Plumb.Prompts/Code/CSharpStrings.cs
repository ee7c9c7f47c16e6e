using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Plumb.Text;

namespace Plumb.Prompts.Code;

/// <summary>
/// Reads string expressions of C#: regular, verbatim, raw and interpolated literals, sums of them, and names of variables
/// and constants of the same file that are set once.
/// </summary>
internal sealed class CSharpStrings(SyntaxNode root, string code)
{
    private const int Deepest = 40;

    private Dictionary<string, VariableDeclaratorSyntax?>? variables;

    /// <summary>The text; null where the expression is no string that stands in the code.</summary>
    public LiteralText? Read(ExpressionSyntax expression)
    {
        var text = new LiteralText();
        return Add(text, expression, 0) && !text.IsEmpty ? text : null;
    }

    /// <summary>What a name was set to where it is declared, or the expression itself.</summary>
    public ExpressionSyntax Resolve(ExpressionSyntax expression) =>
        expression is IdentifierNameSyntax name && Find(name.Identifier.ValueText) is { Initializer.Value: { } value } ? value : expression;

    private bool Add(LiteralText text, ExpressionSyntax expression, int depth)
    {
        if (depth > Deepest)
        {
            return false;
        }

        switch (expression)
        {
            case LiteralExpressionSyntax literal when literal.Token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken:
                AddLiteral(text, Span(literal), []);
                return true;
            case InterpolatedStringExpressionSyntax interpolated:
                AddLiteral(text, Span(interpolated), [.. interpolated.Contents.OfType<InterpolationSyntax>().Select(Span)]);
                return true;
            case ParenthesizedExpressionSyntax parenthesized:
                return Add(text, parenthesized.Expression, depth + 1);
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression }:
                return AddSum(text, expression, depth);
            case IdentifierNameSyntax name when Find(name.Identifier.ValueText) is { Initializer.Value: { } value }:
                return Add(text, value, depth + 1);
            default:
                return false;
        }
    }

    /// <summary>A long sum leans to the left: its parts are gathered without recursion.</summary>
    private bool AddSum(LiteralText text, ExpressionSyntax sum, int depth)
    {
        var parts = new Stack<ExpressionSyntax>();
        while (sum is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } binary)
        {
            parts.Push(binary.Right);
            sum = binary.Left;
        }

        parts.Push(sum);
        var any = false;
        foreach (var part in parts)
        {
            if (Add(text, part, depth + 1))
            {
                any = true;
            }
            else
            {
                text.AddHole(Span(part));
            }
        }

        return any;
    }

    private void AddLiteral(LiteralText text, TextSpan span, IReadOnlyList<TextSpan> holes)
    {
        var at = span.Start;
        var (dollars, verbatim) = (0, false);
        for (; at < span.End && code[at] is '$' or '@'; at++)
        {
            dollars += code[at] == '$' ? 1 : 0;
            verbatim |= code[at] == '@';
        }

        var quotes = 0;
        while (at + quotes < span.End && code[at + quotes] == '"')
        {
            quotes++;
        }

        if (quotes >= 3 && !verbatim)
        {
            AddRaw(text, new TextSpan(at + quotes, Math.Max(at + quotes, span.End - quotes)), holes);
            return;
        }

        var inner = new TextSpan(Math.Min(at + 1, span.End), Math.Max(Math.Min(at + 1, span.End), span.End > at + 1 && code[span.End - 1] == '"' ? span.End - 1 : span.End));
        foreach (var (part, isHole) in Parts(inner, holes))
        {
            if (isHole)
            {
                text.AddHole(part);
            }
            else if (verbatim)
            {
                text.AddDoubled(code, part, dollars > 0 ? "\"{}" : "\"");
            }
            else
            {
                text.AddEscaped(code, part, dollars > 0 ? "{}" : "");
            }
        }
    }

    /// <summary>A raw literal over several lines begins behind its first line end, ends before its last, and loses the last line's indentation.</summary>
    private void AddRaw(LiteralText text, TextSpan inner, IReadOnlyList<TextSpan> holes)
    {
        var indent = 0;
        var first = code.AsSpan(inner.Start, inner.Length).IndexOf('\n');
        if (first >= 0 && code.AsSpan(inner.Start, first).IsWhiteSpace())
        {
            var last = code.LastIndexOf('\n', inner.End - 1, inner.Length);
            indent = inner.End - last - 1;
            var end = last > inner.Start && code[last - 1] == '\r' ? last - 1 : last;
            inner = new TextSpan(inner.Start + first + 1, Math.Max(inner.Start + first + 1, end));
        }

        var isLineStart = true;
        foreach (var (part, isHole) in Parts(inner, holes))
        {
            if (isHole)
            {
                text.AddHole(part);
                isLineStart = false;
                continue;
            }

            for (var at = part.Start; at < part.End;)
            {
                var lineEnd = code.IndexOf('\n', at, part.End - at);
                var next = lineEnd < 0 ? part.End : lineEnd + 1;
                var from = at;
                for (var skipped = 0; isLineStart && skipped < indent && from < next && code[from] is ' ' or '\t'; skipped++)
                {
                    from++;
                }

                text.AddVerbatim(code, new TextSpan(from, next));
                isLineStart = lineEnd >= 0;
                at = next;
            }
        }
    }

    private static IEnumerable<(TextSpan Part, bool IsHole)> Parts(TextSpan inner, IReadOnlyList<TextSpan> holes)
    {
        var at = inner.Start;
        foreach (var hole in holes.Where(h => h.Start >= inner.Start && h.End <= inner.End))
        {
            if (hole.Start > at)
            {
                yield return (new TextSpan(at, hole.Start), false);
            }

            yield return (hole, true);
            at = hole.End;
        }

        if (at < inner.End)
        {
            yield return (new TextSpan(at, inner.End), false);
        }
    }

    /// <summary>The one declaration of a name that is never assigned again; null where there are several, or none.</summary>
    private VariableDeclaratorSyntax? Find(string name)
    {
        if (variables is null)
        {
            variables = new Dictionary<string, VariableDeclaratorSyntax?>(StringComparer.Ordinal);
            foreach (var node in root.DescendantNodes())
            {
                if (node is VariableDeclaratorSyntax declarator)
                {
                    var key = declarator.Identifier.ValueText;
                    variables[key] = variables.ContainsKey(key) ? null : declarator;
                }
                else if (node is AssignmentExpressionSyntax { Left: IdentifierNameSyntax assigned } || node is ParameterSyntax)
                {
                    variables[node is ParameterSyntax parameter ? parameter.Identifier.ValueText : ((IdentifierNameSyntax)((AssignmentExpressionSyntax)node).Left).Identifier.ValueText] = null;
                }
            }
        }

        return variables.GetValueOrDefault(name);
    }

    private static TextSpan Span(SyntaxNode node) => new(node.Span.Start, node.Span.End);
}
