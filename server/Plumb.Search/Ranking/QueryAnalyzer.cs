using Plumb.Search.Terms;

namespace Plumb.Search.Ranking;

/// <summary>Takes a query apart into the terms that the index knows.</summary>
internal static class QueryAnalyzer
{
    private static readonly HashSet<string> StopWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "a", "about", "across", "along", "among", "an", "and", "are", "around", "as", "at", "be", "because", "been", "being", "but", "by", "can", "could",
        "did", "do", "does", "during", "for", "from", "had", "has", "have", "how", "i", "if", "in", "into", "is", "it", "its", "me", "my", "of", "on", "onto",
        "or", "our", "shall", "should", "so", "some", "such", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those",
        "through", "throughout", "to", "toward", "towards", "upon", "us", "use", "used", "uses", "using", "via", "was", "we", "were", "what", "when",
        "where", "whether", "which", "while", "who", "whose", "why", "will", "with", "within", "would", "you", "your",

        // What is left of contractions: isn't, we're, I'll.
        "aren", "couldn", "d", "didn", "doesn", "don", "hasn", "haven", "isn", "ll", "m", "re", "s", "shouldn", "t", "ve", "wasn", "weren", "won", "wouldn",
    };

    private static readonly HashSet<string> WeakWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "any", "based", "between", "both", "class", "code", "defined", "definition", "each", "explain", "file", "files", "find", "function", "functions",
        "general", "handling", "happen", "happens", "helper", "helpers", "implement", "implementation", "implementations", "implemented", "implements",
        "like", "located", "logic", "made", "make", "makes", "method", "methods", "more", "no", "not", "only", "operation", "operations", "other", "over",
        "several", "show", "support", "supported", "supports", "up", "various", "without", "work", "works",
    };

    private static readonly HashSet<string> StructureWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "architecture", "component", "components", "design", "designed", "flow", "flows", "interact", "interacts", "layer", "layers", "lifecycle",
        "organised", "organized", "overview", "pipeline", "relationship", "structure", "structured", "together", "workflow", "works", "work",
    };

    /// <param name="query">The query as it was typed.</param>
    /// <param name="findTerms">Finds the index's terms that begin with a prefix; null looks for none.</param>
    public static AnalyzedQuery Analyze(string query, Func<string, IReadOnlyCollection<string>>? findTerms = null)
    {
        var words = new List<(string Word, int Start)>();
        var scanner = new IdentifierScanner(query);
        while (scanner.Next(out var identifier))
        {
            words.Add((identifier.ToString(), scanner.Start));
        }

        var shape = ShapeOf(query, words);
        var isProse = shape is QueryShape.Prose or QueryShape.Structure;
        var informative = words.Where(w => !StopWords.Contains(w.Word)).Select(w => w.Word).ToList();
        if (informative.Count == 0)
        {
            informative = [.. words.Select(w => w.Word)];
        }

        var terms = new Dictionary<string, QueryTerm>(StringComparer.Ordinal);
        foreach (var word in informative)
        {
            var weight = WeakWords.Contains(word) && informative.Count > 1 ? RankingWeights.WeakWord : 1.0;
            foreach (var term in TermsOf(word))
            {
                Add(terms, new QueryTerm(term, word, weight, false) { Variants = VariantsOf(term, word, findTerms) });
            }

            var isIdentifier = shape == QueryShape.Symbol || LooksLikeIdentifier(word);
            AddDefinition(terms, word, word, isIdentifier ? RankingWeights.DefinitionOfIdentifier : RankingWeights.DefinitionOfWord * weight);
        }

        // "connection pool" may be written ConnectionPool or connection_pool.
        for (var i = 0; i + 1 < informative.Count && isProse; i++)
        {
            var joined = string.Concat(informative[i], "_", informative[i + 1]);
            var both = informative[i] + " " + informative[i + 1];
            Add(terms, new QueryTerm(TermsOf(joined)[^1], both, 0.5, false));
            AddDefinition(terms, joined, both, RankingWeights.DefinitionOfWords);
        }

        return new AnalyzedQuery(query, shape, [.. terms.Values.OrderBy(t => t.IsDefinition)], WantedRoles(informative))
        {
            Path = shape == QueryShape.Path ? PathOf(query) : null,
            Phrasing = isProse && words.Count > 0 ? (double)words.Count(w => StopWords.Contains(w.Word)) / words.Count : 0,
        };
    }

    /// <summary>The index terms of one word.</summary>
    public static List<string> TermsOf(ReadOnlySpan<char> word)
    {
        var found = new List<string>();
        if (word.Length > TermTable.MaxIdentifierLength)
        {
            word = word[..TermTable.MaxIdentifierLength];
        }

        var analyzer = new TermAnalyzer(word);
        while (analyzer.Next(out var term))
        {
            found.Add(term.ToString());
        }

        if (found.Count == 0)
        {
            found.Add(word.ToString());
        }

        return found;
    }

    // Words of the same family that the index holds, and the short or long form that programmers use.
    private static List<string> VariantsOf(string term, string word, Func<string, IReadOnlyCollection<string>>? findTerms)
    {
        var variants = new List<string>();
        foreach (var other in Abbreviations.Of(word))
        {
            AddVariant(TermsOf(other)[0]);
        }

        var root = WordFamily.RootOf(term);
        if (findTerms is not null && root.Length >= WordFamily.MinRoot)
        {
            foreach (var candidate in findTerms(root))
            {
                if (WordFamily.RootOf(candidate) == root)
                {
                    AddVariant(candidate);
                }
            }
        }

        return variants;

        void AddVariant(string variant)
        {
            if (variant != term && !variants.Contains(variant))
            {
                variants.Add(variant);
            }
        }
    }

    private static void AddDefinition(Dictionary<string, QueryTerm> terms, string name, string word, double weight)
    {
        Span<char> buffer = stackalloc char[TermTable.MaxIdentifierLength + 1];
        var length = TermAnalyzer.DefinitionTerm(name, buffer);
        if (length > 0)
        {
            Add(terms, new QueryTerm(buffer[..length].ToString(), word, weight, true));
        }
    }

    private static void Add(Dictionary<string, QueryTerm> terms, QueryTerm term)
    {
        if (!terms.TryGetValue(term.Text, out var known) || known.Weight < term.Weight)
        {
            terms[term.Text] = term;
        }
    }

    private static QueryShape ShapeOf(string query, List<(string Word, int Start)> words)
    {
        var trimmed = query.Trim();
        if (trimmed.Contains(' ', StringComparison.Ordinal))
        {
            return words.Any(w => StructureWords.Contains(w.Word)) ? QueryShape.Structure : QueryShape.Prose;
        }

        return trimmed.Contains('/', StringComparison.Ordinal) || (words.Count > 1 && Text.LanguageTable.FindForFile(PathOf(trimmed)) is not null) ? QueryShape.Path : QueryShape.Symbol;
    }

    // "src/a.rs:100" and "./src/a.rs" name src/a.rs.
    private static string PathOf(string query)
    {
        var path = query.Trim().Replace('\\', '/');
        var colon = path.IndexOf(':', StringComparison.Ordinal);
        path = colon > 0 ? path[..colon] : path;
        return path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path.TrimStart('/');
    }

    private static bool LooksLikeIdentifier(string word)
    {
        if (word.Contains('_', StringComparison.Ordinal))
        {
            return true;
        }

        Span<Range> parts = stackalloc Range[IdentifierSplitter.MaxParts];
        return IdentifierSplitter.Split(word, parts) > 1;
    }

    private static HashSet<FileRole> WantedRoles(List<string> words)
    {
        var wanted = new HashSet<FileRole>();
        foreach (var word in words)
        {
            switch (word.ToLowerInvariant())
            {
                case "test" or "tests" or "tested" or "testing" or "spec" or "fixture" or "fixtures" or "mock" or "mocks":
                    wanted.Add(FileRole.Test);
                    break;
                case "example" or "examples" or "sample" or "samples" or "demo" or "benchmark" or "benchmarks" or "bench":
                    wanted.Add(FileRole.Example);
                    break;
                case "changelog" or "release" or "releases" or "license" or "licence" or "changed" or "version":
                    wanted.Add(FileRole.Changelog);
                    break;
                case "docs" or "documentation" or "readme" or "guide" or "tutorial":
                    wanted.Add(FileRole.Documentation);
                    break;
                case "config" or "configuration" or "settings" or "json" or "yaml" or "yml" or "toml" or "workflow":
                    wanted.Add(FileRole.Data);
                    break;
                case "vendor" or "vendored" or "legacy" or "deprecated" or "compat" or "compatibility":
                    wanted.Add(FileRole.Legacy);
                    break;
                default:
                    break;
            }
        }

        return wanted;
    }
}
