using Plumb.Search;
using Plumb.Text;

namespace Plumb.Ask.Evidence;

/// <summary>
/// The lines that stand for a hit in an answer. A hit is what was indexed together: a part of a long declaration, or several
/// small ones; an answer shows whole declarations, and of several those that bear on the question.
/// </summary>
internal static class HitLines
{
    // Small declarations beside each other that all bear on a question are shown together, if they are no more than these.
    private const int MostTied = 3;

    // A field or a value of an enumeration says little by itself: it is shown with the declaration around it, if that has no more lines.
    private const int MostAroundMember = 24;
    private const int MostLinesOfMember = 4;

    /// <summary>1-based lines, and what they are called.</summary>
    /// <param name="matches">The words of the question that the hit has.</param>
    /// <param name="maxLines">A declaration of more lines is not shown whole.</param>
    public static (int Start, int End, string Symbol) Of(TextDocument document, Hit hit, IReadOnlyList<WordMatch> matches, int maxLines) =>
        WithItsType(document, IsPartOfItsSymbol(document, hit)
            ? WholeDeclaration(document, hit, maxLines)
            : matches.Any(m => m.Where == "declares") && FindOwnDeclaration(document, hit, maxLines) is { } own
            ? (own.Start, own.End, hit.Symbol)
            : NarrowToDeclarations(document, hit, [.. matches.Select(m => m.Word).Distinct()]));

    // The hit lies within the declaration that it is called after, rather than being a group of which that is one.
    private static bool IsPartOfItsSymbol(TextDocument document, Hit hit)
    {
        foreach (var declaration in document.Outline.Declarations)
        {
            var (start, end) = DocumentLines.Of(document, declaration);
            if (start <= hit.StartLine && end >= hit.EndLine && SymbolName.IsCalled(hit.Symbol, declaration.Name))
            {
                return true;
            }
        }

        return false;
    }

    // Where the hit is a group of declarations and called after one of them: the lines of that one.
    private static (int Start, int End)? FindOwnDeclaration(TextDocument document, Hit hit, int maxLines)
    {
        foreach (var declaration in document.Outline.Declarations)
        {
            var (start, end) = DocumentLines.Of(document, declaration);
            if (start >= hit.StartLine && end <= hit.EndLine && end - start < maxLines && SymbolName.IsCalled(hit.Symbol, declaration.Name))
            {
                return (start, end);
            }
        }

        return null;
    }

    /// <summary>The innermost declaration around a hit that is a part of one, if it is short enough; 1-based lines.</summary>
    private static (int Start, int End, string Symbol) WholeDeclaration(TextDocument document, Hit hit, int maxLines)
    {
        var best = (hit.StartLine, hit.EndLine, hit.Symbol);
        var bestLength = int.MaxValue;
        foreach (var declaration in document.Outline.Declarations)
        {
            var (start, end) = DocumentLines.Of(document, declaration);
            if (start <= hit.StartLine && end >= hit.EndLine && end - start < bestLength && end - start < maxLines)
            {
                best = (start, end, hit.Symbol);
                bestLength = end - start;
            }
        }

        return best;
    }

    /// <summary>Of a stretch of small declarations, those that have most of the words.</summary>
    private static (int Start, int End, string Symbol) NarrowToDeclarations(TextDocument document, Hit hit, IReadOnlyList<string> words)
    {
        var all = (hit.StartLine, hit.EndLine, hit.Symbol);
        if (document.Language.Kind != LanguageKind.Code)
        {
            return all;
        }

        var declarations = document.Outline.Declarations;
        var parents = declarations.Select(d => d.Parent).ToHashSet();
        var found = new List<(int Start, int End, int Index, int Words)>();
        for (var i = 0; i < declarations.Count; i++)
        {
            var (start, end) = DocumentLines.Of(document, declarations[i]);
            if (!parents.Contains(i) && start >= hit.StartLine && end <= hit.EndLine)
            {
                var text = document.Text[declarations[i].Span.Start..declarations[i].Span.End];
                found.Add((start, end, i, words.Count(word => WordStem.IsIn(text, word))));
            }
        }

        if (found.Count == 0 || found.Max(f => f.Words) is var most && most == 0)
        {
            return all;
        }

        var best = found.Where(f => f.Words == most).ToList();

        // Of many that have as much, the one that the hit is called after; from the first to the last would be anything.
        var own = best.FindIndex(f => SymbolName.IsCalled(hit.Symbol, declarations[f.Index].Name));
        var chosen = best.Count == 1 ? 0 : best.Count > MostTied ? own : -1;
        return chosen >= 0
            ? (best[chosen].Start, best[chosen].End, PathOf(declarations, best[chosen].Index))
            : (best[0].Start, best.Max(f => f.End), hit.Symbol);
    }

    /// <summary>The lines with the head of a short type that they begin in the middle of, or with all of it where they are but a member.</summary>
    private static (int Start, int End, string Symbol) WithItsType(TextDocument document, (int Start, int End, string Symbol) lines)
    {
        if (document.Language.Kind != LanguageKind.Code)
        {
            return lines;
        }

        var declarations = document.Outline.Declarations;
        var (around, aroundLines, onlyMembers) = (-1, default((int Start, int End)), lines.End - lines.Start < MostLinesOfMember);
        for (var i = 0; i < declarations.Count; i++)
        {
            var (start, end) = DocumentLines.Of(document, declarations[i]);
            if (start >= lines.Start && end <= lines.End)
            {
                onlyMembers &= declarations[i].Kind is DeclarationKind.Field or DeclarationKind.EnumMember or DeclarationKind.Property;
            }
            else if (start < lines.Start && end >= lines.Start && end - start < MostAroundMember && IsType(declarations[i].Kind))
            {
                // The innermost one stands last.
                (around, aroundLines) = (i, (start, end));
            }
        }

        if (around < 0)
        {
            return lines;
        }

        return aroundLines.End < lines.End ? (aroundLines.Start, lines.End, lines.Symbol)
            : onlyMembers ? (aroundLines.Start, aroundLines.End, PathOf(declarations, around))
            : lines;
    }

    // A value of an enumeration counts as well: in Rust and Swift it has fields of its own.
    private static bool IsType(DeclarationKind kind) =>
        kind is DeclarationKind.Class or DeclarationKind.Struct or DeclarationKind.Interface or DeclarationKind.Trait or DeclarationKind.Enum or DeclarationKind.EnumMember or DeclarationKind.TypeAlias or DeclarationKind.Schema;

    private static string PathOf(IReadOnlyList<Declaration> declarations, int index)
    {
        var names = new List<string>();
        for (; index >= 0; index = declarations[index].Parent)
        {
            names.Insert(0, declarations[index].Name);
        }

        return string.Join('.', names);
    }
}
