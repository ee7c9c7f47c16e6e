using Plumb.Search.Storage;
using Plumb.Search.Terms;
using Plumb.Text;

namespace Plumb.Search.Ranking;

/// <summary>What a file's path says: its role, and the terms of its name without the ending.</summary>
internal sealed record FileTraits(FileRole Role, string[] StemTerms)
{
    // Names that say nothing of their content: the folder speaks for them.
    private static readonly HashSet<string> EmptyStems = new(StringComparer.OrdinalIgnoreCase) { "index", "mod", "lib", "main", "init", "__init__", "__main__", "package", "module", "default" };

    public static FileTraits Of(StoredFile file)
    {
        var language = LanguageTable.FindById(file.Language);
        var role = FileRoles.Of(file.Path, file.Language, language?.Kind == LanguageKind.Docs, language?.Kind == LanguageKind.Data);
        var parts = file.Path.Split('/');
        var stem = StemOf(parts[^1]);
        if (EmptyStems.Contains(stem) && parts.Length > 1)
        {
            stem = parts[^2];
        }

        var terms = new List<string>();
        var scanner = new IdentifierScanner(stem);
        var ranges = new Range[IdentifierSplitter.MaxParts];
        while (scanner.Next(out var identifier))
        {
            var count = IdentifierSplitter.Split(identifier, ranges);
            for (var i = 0; i < count; i++)
            {
                var term = QueryAnalyzer.TermsOf(identifier[ranges[i]])[0];
                if (!terms.Contains(term))
                {
                    terms.Add(term);
                }
            }
        }

        return new FileTraits(role, [.. terms]);
    }

    private static string StemOf(string name)
    {
        var dot = name.IndexOf('.', 1);
        return dot > 0 ? name[..dot] : name;
    }
}
