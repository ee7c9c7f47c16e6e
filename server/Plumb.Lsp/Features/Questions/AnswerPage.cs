using System.Text;
using Plumb.Lsp.Protocol;

namespace Plumb.Lsp.Features.Questions;

/// <summary>An answer as a Markdown page of its own, for editors that open it as a file.</summary>
internal static class AnswerPage
{
    /// <param name="title">What was asked.</param>
    /// <param name="uriOf">The URI of a path of the answer; null where it is no file of the workspace.</param>
    public static string Write(string title, AskResult result, Func<string, string?> uriOf)
    {
        var text = new StringBuilder("# ").Append(OneLine(title)).Append("\n\n").Append(CitationLinks.Link(result.Answer.ReplaceLineEndings("\n").TrimEnd(), uriOf)).Append('\n');
        foreach (var note in result.Notes)
        {
            text.Append("\n> ").Append(OneLine(note)).Append('\n');
        }

        if (result.FollowUps.Count > 0)
        {
            text.Append("\n## Ask next\n\n");
            foreach (var question in result.FollowUps)
            {
                text.Append("- ").Append(OneLine(question)).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
