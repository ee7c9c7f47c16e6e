using System.Threading.Channels;
using Plumb.Lsp.Documents;
using Plumb.Lsp.Protocol;
using Plumb.Lsp.Wire;
using Plumb.Text;
using Serilog;

namespace Plumb.Lsp.Features.Diagnostics;

/// <summary>
/// Pushes diagnostics to clients that do not pull. One loop: while it lints, changes gather, and then only the newest
/// snapshot of each document is linted. What it sends carries that snapshot's version.
/// </summary>
internal sealed class DiagnosticsPublisher(DiagnosticsFeature feature, DocumentStore documents, IClient client, Func<PositionEncoding> encoding, ILogger log)
{
    private readonly Channel<string> changed = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>The document was opened, changed or closed.</summary>
    public void OnChanged(string uri) => changed.Writer.TryWrite(uri);

    public async Task RunAsync(CancellationToken cancellation)
    {
        var pending = new HashSet<string>(StringComparer.Ordinal);
        while (await changed.Reader.WaitToReadAsync(cancellation).ConfigureAwait(false))
        {
            while (changed.Reader.TryRead(out var uri))
            {
                pending.Add(uri);
            }

            foreach (var uri in pending)
            {
                await PublishAsync(uri).ConfigureAwait(false);
            }

            pending.Clear();
        }
    }

    private async Task PublishAsync(string uri)
    {
        try
        {
            var document = documents.Find(uri);
            await client.NotifyAsync("textDocument/publishDiagnostics", new PublishDiagnosticsParams
            {
                Uri = uri,
                Version = document?.Revision,
                Diagnostics = document is null ? [] : feature.Get(document, encoding()),
            }).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            log.Error(e, "Diagnostics of {Uri} could not be made", uri);
        }
    }
}
