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
            return Without("outside", null, null, "it lies in none of the open folders", $"{uri} is not indexed: it lies in none of the open folders.");
        }

        if (folder.Index is not { } index)
        {
            var message = folder.LastStatus.Message ?? "The index is not open yet.";
            return Without(folder.LastStatus.State == "disabled" ? "disabled" : "unopened", folder.Root, path, message.TrimEnd('.'), $"{path} is not indexed: {message}");
        }

        PathExplanation why;
        try
        {
            why = index.Explain(path, cancellation);
        }
        catch (WorkspaceException e)
        {
            throw new RequestFailedException(e.Message, e);
        }

        var sentence = why.State switch
        {
            PathState.Skipped when why.By.TrimEnd('/') != path => $"{path} is not indexed: the folder {why.By} is skipped ({why.Detail}).",
            PathState.Indexed => $"{path} is indexed: {why.Detail}.",
            PathState.Changed or PathState.Unsaved => string.Create(CultureInfo.InvariantCulture, $"{path} is indexed in {why.Chunks} chunks: {why.Detail}."),
            PathState.Folder => $"{path} is a folder: {why.Detail}.",
            _ => $"{path} is not indexed: {why.Detail}.",
        };
        return new WhyResult(
            why.IsFound, NameOf(why.State), folder.Root, path, why.Reason == SkipReason.None ? null : why.Reason.ToString(), why.By, why.Detail, sentence, why.Chunks);
    }

    private static string NameOf(PathState state) => state switch
    {
        PathState.Indexed or PathState.Changed => "indexed",
        PathState.Absent => "missing",
        var other => other.ToString().ToLowerInvariant(),
    };

    private static WhyResult Without(string state, string? root, string? path, string detail, string message) =>
        new(false, state, root, path, null, path, detail, message, 0);
}
