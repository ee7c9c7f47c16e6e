using System.Text.Json;
using Plumb.Lsp.Protocol;
using Plumb.Lsp.Session;
using Plumb.Lsp.Wire;
using Plumb.Text;

namespace Plumb.Lsp;

/// <content>Token counts.</content>
public sealed partial class LspServer
{
    private void RegisterTokens()
    {
        Read<TokensParams, TextDocument?, TokensResult>(
            PlumbMethods.Tokens,
            p => documents.Find(p.TextDocument.Uri),
            (p, document, cancellation) => tokens.Count(Found(document, p.TextDocument), p, profile.Encoding, cancellation));
        Read<TokenBoundariesParams, TextDocument?, TokenBoundariesResult>(
            PlumbMethods.TokenBoundaries,
            p => documents.Find(p.TextDocument.Uri),
            (p, document, cancellation) => tokens.FindBoundaries(Found(document, p.TextDocument), p, profile.Encoding, cancellation));
        Read<CodeLensParams, TextDocument?, IReadOnlyList<CodeLens>>(
            "textDocument/codeLens",
            p => documents.Find(p.TextDocument.Uri),
            (_, document, cancellation) => document is null ? [] : tokenLenses.Get(document, profile.Encoding, cancellation));
        wire.OnRequest<TokenTreeParams, TokenTreeResult>(PlumbMethods.TokenTree, (p, cancellation) => scheduler.RunBackgroundAsync(
            trees,
            c => profile.Roots is [var root, ..] && workspace.Paths is { } paths
                ? Task.Run(() => tokenTree.Get(root, paths, p, profile.Encoding, c), c)
                : throw new RequestFailedException("No folder is open: the tree of tokens needs one."),
            cancellation));
    }

    private TextDocument Found(TextDocument? document, TextDocumentIdentifier named) =>
        document ?? documents.FindOrRead(named.Uri) ?? throw new RequestFailedException($"{named.Uri} is neither open nor a text file on disk.");

    /// <summary>plumb.json as it is now; what the editor says of models goes before it.</summary>
    private void LoadTokenSettings()
    {
        counter.Settings = options.OpenTokens(profile.Roots is [var root, ..] ? root : null);
        foreach (var problem in counter.Settings.Problems)
        {
            log.Warning("plumb.json: {Problem}", problem.Message);
        }
    }

    private void ApplyTokenSettings(JsonElement given)
    {
        if (Settings.FindTokenModels(given) is { Count: > 0 } names)
        {
            counter.Settings = counter.Settings.WithShow(names);
        }

        if (Settings.FindTokenLenses(given) is { } mode)
        {
            tokenLenses.Mode = mode;
        }
    }
}
