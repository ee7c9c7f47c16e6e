using Plumb.Search.Embedding;
using Plumb.Search.Indexing;

namespace Plumb.Search.Overlay;

/// <summary>One text that is laid over a file. It is read and cut when a query first needs it, and kept for the next ones.</summary>
internal sealed class OverlayFile(string path, string text)
{
    private readonly Lock gate = new();
    private SourceFile? source;
    private OverlaySegment? segment;

    public string Path => path;

    public string Text => text;

    /// <summary>The text as the index would read it from disk, or why it would not be indexed.</summary>
    public SourceFile Source
    {
        get
        {
            lock (gate)
            {
                return source ??= SourceFile.OfText(path, text);
            }
        }
    }

    /// <summary>Its chunks, postings and vectors; null when nothing of it would be indexed.</summary>
    /// <param name="builtIn">The index's embedder of terms.</param>
    public OverlaySegment? Segment(ITermEmbedder? builtIn)
    {
        if (Source is not { Document: { } document } read)
        {
            return null;
        }

        lock (gate)
        {
            return segment ??= OverlaySegment.Of(document, read.Hash, builtIn);
        }
    }
}
