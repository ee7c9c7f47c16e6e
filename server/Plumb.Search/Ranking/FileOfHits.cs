using Plumb.Search.Indexing;
using Plumb.Search.Overlay;
using Plumb.Search.Storage;
using Plumb.Text;

namespace Plumb.Search.Ranking;

/// <summary>A file in which there are hits: its shape as it was indexed, and what is read of it now.</summary>
internal sealed class FileOfHits(StoredFile row, FileShape shape, bool isFreeOfSecrets)
{
    private Dictionary<int, TextDocument>? cut;

    /// <summary>As it was indexed.</summary>
    public FileShape Shape => shape;

    /// <summary>The numbers of the chunks that were found.</summary>
    public List<int> Wanted { get; } = [];

    /// <summary>Its whole text, where it had to be read; null when it is gone.</summary>
    public TextDocument? Document { get; set; }

    /// <summary>Its shape now, where it changed.</summary>
    public FileShape? Now { get; private set; }

    /// <summary>The text that holds a chunk, and the number of its first line in the file.</summary>
    public (TextDocument Document, int FirstLine)? Find(int chunk) =>
        chunk >= shape.Chunks.Length ? null
        : cut is not null ? (cut[chunk], shape.Chunks[chunk].StartLine)
        : Document is not null ? (Document, 0)
        : null;

    public void Read(CurrentText texts)
    {
        if (isFreeOfSecrets && texts.CutUnchanged(row, [.. Wanted.Select(c => (shape.Chunks[c].StartLine, shape.Chunks[c].EndLine))]) is { } pieces)
        {
            cut = [];
            for (var i = 0; i < pieces.Length; i++)
            {
                cut[Wanted[i]] = new TextDocument(row.Path, LanguageTable.PlainText, 0, pieces[i]);
            }

            return;
        }

        var source = texts.Read(row.Path);
        Document = source.Document;
        _ = Document?.Lines;
        Now = source.Document is null || source.Hash.AsSpan().SequenceEqual(row.Hash) ? null : ScannedFile.Of(source.Document).Shape;
    }
}
