using Plumb.Lsp.Documents;
using Plumb.Lsp.Protocol;
using Plumb.Lsp.Wire;
using Plumb.Text;

namespace Plumb.Lsp.Features.Questions;

/// <summary>Writes an answer below its question, into the text as it is by then: the user may have gone on typing.</summary>
internal static class AnswerInsertion
{
    private const int MostTries = 3;

    /// <summary>False where the question is gone, or the client does not take the edit.</summary>
    /// <param name="client">Applies the edit.</param>
    /// <param name="documents">The open documents.</param>
    /// <param name="asked">The question, and where its comment stood.</param>
    /// <param name="versions">The client checks that an edit is for the text that it has.</param>
    public static async Task<bool> InsertAsync(IClient client, DocumentStore documents, AskParams asked, AskResult result, bool versions, PositionEncoding encoding, CancellationToken cancellation)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (asked.TextDocument is not { } named || documents.Find(named.Uri) is not { } document
                || QuestionComments.FindAgain(document, asked.Question, asked.Selection?.Start.Line ?? 0) is not { } comment)
            {
                return false;
            }

            try
            {
                var applied = await client.RequestAsync<ApplyWorkspaceEditParams, ApplyWorkspaceEditResult>(
                    "workspace/applyEdit",
                    new ApplyWorkspaceEditParams { Label = "Insert the answer", Edit = Edit(document, named.Uri, comment, result, versions, encoding) },
                    cancellation).ConfigureAwait(false);
                if (applied?.Applied == true)
                {
                    return true;
                }
            }
            catch (RequestFailedException)
            {
                // Some clients say so when the version is another by now.
            }

            if (documents.Find(named.Uri)?.Revision == document.Revision)
            {
                return false;
            }
        }

        return false;
    }

    private static WorkspaceEdit Edit(TextDocument document, string uri, QuestionComment comment, AskResult result, bool versions, PositionEncoding encoding)
    {
        var line = document.Lines.GetLineSpan(comment.Line);
        var next = document.Lines.GetLineStart(comment.Line + 1);
        var end = document.Text.AsSpan(line.End, next - line.End);
        var text = CommentText.Write(comment, ShortAnswer.Lines(result), end.IsEmpty ? LineEnd(document) : end.ToString());

        // The last line of a text may have no end: then the answer brings one along, and has none itself.
        var edit = new TextEdit
        {
            Range = document.ToRange(new TextSpan(next, next), encoding),
            NewText = end.IsEmpty ? LineEnd(document) + text[..^LineEnd(document).Length] : text,
        };
        return versions
            ? new WorkspaceEdit { DocumentChanges = [new TextDocumentEdit { TextDocument = new OptionalVersionedTextDocumentIdentifier { Uri = uri, Version = document.Revision }, Edits = [edit] }] }
            : new WorkspaceEdit { Changes = new Dictionary<string, IReadOnlyList<TextEdit>> { [uri] = [edit] } };
    }

    private static string LineEnd(TextDocument document)
    {
        var first = document.Lines.GetLineSpan(0);
        var next = document.Lines.GetLineStart(1);
        return next > first.End ? document.Text[first.End..next] : "\n";
    }
}
