using Plumb.Search.Storage;
using Plumb.Search.Terms;
using Plumb.Text;

namespace Plumb.Search.Graph;

/// <summary>
/// The index term under which mentions of a declared name stand: its stemmed parts in one ("parseJsonValue" stands under
/// "parsjsonvalu"), or the stem of a name of one part, which it shares with the ordinary word.
/// </summary>
/// <param name="Text">The term.</param>
/// <param name="IsPlainWord">The name has one part only.</param>
internal readonly record struct MentionTerm(string Text, bool IsPlainWord)
{
    /// <summary>Null for what is no identifier, or too short to mean anything.</summary>
    public static MentionTerm? Of(string name)
    {
        var scanner = new IdentifierScanner(name);
        if (!scanner.Next(out var identifier) || identifier.Length > TermTable.MaxIdentifierLength || scanner.Next(out _))
        {
            return null;
        }

        // "__getitem__" is the language's word: whoever writes it means no declaration of this workspace.
        if (identifier.Length > 4 && identifier.StartsWith("__") && identifier.EndsWith("__"))
        {
            return null;
        }

        var letters = 0;
        foreach (var c in identifier)
        {
            letters += char.IsLetter(c) ? 1 : 0;
        }

        if (letters < GraphWeights.MinNameLength)
        {
            return null;
        }

        var parts = IdentifierSplitter.Split(identifier, new Range[IdentifierSplitter.MaxParts]);
        var analyzer = new TermAnalyzer(identifier);
        string? last = null;
        while (analyzer.Next(out var term))
        {
            last = term.ToString();
        }

        // Scripts without spaces are indexed in pairs of characters, which name nothing.
        return last is { Length: >= GraphWeights.MinNameLength } ? new MentionTerm(last, parts == 1) : null;
    }

    /// <summary>True for declarations that other files refer to by name.</summary>
    public static bool IsReferable(DeclarationKind kind) =>
        kind is (>= DeclarationKind.Module and <= DeclarationKind.Macro) or DeclarationKind.Schema or DeclarationKind.Operation;

    /// <summary>The referable names of a file, each once, with their terms.</summary>
    /// <param name="shape">The file's declarations.</param>
    /// <param name="known">Names seen so far: many files declare the same ones.</param>
    public static IEnumerable<(string Name, MentionTerm Term)> NamesOf(FileShape shape, Dictionary<string, MentionTerm?> known)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var symbol in shape.Symbols)
        {
            if (!IsReferable(symbol.Kind) || !seen.Add(symbol.Name))
            {
                continue;
            }

            if (!known.TryGetValue(symbol.Name, out var term))
            {
                known.Add(symbol.Name, term = Of(symbol.Name));
            }

            if (term is { } found)
            {
                yield return (symbol.Name, found);
            }
        }
    }
}
