namespace Plumb.Search.Terms;

/// <summary>
/// Turns one identifier or word into index terms: each part in lower case and stemmed, then, where there are several
/// parts, their concatenation ("parseJsonValue" gives "pars", "json", "valu" and "parsjsonvalu"). Text in scripts
/// without spaces gives overlapping pairs of characters.
/// </summary>
internal ref struct TermAnalyzer
{
    /// <summary>First character of the term that marks a declaration of exactly this name.</summary>
    public const char DefinitionMark = '=';

    private readonly ReadOnlySpan<char> identifier;
    private readonly Range[] parts;
    private readonly char[] buffer;
    private readonly char[] whole;
    private readonly int count;
    private int next;
    private int wholeLength;
    private int pair;

    public TermAnalyzer(ReadOnlySpan<char> identifier)
    {
        this.identifier = identifier;
        parts = new Range[IdentifierSplitter.MaxParts];
        buffer = new char[identifier.Length + 2];
        whole = new char[identifier.Length + 2];
        count = IdentifierSplitter.Split(identifier, parts);
        pair = -1;
    }

    /// <summary>
    /// Writes "=name" in lower case without underscores, so that <c>shell_completion</c> and <c>ShellCompletion</c> are
    /// one name; 0 when the name is empty or too long to be one.
    /// </summary>
    public static int DefinitionTerm(ReadOnlySpan<char> name, Span<char> buffer)
    {
        if (name.Length + 1 > buffer.Length)
        {
            return 0;
        }

        buffer[0] = DefinitionMark;
        var length = 1;
        foreach (var c in name)
        {
            if (char.IsLetterOrDigit(c))
            {
                buffer[length++] = char.ToLowerInvariant(c);
            }
        }

        return length == 1 ? 0 : length;
    }

    /// <summary>The terms of a text in its order, with repetitions. Letters that stand alone say nothing and are left out.</summary>
    public static List<string> TermsOf(string text)
    {
        var terms = new List<string>();
        var scanner = new IdentifierScanner(text);
        while (scanner.Next(out var found))
        {
            if (found.Length > TermTable.MaxIdentifierLength || (found.Length == 1 && found[0] < 128))
            {
                continue;
            }

            var analyzer = new TermAnalyzer(found);
            while (analyzer.Next(out var term))
            {
                terms.Add(term.ToString());
            }
        }

        return terms;
    }

    public bool Next(out ReadOnlySpan<char> term)
    {
        while (next < count)
        {
            var part = identifier[parts[next]];
            if (pair >= 0 || IsUnspaced(part[0]))
            {
                pair = pair < 0 ? 0 : pair + 1;
                if (pair == 0 && part.Length == 1)
                {
                    next++;
                    pair = -1;
                    term = part;
                    return true;
                }

                if (pair + 2 > part.Length)
                {
                    next++;
                    pair = -1;
                    continue;
                }

                term = part.Slice(pair, 2);
                return true;
            }

            next++;
            var length = part.ToLowerInvariant(buffer);
            length = Stemmer.Stem(buffer.AsSpan(0, length));
            buffer.AsSpan(0, length).CopyTo(whole.AsSpan(wholeLength));
            wholeLength += length;
            if (length < 2 && count > 1)
            {
                continue;
            }

            term = buffer.AsSpan(0, length);
            return true;
        }

        if (next == count && count > 1 && wholeLength > 1)
        {
            next++;
            term = whole.AsSpan(0, wholeLength);
            return true;
        }

        term = default;
        return false;
    }

    // Han, kana and hangul are written without spaces between words.
    private static bool IsUnspaced(char c) =>
        c is >= '\u3040' and <= '\u30FF' or >= '\u3400' and <= '\u9FFF' or >= '\uAC00' and <= '\uD7AF' or >= '\uF900' and <= '\uFAFF';
}
