using System.Globalization;
using Plumb.Lsp.Protocol;
using Plumb.Lsp.Wire;
using Plumb.Search;
using Plumb.Search.Discovery;

namespace Plumb.Lsp.Features.Index;

/// <summary><c>plumb/why</c>: whether a file is indexed, and what keeps it out when it is not.</summary>
internal static class WhyFeature
{
    public static WhyResult Explain(string uri, (WorkspaceService Folder, string Relative)? place, CancellationToken cancellation)
    {
        if (place is not var (folder, path))
        {
            return Without("outside", null, null, "it lies in none of the open folders, or is version control's own", $"{uri} is not indexed: it lies in none of the open folders, or is version control's own.");
        }

        if (folder.Index is not { } index)
        {
            var message = folder.LastStatus.Message ?? "The index is not open yet.";
            return Without(folder.LastStatus.State == "disabled" ? "disabled" : "unopened", folder.Root, path, message.TrimEnd('.'), $"{path} is not indexed: {message}");
        }

        PathVerdict verdict;
        try
        {
            verdict = index.Judge(path, cancellation);
        }
        catch (WorkspaceException e)
        {
            throw new RequestFailedException(e.Message, e);
        }

        var isFound = verdict.State is "indexed" or "unsaved";
        var sentence = verdict.State switch
        {
            "skipped" when verdict.By != verdict.Path => $"{path} is not indexed: the folder {verdict.By} is skipped ({verdict.Detail}).",
            "skipped" => $"{path} is not indexed: {verdict.Detail}.",
            "indexed" or "unsaved" => string.Create(CultureInfo.InvariantCulture, $"{path} is indexed in {verdict.Chunks} chunks: {verdict.Detail}."),
            _ => $"{path} is not indexed: {verdict.Detail}.",
        };
        return new WhyResult(
            isFound, verdict.State, folder.Root, path, verdict.Reason == SkipReason.None ? null : verdict.Reason.ToString(), verdict.By, verdict.Detail, sentence, verdict.Chunks);
    }

    private static WhyResult Without(string state, string? root, string? path, string detail, string message) =>
        new(false, state, root, path, null, path, detail, message, 0);
}
