using Plumb.Text;

namespace Plumb.Ask.Evidence;

/// <summary>Reads each file once, so that all that is made of it is made of the same text.</summary>
/// <param name="read">Reads a file as it is now, in the editor or on disk; null where it is gone or no text.</param>
internal sealed class DocumentCache(Func<string, TextDocument?> read)
{
    private readonly Dictionary<string, TextDocument?> documents = new(StringComparer.Ordinal);

    /// <param name="path">Posix path from the workspace root.</param>
    public TextDocument? Read(string path)
    {
        if (!documents.TryGetValue(path, out var document))
        {
            documents[path] = document = read(path);
        }

        return document;
    }
}
