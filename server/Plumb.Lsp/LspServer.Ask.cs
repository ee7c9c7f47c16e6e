using Plumb.Ask;
using Plumb.Ask.Ledger;
using Plumb.Ask.Settings;
using Plumb.Lsp.Features.Ask;
using Plumb.Lsp.Features.Index;
using Plumb.Lsp.Protocol;
using Plumb.Lsp.Wire;
using Plumb.Search;
using Plumb.Text;

namespace Plumb.Lsp;

/// <summary>Questions, what would be sent for them, and which model is asked.</summary>
public sealed partial class LspServer
{
    private readonly Lock choosing = new();
    private EditorModel? editorModel;
    private ModelRequest? chosenModel;
    private AskEngine? known;

    private void RegisterAsk()
    {
        wire.OnRequest<AskParams, AskResult>(PlumbMethods.Ask, (p, cancellation) => scheduler.RunBackgroundAsync(
            questions,
            async c =>
            {
                if (workspace.Paths is null)
                {
                    return new AskResult("No folder is open. Open the folder that you want to ask about, then ask again.", "notFound", [], [], 0);
                }

                var (engine, open) = await AskableAsync(c).ConfigureAwait(false);
                return await AskFeature.AskAsync(engine, open, p, wire, options.Time, c).ConfigureAwait(false);
            },
            cancellation));
        wire.OnRequest<AskParams, ShowPromptResult>(AskMethods.ShowPrompt, (p, cancellation) => scheduler.RunBackgroundAsync(
            questions,
            async c =>
            {
                var (engine, open) = await AskableAsync(c).ConfigureAwait(false);
                return await AskFeature.ShowPromptAsync(engine, open, p, c).ConfigureAwait(false);
            },
            cancellation));
        wire.OnRequest<CheckAnswerParams, CheckAnswerResult>(AskMethods.CheckAnswer, async (p, cancellation) =>
        {
            // An answer can be checked without an index: then the files are as they lie on disk.
            var paths = OpenPaths();
            var open = await workspace.FindOpenAsync(cancellation).ConfigureAwait(false);
            return await scheduler.RunReadAsync<Func<string, TextDocument?>, CheckAnswerResult>(
                () => open is null ? path => WorkspaceText.Read(paths.ToAbsolute(""), path) : open.Reader.ReadText,
                (read, _) => AskFeature.CheckAnswer(read, p),
                cancellation).ConfigureAwait(false);
        });
        wire.OnRequest<SetModelParams, SetModelResult>(AskMethods.SetModel, async (p, cancellation) =>
        {
            var request = new ModelRequest(p.Provider, p.Model, p.Endpoint, p.ApiKey);
            var (engine, _) = await AskableAsync(cancellation).ConfigureAwait(false);
            lock (choosing)
            {
                chosenModel = request;
                var (model, problem) = engine.UseModel(request);
                return new SetModelResult(model, problem);
            }
        });

        wire.OnRequest<FeedbackParams, FeedbackResult>(AskMethods.Feedback, async (p, cancellation) =>
        {
            var open = workspace.Paths is null ? null : await workspace.FindOpenAsync(cancellation).ConfigureAwait(false);
            var roots = workspace.Folders.Select(folder => folder.Root).ToList();
            return await scheduler.RunReadAsync(() => open, (snapshot, _) => FeedbackFeature.Save(snapshot, roots, p, options), cancellation).ConfigureAwait(false);
        });
        wire.OnRequest<UsageParams, UsageReport>(AskMethods.Usage, (p, cancellation) => scheduler.RunReadAsync(() => p.Days ?? UsageReport.DefaultDays, (days, _) => FeedbackFeature.ReadUsage(days, options), cancellation));

        // The client's, for a chat that the server asked for.
        wire.OnNotification<ProgressParams>("$/progress", p => editorModel?.OnProgress(p));
    }

    private WorkspacePaths OpenPaths() => workspace.Paths ?? throw new RequestFailedException("No folder is open: questions need one.");

    /// <summary>The engine of the open folders, with the editor's model where the client has one, and with the model that the client named.</summary>
    private async Task<(AskEngine Engine, OpenWorkspace Workspace)> AskableAsync(CancellationToken cancellation)
    {
        OpenPaths();
        var (engine, open) = await workspace.GetAskAsync(cancellation).ConfigureAwait(false);
        lock (choosing)
        {
            // There is a new one after folders came or went.
            if (!ReferenceEquals(engine, known))
            {
                known = engine;
                if (profile.Chats)
                {
                    engine.EditorModel = editorModel ??= new EditorModel(wire, options.Time, profile.ChatsWithTools);
                }

                if (chosenModel is not null)
                {
                    engine.UseModel(chosenModel);
                }
            }
        }

        return (engine, open);
    }
}
