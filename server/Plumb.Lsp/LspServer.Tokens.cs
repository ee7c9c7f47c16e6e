using System.Text.Json;
using Plumb.Lsp.Documents;
using Plumb.Lsp.Features.Diagnostics;
using Plumb.Lsp.Features.Tokens;
using Plumb.Lsp.Protocol;
using Plumb.Lsp.Session;
using Plumb.Lsp.Wire;
using Plumb.Text;
using Plumb.Tokens;

namespace Plumb.Lsp;

/// <content>Token counts.</content>
public sealed partial class LspServer
{
    private readonly Lock tokenSettingsGate = new();
    private TokenSettings tokenSettingsOfFiles = TokenSettings.Default;
    private IReadOnlyList<string> tokenModelsOfEditor = [];
    private ConfigurationWatcher? tokenSettingsWatcher;

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
            (p, document, cancellation) => document is null ? [] : [.. QuestionLenses(document, p.TextDocument.Uri), .. tokenLenses.Get(document, profile.Encoding, cancellation)]);
        Read<InlayHintParams, TextDocument?, IReadOnlyList<InlayHint>>(
            "textDocument/inlayHint",
            p => documents.Find(p.TextDocument.Uri),
            (p, document, cancellation) => document is null ? [] : tokenLenses.GetHints(document, p.Range, profile.Encoding, cancellation));
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
        lock (tokenSettingsGate)
        {
            tokenSettingsOfFiles = options.OpenTokens(profile.Roots is [var root, ..] ? root : null);
            counter.Settings = tokenSettingsOfFiles.WithShow(tokenModelsOfEditor);
            foreach (var problem in tokenSettingsOfFiles.Problems)
            {
                log.Warning("{Problem}", problem.Message);
            }
        }
    }

    private void ApplyTokenSettings(JsonElement given)
    {
        lock (tokenSettingsGate)
        {
            if (Settings.FindTokenModels(given) is { } names)
            {
                tokenModelsOfEditor = names;
                counter.Settings = tokenSettingsOfFiles.WithShow(names);
            }

            tokenLenses.Mode = Settings.FindText(given, "tokens.lenses") ?? tokenLenses.Mode;
            tokenLenses.Place = Settings.FindText(given, "tokens.counts") switch
            {
                "lens" => CountPlace.Lens,
                "inlay" => CountPlace.Inlay,
                "auto" => TokenLenses.DefaultPlace(profile),
                _ => tokenLenses.Place,
            };
            hover.ShowsBoundaries = Settings.FindSwitch(given, "tokens.boundaries") ?? hover.ShowsBoundaries;
        }
    }

    /// <summary>What no client watches: the user's own plumb.json, and the workspace's for a client that watches nothing.</summary>
    private void WatchTokenSettings() => tokenSettingsWatcher = new ConfigurationWatcher(
        [.. new[] { options.UserFolder }.OfType<string>(), .. profile.RegistersWatchers ? [] : profile.Roots.Take(1)],
        () => Start(ReloadTokensAsync),
        log);

    /// <summary>A file was written, or came or went. While it is typed, it holds as it is on disk.</summary>
    private void OnTokenSettingsChanged(string uri)
    {
        if (LintService.IsConfiguration(DocumentUri.FileName(uri)))
        {
            Start(ReloadTokensAsync);
        }
    }

    private async Task ReloadTokensAsync()
    {
        LoadTokenSettings();
        LintAgain();
        if (profile.RefreshesLenses)
        {
            await wire.RequestAsync<NoParams, JsonElement>("workspace/codeLens/refresh", new NoParams(), scheduler.Stopping).ConfigureAwait(false);
        }

        if (profile.RefreshesInlayHints)
        {
            await wire.RequestAsync<NoParams, JsonElement>("workspace/inlayHint/refresh", new NoParams(), scheduler.Stopping).ConfigureAwait(false);
        }
    }
}
