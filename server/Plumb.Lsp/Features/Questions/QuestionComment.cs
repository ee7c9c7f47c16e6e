namespace Plumb.Lsp.Features.Questions;

/// <summary>A question that stands in a comment.</summary>
/// <param name="Line">0-based.</param>
/// <param name="Indent">The white space that its line begins with.</param>
internal sealed record QuestionComment(int Line, string Question, string Indent, CommentMarks Marks);

/// <summary>How the lines of a comment are written.</summary>
/// <param name="Prefix">Begins each line, or a block: "//", "/*", and "" inside of a block that is open already.</param>
/// <param name="Suffix">Ends a block: "*/"; empty where each line is a comment of its own.</param>
/// <param name="Forbidden">What must not stand in its text, because it would end the comment or begin another.</param>
internal sealed record CommentMarks(string Prefix, string Suffix, IReadOnlyList<string> Forbidden);
