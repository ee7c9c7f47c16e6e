using System.Text.Json;
using Plumb.Lsp.Documents;
using Plumb.Lsp.Features.Index;
using Plumb.Lsp.Protocol;
using Plumb.Lsp.Session;
using Plumb.Lsp.Wire;

namespace Plumb.Lsp;

/// <summary>What the client says about files, folders and settings, and what the user does with the index.</summary>
public sealed partial class LspServer
{
    private const string IndexSection = "plumb";

    private static FileOperationRegistrationOptions AllFiles => new() { Filters = [new FileOperationFilter { Scheme = "file", Pattern = new FileOperationPattern { Glob = "**/*" } }] };

    private static FileOperationOptions FileOperations => new() { DidCreate = AllFiles, DidRename = AllFiles, DidDelete = AllFiles };

    private void RegisterWorkspace()
    {
        // Files
        Sync<DidSaveTextDocumentParams>("textDocument/didSave", p => OnFilesChanged([p.TextDocument.Uri], saved: true));
        Sync<DidChangeWatchedFilesParams>("workspace/didChangeWatchedFiles", p =>
        {
            OnFilesChanged(p);
            OnFilesChanged(p.Changes.Select(c => c.Uri), saved: false);
        });
        Sync<CreateFilesParams>("workspace/didCreateFiles", p => OnFilesChanged(p.Files.Select(f => f.Uri), saved: true));
        Sync<RenameFilesParams>("workspace/didRenameFiles", p => OnFilesChanged(p.Files.SelectMany(f => new[] { f.OldUri, f.NewUri }), saved: true));
        Sync<DeleteFilesParams>("workspace/didDeleteFiles", p => OnFilesChanged(p.Files.Select(f => f.Uri), saved: true));

        // Folders and settings
        Sync<DidChangeWorkspaceFoldersParams>("workspace/didChangeWorkspaceFolders", p => workspace.ChangeFolders(
            WithoutAnswers(p.Event.Added.Select(f => DocumentUri.ToPath(f.Uri)).OfType<string>()),
            p.Event.Removed.Select(f => DocumentUri.ToPath(f.Uri)).OfType<string>()));
        wire.OnNotification<DidChangeConfigurationParams>("workspace/didChangeConfiguration", p => Start(() => OnSettingsChangedAsync(p.Settings)));

        // The index
        Read<NoParams, Workspaces, StatusResult>(PlumbMethods.Status, _ => workspace, (_, all, _) => all.GetStatus());
        Control(PlumbMethods.Pause, folder => folder.PauseAsync());
        Control(PlumbMethods.Resume, folder => folder.ResumeAsync());
        wire.OnRequest<RootParams, CancelResult>(PlumbMethods.Cancel, (p, _) =>
        {
            var cancelled = false;
            foreach (var folder in workspace.Select(p.Root))
            {
                cancelled |= folder.Cancel();
            }

            return Task.FromResult(new CancelResult(cancelled, workspace.GetStatus()));
        });
        wire.OnRequest<RootParams, StatusResult>(PlumbMethods.Clear, (p, cancellation) => scheduler.RunBackgroundAsync(
            rebuilds,
            async c =>
            {
                await Task.WhenAll(workspace.Select(p.Root).Select(folder => folder.ClearAsync(c))).ConfigureAwait(false);
                return workspace.GetStatus();
            },
            cancellation));
        wire.OnRequest<WhyParams, WhyResult>(PlumbMethods.Why, async (p, cancellation) => await scheduler.RunReadAsync(
            () => workspace.FindAround(p.Uri),
            (place, c) => WhyFeature.Explain(p.Uri, place, c),
            cancellation).ConfigureAwait(false));
        wire.OnRequest<RootParams, StatusResult>(PlumbMethods.Rebuild, (p, cancellation) => scheduler.RunBackgroundAsync(
            rebuilds,
            async c =>
            {
                await Task.WhenAll(workspace.Select(p.Root).Select(folder => folder.RebuildAsync(c))).ConfigureAwait(false);
                return workspace.GetStatus();
            },
            cancellation));
        Sync<WorkDoneProgressCancelParams>("window/workDoneProgress/cancel", p =>
        {
            workspace.CancelProgress(p.Token);
            questionRunner.Cancel(p.Token);
        });
    }

    private void Control(string method, Func<WorkspaceService, Task> act) =>
        wire.OnRequest<RootParams, StatusResult>(method, async (p, _) =>
        {
            await Task.WhenAll(workspace.Select(p.Root).Select(act)).ConfigureAwait(false);
            return await Task.Run(workspace.GetStatus).ConfigureAwait(false);
        });

    private void OnFilesChanged(IEnumerable<string> uris, bool saved)
    {
        foreach (var uri in uris)
        {
            OnConfigurationChanged(uri);
            OnFileWritten(uri);
            OnTokenSettingsChanged(uri);
            workspace.OnFileChanged(uri, saved);
        }
    }

    private async Task OnSettingsChangedAsync(JsonElement pushed)
    {
        ApplyTokenSettings(pushed);
        workspace.Apply(profile.GivesConfiguration ? await ReadSettingsAsync().ConfigureAwait(false) : profile.Index.With(pushed));
    }

    /// <summary>Asks the client for its settings; one that does not answer in time means what it said at the start.</summary>
    private async Task<IndexSettings> ReadSettingsAsync()
    {
        if (!profile.GivesConfiguration)
        {
            return profile.Index;
        }

        try
        {
            var answer = await wire.RequestAsync<ConfigurationParams, JsonElement>(
                "workspace/configuration",
                new ConfigurationParams { Items = [new ConfigurationItem { Section = IndexSection }] },
                scheduler.Stopping).WaitAsync(ConfigurationPatience, options.Time, scheduler.Stopping).ConfigureAwait(false);
            if (answer.ValueKind != JsonValueKind.Array || answer.GetArrayLength() == 0)
            {
                return profile.Index;
            }

            ApplyTokenSettings(answer[0]);
            return profile.Index.With(answer[0]);
        }
        catch (Exception e) when (e is RequestFailedException or TimeoutException)
        {
            log.Information("The client gave no configuration: {Error}", e.Message);
            return profile.Index;
        }
    }
}
