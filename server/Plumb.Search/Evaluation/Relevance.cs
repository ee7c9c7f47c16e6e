using Plumb.Text;

namespace Plumb.Search.Evaluation;

/// <summary>Whether a hit is what a golden question expects.</summary>
public static class Relevance
{
    private const string HeadingSeparator = " > ";

    /// <summary>
    /// The hit lies in the expected file and, where the expectation says more, overlaps its lines or is, is inside or
    /// holds its symbol. With lines and symbol either is enough: lines move when the file is edited. A place that holds the
    /// same text and is told with the hit counts as the hit does.
    /// </summary>
    public static bool Matches(Hit hit, Expectation expectation)
    {
        ArgumentNullException.ThrowIfNull(hit);
        ArgumentNullException.ThrowIfNull(expectation);
        return Matches(hit, new HitPlace(hit.Path, hit.StartLine, hit.EndLine), expectation) || hit.Duplicates.Any(place => Matches(hit, place, expectation));
    }

    private static bool Matches(Hit hit, HitPlace place, Expectation expectation)
    {
        if (place.Path != expectation.Path)
        {
            return false;
        }

        if (expectation is { Lines: null, Symbol: null })
        {
            return true;
        }

        if (expectation.Lines is { } lines && lines.Overlaps(place.StartLine, place.EndLine))
        {
            return true;
        }

        // Small neighbours share a chunk, which is called after what encloses them or after one of them.
        return expectation.Symbol is { } symbol
            && (IsWithin(hit.Symbol, symbol, IsDocs(hit.Language)) || (expectation.SymbolLine >= place.StartLine && expectation.SymbolLine <= place.EndLine));
    }

    /// <summary>"Search.Queue.add.retry" is within "Queue.add": the wanted names follow one another in the path.</summary>
    /// <param name="path">A hit's symbol, from the outermost.</param>
    /// <param name="wanted">The innermost names of a symbol, as many as its author found worth writing.</param>
    /// <param name="docs">Headings: they are joined by " > ", may hold dots, and are compared without case.</param>
    public static bool IsWithin(string path, string wanted, bool docs)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(wanted);
        var (names, sought) = (Split(path, docs), Split(wanted, docs));
        var comparison = docs ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        for (var i = 0; i + sought.Length <= names.Length; i++)
        {
            if (names.AsSpan(i, sought.Length).SequenceEqual(sought, comparison))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The first declaration of a document that a symbol names; its index, or -1.</summary>
    public static int FindDeclaration(TextDocument document, string symbol)
    {
        ArgumentNullException.ThrowIfNull(document);
        var docs = document.Language.Kind == LanguageKind.Docs;
        var wanted = Split(symbol, docs);
        var comparison = docs ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        var declarations = document.Outline.Declarations;
        for (var i = 0; i < declarations.Count; i++)
        {
            // A name may be written "A.B" itself (a C# namespace, a Lua function): it is as many names.
            var path = new List<string>();
            for (var at = i; at >= 0 && path.Count < wanted.Length; at = declarations[at].Parent)
            {
                path.InsertRange(0, Split(declarations[at].Name, docs));
            }

            if (path.Count >= wanted.Length && path.TakeLast(wanted.Length).Zip(wanted).All(pair => pair.First.Equals(pair.Second, comparison)))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool IsDocs(string language) => LanguageTable.FindById(language) is { Kind: LanguageKind.Docs };

    private static string[] Split(string path, bool docs) => path.Split(docs ? HeadingSeparator : ".", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
