namespace Plumb.Ask;

/// <summary>A question to the workspace.</summary>
/// <param name="Text">The question, in any words.</param>
/// <param name="EvidenceTokens">Budget for evidence, in o200k_base tokens.</param>
public sealed record Question(string Text, int EvidenceTokens = 6000);

/// <summary>A cited range, checked against the file as it is at answer time.</summary>
/// <param name="Path">Posix path from the workspace root.</param>
/// <param name="StartLine">First line, 1-based.</param>
/// <param name="EndLine">Last line, 1-based, inclusive.</param>
/// <param name="Label">What stands there: the symbol or heading path, else the file name.</param>
/// <param name="ContentHash">SHA-256 (hex, first 16 digits) of the cited lines joined by "\n".</param>
public sealed record Citation(string Path, int StartLine, int EndLine, string Label, string ContentHash);

/// <summary>How an answer was made.</summary>
public enum AnswerKind
{
    /// <summary>Nothing in the workspace matches: no guess is made.</summary>
    NotFound,

    /// <summary>The best passages themselves, ranked, each with its reason.</summary>
    Extractive,

    /// <summary>Written by a configured model from the evidence.</summary>
    Model,
}

/// <summary>An answer in Markdown with its checked citations.</summary>
/// <param name="EvidenceTokens">Tokens of evidence that were packed, o200k_base.</param>
/// <param name="Notes">What the reader should know: no model configured and how to set one, citations struck out.</param>
public sealed record Answer(
    string Question,
    AnswerKind Kind,
    string Markdown,
    IReadOnlyList<Citation> Citations,
    int EvidenceTokens,
    IReadOnlyList<string> Notes);
