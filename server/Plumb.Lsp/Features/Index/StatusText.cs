using System.Globalization;
using Plumb.Lsp.Protocol;

namespace Plumb.Lsp.Features.Index;

/// <summary>The state of the index in a sentence, for clients that show messages and know no status bar.</summary>
internal static class StatusText
{
    /// <summary>Tells the state; takes no argument.</summary>
    public const string Command = "plumb.tellStatus";

    public static string Of(StatusResult status)
    {
        var said = status.State switch
        {
            "noFolder" => "no folder is open",
            "disabled" => "the index is switched off",
            "starting" => "the index is being opened",
            "absent" => "the folder is not indexed",
            "indexing" when status.FilesTotal > 0 => string.Create(CultureInfo.InvariantCulture, $"indexing, {status.FilesDone:N0} of {status.FilesTotal:N0} files"),
            "indexing" => "indexing",
            "error" => "there is no index",
            _ => string.Create(CultureInfo.InvariantCulture, $"{status.Files:N0} {(status.Files == 1 ? "file" : "files")}, {status.Symbols:N0} symbols{(status.State == "partial" ? ", not all there is" : "")}{(status.Paused ? ", paused" : "")}"),
        };
        return $"Plumb: {said}.{(status.Message is { Length: > 0 } message ? " " + message : "")}{(status.EmbedderProblem is { Length: > 0 } problem ? " " + problem : "")}";
    }
}
