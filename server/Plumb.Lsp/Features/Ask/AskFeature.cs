using Plumb.Ask;
using Plumb.Lsp.Documents;
using Plumb.Lsp.Features.Index;
using Plumb.Lsp.Protocol;
using Plumb.Lsp.Wire;

namespace Plumb.Lsp.Features.Ask;

/// <summary><c>plumb/ask</c>: a question to the workspace, its answer streamed in batches where the client gave a token.</summary>
internal static class AskFeature
{
    public static async Task<AskResult> AskAsync(AskEngine engine, OpenWorkspace workspace, AskParams parameters, IClient client, TimeProvider time, CancellationToken cancellation)
    {
        var stream = parameters.PartialResultToken is { } token
            ? new DeltaBatcher(time, piece => client.NotifyAsync("$/progress", new ProgressParams { Token = token, Value = Json.ToElement(new AskPartial(piece)) }))
            : null;
        Answer answer;
        try
        {
            answer = await engine.AskAsync(new Question(parameters.Question), stream, cancellation).ConfigureAwait(false);
        }
        finally
        {
            // The last piece leaves before the response: a client forgets the token once it has the result.
            if (stream is not null)
            {
                await stream.DisposeAsync().ConfigureAwait(false);
            }
        }

        return new AskResult(
            answer.Markdown,
            answer.Kind switch { AnswerKind.Model => "model", AnswerKind.Extractive => "extractive", _ => "notFound" },
            [.. answer.Citations.Select(citation => new AskCitation
            {
                Uri = workspace.ToUri(citation.Path),
                Range = Positions.OfLines(citation.StartLine, citation.EndLine),
                Path = citation.Path,
                Root = workspace.Locate(citation.Path).Folder.Root,
                StartLine = citation.StartLine,
                EndLine = citation.EndLine,
                Label = citation.Label,
            })],
            answer.Notes,
            answer.EvidenceTokens);
    }
}
