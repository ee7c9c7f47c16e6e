using Plumb.Tokens;

namespace Plumb.Ask.Evidence;

/// <summary>Packs passages within a budget of tokens.</summary>
internal sealed class PassagePacker
{
    /// <summary>That are packed at most.</summary>
    public const int MaxPassages = 8;

    // A passage that is but this much longer than allowed is shown whole: a stump would save little.
    private const double Slack = 1.25;

    // Of two passages that have so many of their lines in common, the second one says nothing new.
    private const double Same = 0.8;

    private readonly DocumentCache documents;
    private readonly PassageTrimmer trimmer;
    private readonly int maxLines;

    /// <param name="encoding">Counts the budget.</param>
    /// <param name="maxLines">A passage is cut down to the lines that matter most beyond this length.</param>
    public PassagePacker(DocumentCache documents, TokenEncoding encoding, int maxLines)
    {
        this.documents = documents;
        trimmer = new PassageTrimmer(encoding, maxLines);
        this.maxLines = maxLines;
    }

    /// <summary>Whether a passage shows where a head of the map begins.</summary>
    public static bool Holds(Passage passage, Passage head) => passage.Path == head.Path && passage.StartLine <= head.StartLine && passage.EndLine >= head.StartLine;

    /// <summary>The passages with their lines, best first, as many as fit; what repeats another or has nothing of the question is left out.</summary>
    /// <param name="budget">Most tokens of all together.</param>
    public List<Passage> Pack(List<Passage> passages, int budget)
    {
        var packed = new List<Passage>();
        var seen = new List<HashSet<string>>();
        foreach (var passage in passages)
        {
            if (packed.Count == MaxPassages)
            {
                break;
            }

            var document = documents.Read(passage.Path)!;
            var cut = trimmer.Trim(passage, document, passage.EndLine - passage.StartLine < maxLines * Slack ? int.MaxValue : maxLines);
            var lines = cut.Lines.Select(line => string.Concat(line.Where(c => !char.IsWhiteSpace(c)))).Where(line => line.Length > 0).ToHashSet(StringComparer.Ordinal);
            if (lines.Count == 0 || (cut.Matches.Count == 0 && cut.Similarity is null && !cut.IsSelected) || seen.Exists(other => Repeats(lines, other)))
            {
                continue;
            }

            // What does not fit whole is halved to its best lines until it does, or is a stump.
            for (var allowed = cut.Lines.Count; cut.Tokens > budget && allowed > 6;)
            {
                allowed = allowed * 2 / 3;
                cut = trimmer.Trim(passage, document, allowed);
            }

            if (cut.Tokens <= budget)
            {
                budget -= cut.Tokens;
                packed.Add(cut);
                seen.Add(lines);
            }
        }

        return packed;
    }

    /// <summary>Heads of the map that no passage has already, as many as fit.</summary>
    /// <param name="budget">Most tokens of all together.</param>
    public List<Passage> PackMap(IReadOnlyList<Passage> map, IReadOnlyList<Passage> packed, int budget)
    {
        var heads = new List<Passage>();
        foreach (var head in map.Where(head => !packed.Any(p => Holds(p, head))))
        {
            if (documents.Read(head.Path) is not { } document)
            {
                continue;
            }

            var shown = trimmer.Trim(head with { EndLine = Math.Min(head.EndLine, DocumentLines.LastLine(document)) }, document, maxLines);
            if (shown.Tokens <= budget)
            {
                budget -= shown.Tokens;
                heads.Add(shown);
            }
        }

        return heads;
    }

    // Licence heads, generated variants of one file: they differ in a name or a year.
    private static bool Repeats(HashSet<string> lines, HashSet<string> other) =>
        lines.Count(other.Contains) is var shared && shared >= Same * lines.Count && shared >= Same * other.Count;
}
