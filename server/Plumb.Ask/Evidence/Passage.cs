using Plumb.Text;

namespace Plumb.Ask.Evidence;

/// <summary>Lines of a file that bear on the question, as they were read for this answer.</summary>
/// <param name="StartLine">First line, 1-based.</param>
/// <param name="EndLine">Last line, 1-based, inclusive.</param>
/// <param name="Symbol">What it is, from the index; may be empty.</param>
/// <param name="Lines">The lines without their ends.</param>
/// <param name="Matches">The question's weighty words that are found here, best first.</param>
/// <param name="Tokens">Tokens of the text, o200k_base.</param>
internal sealed record Passage(
    string Path,
    int StartLine,
    int EndLine,
    string Symbol,
    Language Language,
    double Score,
    IReadOnlyList<string> Lines,
    IReadOnlyList<WordMatch> Matches,
    int Tokens)
{
    /// <summary>The cosine to the question where vectors found it, which then need not have a word of it.</summary>
    public double? Similarity { get; init; }

    /// <summary>The first sentence of its declaration's doc comment; empty where there is none.</summary>
    public string Summary { get; init; } = "";

    /// <summary>Lines of the declaration or section of which it shows a part; null where it is whole.</summary>
    public (int Start, int End)? PartOf { get; init; }

    /// <summary>Lines of the best hit in it, where it was put together from several; null where it is one.</summary>
    public (int Start, int End)? Best { get; init; }

    /// <summary>The asker looks at it: it is evidence whatever its words.</summary>
    public bool IsSelected { get; init; }

    /// <summary>The head of a declaration that much else builds on: evidence for a question about structure.</summary>
    public bool IsOnMap { get; init; }

    /// <summary>An example of many lines, of a file that may be too large to read: it is not looked up again.</summary>
    public bool IsSample { get; init; }

    public string Place => StartLine == EndLine ? $"{Path}:{StartLine}" : $"{Path}:{StartLine}-{EndLine}";

    public string Label => Symbol.Length > 0 ? Symbol : Path[(Path.LastIndexOf('/') + 1)..];

    public string Text => string.Join('\n', Lines);

    public bool IsProse => Language.Kind == LanguageKind.Docs && Language.Id != "plaintext";
}

/// <summary>A word of the question and where it matched: "declares", "name", "doc", "body", "enclosing" or "path".</summary>
internal readonly record struct WordMatch(string Word, string Where);
