using Plumb.Ask.Tools;
using Plumb.Search.Workspaces;

namespace Plumb.Ask.Kinds;

/// <summary>Finds what a task asks for, from the index and the files: no model takes part.</summary>
internal sealed class KindCollector(IWorkspaceReader index)
{
    private readonly SourceReader sources = new(index.ReadText);

    public async Task<KindEvidence> CollectAsync(KindRequest request, CancellationToken cancellation) => request.Task switch
    {
        AskTask.Explain => await Task.Run(() => Explain(request.Target, cancellation), cancellation).ConfigureAwait(false),
        AskTask.Tests => await Task.Run(() => TestMentions.Write(index, sources, request.Target, cancellation), cancellation).ConfigureAwait(false),
        AskTask.Impact => await Task.Run(() => Impact.Write(index, sources, request.Target, cancellation), cancellation).ConfigureAwait(false),
        AskTask.Summarize => await Task.Run(() => Summarize(request.Target, cancellation), cancellation).ConfigureAwait(false),
        AskTask.Diff => await DiffAsync(request.Target, cancellation).ConfigureAwait(false),
        _ => await Task.Run(() => Tour.Write(index, sources, cancellation), cancellation).ConfigureAwait(false),
    };

    // Of the folder that the target lies in; without one, of all.
    private async Task<KindEvidence> DiffAsync(string target, CancellationToken cancellation)
    {
        IReadOnlyList<WorkspaceFolder> changed = target.Length > 0 && index.Locate(target) is { } place ? [place.Folder] : index.Folders;
        var diffs = new List<(string Prefix, string? Diff)>();
        foreach (var folder in changed)
        {
            diffs.Add((folder.Prefix, await GitHistory.DiffAsync(folder.Root, cancellation).ConfigureAwait(false)));
        }

        return DiffSummary.Write(diffs, sources);
    }

    private KindEvidence Explain(string target, CancellationToken cancellation)
    {
        var (path, first, last) = KindTarget.Parse(target);
        path = KindTarget.Complete(index, path);
        var question = $"What does {target} do?";
        if (sources.Read(path) is not { } document)
        {
            return KindEvidence.Nothing(question, $"there is no text file {path} in the workspace");
        }

        return first is null
            ? Summarize(path, cancellation)
            : Explanation.Write(index, sources, question, path, document, first.Value, last!.Value, cancellation);
    }

    private KindEvidence Summarize(string target, CancellationToken cancellation)
    {
        var path = KindTarget.Complete(index, target.Replace('\\', '/').Trim('/'));
        var question = $"What is in {(path is "" or "." ? "this workspace" : path)}?";
        if (Path.IsPathRooted(target) || !KindTarget.IsInside(path))
        {
            return KindEvidence.Nothing(question, "the path leads outside of the workspace");
        }

        if (path is "" or ".")
        {
            return FolderSummary.Write(index, sources, "", question, cancellation);
        }

        if (index.Locate(path) is not { } place)
        {
            return KindEvidence.Nothing(question, $"there is no text file and no folder {path} in the workspace");
        }

        var full = Path.GetFullPath(Path.Combine(place.Folder.Root, place.Path));
        if (Directory.Exists(full))
        {
            return FolderSummary.Write(index, sources, path, question, cancellation);
        }

        if (File.Exists(full) && new FileInfo(full).LinkTarget is null && LogSummary.IsLog(full))
        {
            return LogSummary.Write(full, path, question, cancellation);
        }

        return sources.Read(path) is { } document
            ? FileSummary.Write(sources, question, path, document)
            : KindEvidence.Nothing(question, $"there is no text file and no folder {path} in the workspace");
    }
}
