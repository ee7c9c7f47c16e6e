using System.Collections.Concurrent;
using System.Globalization;
using Plumb.Ask;
using Plumb.Lsp.Documents;
using Plumb.Lsp.Features.Index;
using Plumb.Lsp.Protocol;
using Plumb.Lsp.Wire;
using Plumb.Search;
using Plumb.Text;

namespace Plumb.Lsp.Features.Questions;

/// <summary>What a client can do with an answer.</summary>
/// <param name="ShowsProgress">It shows progress bars that the server begins.</param>
/// <param name="ShowsDocuments">It opens documents.</param>
/// <param name="VersionsEdits">It checks the version that an edit is for.</param>
internal sealed record AnswerAbilities(bool ShowsProgress, bool ShowsDocuments, bool VersionsEdits, PositionEncoding Encoding);

/// <summary>
/// Runs the commands that ask: with a progress bar that the user may cancel, and then with the answer as a page, or as a
/// comment in the text. A client that can be shown no page is told where it is.
/// </summary>
/// <param name="ask">Answers a question.</param>
/// <param name="uriOf">The URI of a path of an answer; null where it is no file of the workspace.</param>
internal sealed class QuestionRunner(
    IClient client, DocumentStore documents, AnswerFiles files, TimeProvider time, Func<AskParams, IProgress<AskStep>, CancellationToken, Task<AskResult>> ask, Func<string, string?> uriOf)
{
    private readonly ConcurrentDictionary<string, WorkDoneProgress> running = new(StringComparer.Ordinal);
    private int next;

    /// <summary>The user's cancel button.</summary>
    public void Cancel(StringOrInteger token)
    {
        if (running.TryGetValue(token.ToString(), out var progress))
        {
            progress.Cancel();
        }
    }

    /// <param name="command">One of <see cref="QuestionCommands"/>.</param>
    /// <param name="asked">Its argument.</param>
    /// <param name="given">The client's own token for the progress, where it sent one.</param>
    public async Task RunAsync(string command, AskParams asked, StringOrInteger? given, AnswerAbilities abilities, CancellationToken cancellation)
    {
        var inserts = command == QuestionCommands.Insert;

        // The line of the comment says where to write, and is no evidence for what is asked in it.
        if (await AnswerAsync(inserts ? asked with { Selection = null } : asked, given, abilities, cancellation).ConfigureAwait(false) is not { } result)
        {
            return;
        }

        if (inserts && await AnswerInsertion.InsertAsync(client, documents, asked, result, abilities.VersionsEdits, abilities.Encoding, cancellation).ConfigureAwait(false))
        {
            return;
        }

        await ShowAsync(QuestionCommands.Title(asked), result, abilities, inserts, cancellation).ConfigureAwait(false);
    }

    private async Task<AskResult?> AnswerAsync(AskParams asked, StringOrInteger? given, AnswerAbilities abilities, CancellationToken cancellation)
    {
        var token = given ?? string.Create(CultureInfo.InvariantCulture, $"plumb/answer/{Interlocked.Increment(ref next)}");
        using var progress = await WorkDoneProgress.BeginAsync(client, abilities.ShowsProgress, token, "Plumb: " + QuestionCommands.Title(asked), time, cancellation, counts: false, isGiven: given is not null).ConfigureAwait(false);
        running[token.ToString()] = progress;
        try
        {
            // Who cancels does not wait for a model to notice.
            var answering = ask(asked, new StepReporter(progress), progress.Cancellation);
            _ = answering.ContinueWith(left => _ = left.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            var result = await answering.WaitAsync(progress.Cancellation).ConfigureAwait(false);
            await progress.EndAsync("Answered").ConfigureAwait(false);
            return result;
        }
        catch (OperationCanceledException) when (progress.Cancellation.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            await progress.EndAsync("Stopped").ConfigureAwait(false);
            return null;
        }
        catch (Exception e) when (e is RequestFailedException or WorkspaceException)
        {
            await progress.EndAsync("Not answered").ConfigureAwait(false);
            await TellAsync(MessageType.Warning, $"The question was not answered. {e.Message}").ConfigureAwait(false);
            return null;
        }
        finally
        {
            running.TryRemove(token.ToString(), out _);
        }
    }

    private async Task ShowAsync(string title, AskResult result, AnswerAbilities abilities, bool inserts, CancellationToken cancellation)
    {
        var (text, kind) = (ShortAnswer.Summary(result), MessageType.Info);
        try
        {
            var path = files.Write(title, AnswerPage.Write(title, result, uriOf));
            if (abilities.ShowsDocuments && await OpensAsync(path, cancellation).ConfigureAwait(false))
            {
                return;
            }

            // The place comes first: what is too long for the editor's last line is cut off.
            text = $"The answer is in {path}: {text}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            (text, kind) = ($"{text} The whole answer cannot be written to {files.Folder}: {e.Message}", MessageType.Warning);
        }

        await TellAsync(kind, inserts ? "The answer could not be inserted. " + text : text).ConfigureAwait(false);
    }

    private async Task<bool> OpensAsync(string path, CancellationToken cancellation)
    {
        try
        {
            var shown = await client.RequestAsync<ShowDocumentParams, ShowDocumentResult>(
                "window/showDocument", new ShowDocumentParams { Uri = DocumentUri.FromPath(path), TakeFocus = true }, cancellation).ConfigureAwait(false);
            return shown?.Success == true;
        }
        catch (RequestFailedException)
        {
            return false;
        }
    }

    private Task TellAsync(MessageType kind, string message) => client.NotifyAsync("window/showMessage", new ShowMessageParams { Type = kind, Message = message });

    /// <summary>Steps are told as they are done; messages leave in the order of the calls.</summary>
    private sealed class StepReporter(WorkDoneProgress progress) : IProgress<AskStep>
    {
        public void Report(AskStep value) => _ = progress.ReportAsync($"{value.Name}: {value.Detail}", percentage: null);
    }
}
