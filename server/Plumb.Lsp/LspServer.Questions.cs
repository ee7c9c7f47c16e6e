using Plumb.Lsp.Features.Ask;
using Plumb.Lsp.Features.Index;
using Plumb.Lsp.Features.Questions;
using Plumb.Lsp.Protocol;
using Plumb.Text;

namespace Plumb.Lsp;

/// <summary>Questions from the text and by command, for clients that do not ask by themselves.</summary>
public sealed partial class LspServer
{
    /// <summary>
    /// How long a command is waited for before it is answered. Clients stand still meanwhile, so it is short; but what comes
    /// right behind the answer is left lying by some (Eglot 1.9, lsp-mode 8), so what is quick is done before it.
    /// </summary>
    private static readonly TimeSpan CommandPatience = TimeSpan.FromMilliseconds(250);

    private AnswerFiles answerFiles = null!;
    private QuestionRunner questionRunner = null!;

    private void CreateQuestions()
    {
        answerFiles = new AnswerFiles(options.DataHome, options.Time);
        questionRunner = new QuestionRunner(
            wire,
            documents,
            answerFiles,
            options.Time,
            async (asked, steps, cancellation) =>
            {
                var (engine, open) = await AskableAsync(cancellation).ConfigureAwait(false);
                return await AskFeature.AskAsync(engine, open, asked, wire, options.Time, cancellation, steps).ConfigureAwait(false);
            },
            path => workspace.FindFile(path));
    }

    /// <summary>True when the command is one of those here; what takes long goes on in the background.</summary>
    private async Task<bool> TryRunQuestionAsync(ExecuteCommandParams parameters)
    {
        if (parameters.Command == StatusText.Command)
        {
            await wire.NotifyAsync("window/showMessage", new ShowMessageParams { Type = MessageType.Info, Message = StatusText.Of(workspace.GetStatus()) }).ConfigureAwait(false);
            return true;
        }

        if (!QuestionCommands.All.Contains(parameters.Command))
        {
            return false;
        }

        var asked = QuestionCommands.Read(parameters);
        var abilities = new AnswerAbilities(profile.ShowsProgress, showsDocuments, profile.VersionsEdits, profile.Encoding);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Start(() => scheduler.RunBackgroundAsync(
            questions,
            async cancellation =>
            {
                try
                {
                    await questionRunner.RunAsync(parameters.Command, asked, parameters.WorkDoneToken, abilities, cancellation).ConfigureAwait(false);
                }
                finally
                {
                    done.TrySetResult();
                }

                return true;
            },
            scheduler.Stopping));
        await Task.WhenAny(done.Task, Task.Delay(CommandPatience, options.Time, scheduler.Stopping)).ConfigureAwait(false);
        return true;
    }

    /// <summary>The actions on a question, or on a selection; none for a client that has its own.</summary>
    private IEnumerable<CodeAction> QuestionsAt(TextDocument document, CodeActionParams parameters) =>
        profile.DrawsQuestions ? [] : QuestionActions.Get(document, parameters, profile.Encoding, profile.AppliesEdits, workspace.FindOwner(parameters.TextDocument.Uri) is not null);

    private IEnumerable<CodeLens> QuestionLenses(TextDocument document, string uri) => profile.DrawsQuestions ? [] : QuestionActions.Lenses(document, uri);

    /// <summary>Null for what is no page of an answer.</summary>
    private IReadOnlyList<Location>? CitedAt(TextDocument document, Protocol.Position at) =>
        answerFiles.IsPage(document.Path) ? AnswerLinks.Definition(document, at, profile.Encoding) : null;

    /// <summary>Folders that an editor takes for a workspace because it opened an answer in them are none.</summary>
    private IEnumerable<string> WithoutAnswers(IEnumerable<string> folders) => folders.Where(folder => !answerFiles.IsFolder(Path.TrimEndingDirectorySeparator(folder)));
}
