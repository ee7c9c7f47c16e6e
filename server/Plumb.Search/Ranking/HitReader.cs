using Plumb.Search.Overlay;
using Plumb.Search.Storage;
using Plumb.Text;

namespace Plumb.Search.Ranking;

/// <summary>
/// Turns ranked chunks into hits by reading their files as they are now. A file that changed since it was indexed is
/// cut anew and the chunk is found in it by its symbol; one that is gone gives no hit.
/// </summary>
internal sealed class HitReader
{
    private readonly CurrentText texts;
    private readonly IndexSnapshot snapshot;
    private readonly StoreReader reader;
    private readonly WantedTerms wanted;
    private readonly Dictionary<int, FileOfHits> files = [];

    public HitReader(CurrentText texts, IndexSnapshot snapshot, StoreReader reader, AnalyzedQuery query)
    {
        this.texts = texts;
        this.snapshot = snapshot;
        this.reader = reader;
        wanted = new WantedTerms(query);
    }

    public IReadOnlyList<Hit> Read(IReadOnlyList<RankedChunk> ranked, CancellationToken cancellation)
    {
        ReadFiles(ranked, cancellation);
        var hits = new List<Hit>(ranked.Count);
        foreach (var item in ranked)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!files.TryGetValue(item.File, out var file) || file.Find(item.Chunk) is not { } text)
            {
                continue;
            }

            var chunk = file.Shape.Chunks[item.Chunk];
            var shape = file.Shape;
            if (file.Now is { } now)
            {
                if (Relocate(shape, chunk, now) is not { } moved || (!item.IsNear && !HoldsWanted(text.Document, moved)))
                {
                    continue;
                }

                chunk = moved;
                shape = now;
            }

            var hit = new Hit(
                snapshot.Files[item.File].Path,
                chunk.StartLine + 1,
                chunk.EndLine,
                shape.PathOf(SymbolOf(shape, chunk)),
                snapshot.Files[item.File].Language,
                item.Score,
                Snippet.Of(text.Document, chunk.StartLine - text.FirstLine, chunk.EndLine - text.FirstLine, wanted),
                item.Signals)
            {
                Similarity = item.IsNear ? item.Cosine : null,
                Duplicates = [.. item.Duplicates.Select(d => PlaceOf(d.File, d.Chunk)).OfType<HitPlace>()],
            };
            if (!hits.Any(h => h.Path == hit.Path && h.StartLine == hit.StartLine && h.EndLine == hit.EndLine))
            {
                hits.Add(hit);
            }
        }

        return hits;
    }

    // Shapes are read here, since a reader of the store is for one thread; the texts by all threads that are free.
    private void ReadFiles(IReadOnlyList<RankedChunk> ranked, CancellationToken cancellation)
    {
        var toRead = new List<FileOfHits>();
        foreach (var item in ranked)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!files.TryGetValue(item.File, out var file))
            {
                if (snapshot.UnsavedOf(item.File) is { } unsaved)
                {
                    file = new FileOfHits(snapshot.Files[item.File], unsaved.Shape, isFreeOfSecrets: false) { Document = unsaved.Document };
                }
                else if (reader.ReadShape(snapshot.Files[item.File].Id) is { } shape)
                {
                    file = new FileOfHits(snapshot.Files[item.File], shape, snapshot.IsFreeOfSecrets(item.File, reader));
                    toRead.Add(file);
                }
                else
                {
                    continue;
                }

                files.Add(item.File, file);
            }

            if (item.Chunk < file.Shape.Chunks.Length)
            {
                file.Wanted.Add(item.Chunk);
            }
        }

        SharedWork.Start(toRead.Count, i => toRead[i].Read(texts)).Finish();
    }

    private HitPlace? PlaceOf(int file, int chunk)
    {
        var stored = snapshot.Files[file];
        return snapshot.ShapeOf(file, reader) is { } shape && chunk < shape.Chunks.Length
            ? new HitPlace(stored.Path, shape.Chunks[chunk].StartLine + 1, shape.Chunks[chunk].EndLine)
            : null;
    }

    // The same symbol if it is still there, nearest to where it was; otherwise nothing: a stale hit is worse than none.
    private static StoredChunk? Relocate(FileShape was, StoredChunk chunk, FileShape now)
    {
        var symbol = was.PathOf(chunk.Symbol);
        StoredChunk? best = null;
        foreach (var candidate in now.Chunks)
        {
            if (now.PathOf(candidate.Symbol) == symbol
                && (best is null || Math.Abs(candidate.StartLine - chunk.StartLine) < Math.Abs(best.Value.StartLine - chunk.StartLine)))
            {
                best = candidate;
            }
        }

        return best;
    }

    // What the hit is called: the chunk's own symbol when its name was asked for, else the declaration in it whose name
    // says most of the query. A chunk of several small members would otherwise be called after its type or namespace.
    private int SymbolOf(FileShape shape, StoredChunk chunk)
    {
        var best = chunk.Symbol;
        var isScope = best >= 0 && shape.Symbols[best].Kind is (Text.DeclarationKind.Namespace or Text.DeclarationKind.Module);
        var bestCount = chunk.IsWhole && best >= 0 && !isScope ? wanted.CountIn(shape.Symbols[best].Name) : 0;
        if (bestCount > 0)
        {
            return best;
        }

        for (var i = 0; i < shape.Symbols.Length; i++)
        {
            var symbol = shape.Symbols[i];
            if (symbol.NameLine < chunk.StartLine || symbol.NameLine >= chunk.EndLine || symbol.Kind is Text.DeclarationKind.Namespace or Text.DeclarationKind.Module)
            {
                continue;
            }

            var count = wanted.CountIn(symbol.Name);
            if (count > bestCount)
            {
                best = i;
                bestCount = count;
            }
        }

        return best;
    }

    private bool HoldsWanted(TextDocument document, StoredChunk chunk)
    {
        for (var line = chunk.StartLine; line < Math.Min(chunk.EndLine, document.Lines.LineCount); line++)
        {
            if (wanted.CountIn(Snippet.LineOf(document, line)) > 0)
            {
                return true;
            }
        }

        return false;
    }
}
