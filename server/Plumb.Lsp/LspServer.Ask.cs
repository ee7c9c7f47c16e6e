using Plumb.Ask;
using Plumb.Ask.Settings;
using Plumb.Lsp.Features.Ask;
using Plumb.Lsp.Features.Index;
using Plumb.Lsp.Protocol;
using Plumb.Lsp.Wire;

namespace Plumb.Lsp;

/// <summary>Questions, what would be sent for them, and which model is asked.</summary>
public sealed partial class LspServer
{
    private readonly Lock choosing = new();
    private EditorModel? editorModel;
    private ModelRequest? chosenModel;

    private void RegisterAsk()
    {
        wire.OnRequest<AskParams, AskResult>(PlumbMethods.Ask, (p, cancellation) => scheduler.RunBackgroundAsync(
            questions,
            async c => workspace.Paths is { } paths
                ? await AskFeature.AskAsync(await EngineAsync(c).ConfigureAwait(false), paths, p, wire, options.Time, c).ConfigureAwait(false)
                : new AskResult("No folder is open. Open the folder that you want to ask about, then ask again.", "notFound", [], [], 0),
            cancellation));
        wire.OnRequest<AskParams, ShowPromptResult>(AskMethods.ShowPrompt, (p, cancellation) => scheduler.RunBackgroundAsync(
            questions,
            async c => AskFeature.Show(await (await EngineAsync(c).ConfigureAwait(false)).PreviewAsync(AskFeature.QuestionOf(OpenPaths(), p), c).ConfigureAwait(false)),
            cancellation));
        wire.OnRequest<CheckAnswerParams, CheckAnswerResult>(AskMethods.CheckAnswer, (p, cancellation) =>
            scheduler.RunReadAsync(OpenPaths, (paths, _) => AskFeature.CheckAnswer(paths, p), cancellation));
        wire.OnRequest<SetModelParams, SetModelResult>(AskMethods.SetModel, async (p, cancellation) =>
        {
            var request = new ModelRequest(p.Provider, p.Model, p.Endpoint, p.ApiKey);
            var engine = await EngineAsync(cancellation).ConfigureAwait(false);
            lock (choosing)
            {
                chosenModel = request;
                var (model, problem) = engine.UseModel(request);
                return new SetModelResult(model, problem);
            }
        });

        // The client's, for a chat that the server asked for.
        wire.OnNotification<ProgressParams>("$/progress", p => editorModel?.OnProgress(p));
    }

    private WorkspacePaths OpenPaths() => workspace.Paths ?? throw new RequestFailedException("No folder is open: questions need one.");

    /// <summary>The engine of the open folder, with the editor's model where the client has one.</summary>
    private async Task<AskEngine> EngineAsync(CancellationToken cancellation)
    {
        OpenPaths();
        var engine = await workspace.GetAskAsync(cancellation).ConfigureAwait(false);
        lock (choosing)
        {
            if (profile.Chats && engine.EditorModel is null)
            {
                engine.EditorModel = editorModel ??= new EditorModel(wire, options.Time);
                if (chosenModel is not null)
                {
                    engine.UseModel(chosenModel);
                }
            }
        }

        return engine;
    }
}
