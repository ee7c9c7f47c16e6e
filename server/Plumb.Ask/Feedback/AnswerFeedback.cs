namespace Plumb.Ask.Feedback;

/// <summary>What somebody thought of an answer.</summary>
/// <param name="Workspace">The workspace's identity; empty where no folder was open.</param>
/// <param name="Answer">In Markdown, as it was shown.</param>
/// <param name="IsGood">Thumbs up.</param>
/// <param name="Comment">Empty where there is none.</param>
/// <param name="Citations">The evidence that the answer stood on.</param>
public sealed record AnswerFeedback(
    DateTimeOffset At, string Workspace, string Question, string Answer, bool IsGood, string Comment, IReadOnlyList<JudgedCitation> Citations);

/// <summary>A range that a judged answer cited.</summary>
/// <param name="Workspace">The identity of the workspace that the path is from.</param>
/// <param name="Path">Posix path from that workspace's root.</param>
/// <param name="ContentHash">Of the lines when the answer was judged, so that they are found again when they move; empty where they could not be read.</param>
public sealed record JudgedCitation(string Workspace, string Path, int StartLine, int EndLine, string ContentHash);
