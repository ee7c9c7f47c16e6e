using Plumb.Search.Indexing;
using Plumb.Search.Overlay;
using Plumb.Search.Storage;
using Plumb.Search.Terms;
using Plumb.Text;

namespace Plumb.Search.Ranking;

/// <summary>
/// Turns ranked chunks into hits by reading their files as they are now. A file that changed since it was indexed is
/// cut anew and the chunk is found in it by its symbol; one that is gone gives no hit.
/// </summary>
internal sealed class HitReader
{
    private const int SnippetLines = 12;
    private const int MaxLineLength = 400;

    private readonly CurrentText texts;
    private readonly IndexSnapshot snapshot;
    private readonly StoreReader reader;
    private readonly HashSet<string> wanted;
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> wantedLookup;

    // How many wanted terms an identifier has: the same few stand in every line.
    private readonly Dictionary<string, int> counted = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> countedLookup;
    private readonly Dictionary<int, Lazy<SourceFile>> sources = [];
    private readonly Dictionary<int, (FileShape Shape, FileShape? Now, TextDocument Document)?> files = [];

    public HitReader(CurrentText texts, IndexSnapshot snapshot, StoreReader reader, AnalyzedQuery query)
    {
        this.texts = texts;
        this.snapshot = snapshot;
        this.reader = reader;
        wanted = query.Terms.Where(t => !t.IsDefinition).SelectMany(t => t.Variants.Prepend(t.Text)).ToHashSet(StringComparer.Ordinal);
        wantedLookup = wanted.GetAlternateLookup<ReadOnlySpan<char>>();
        countedLookup = counted.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public IReadOnlyList<Hit> Read(IReadOnlyList<RankedChunk> ranked, CancellationToken cancellation)
    {
        ReadAhead(ranked, cancellation);
        var hits = new List<Hit>(ranked.Count);
        foreach (var item in ranked)
        {
            cancellation.ThrowIfCancellationRequested();
            if (ReadFile(item.File) is not { } file || item.Chunk >= file.Shape.Chunks.Length)
            {
                continue;
            }

            var chunk = file.Shape.Chunks[item.Chunk];
            var shape = file.Shape;
            if (file.Now is { } now)
            {
                if (Relocate(shape, chunk, now) is not { } moved || (!item.IsNear && !HoldsWanted(file.Document, moved)))
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
                Snippet(file.Document, chunk),
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

    // Two threads read the files: this one from the first hit on, the other from the last.
    private void ReadAhead(IReadOnlyList<RankedChunk> ranked, CancellationToken cancellation)
    {
        foreach (var item in ranked)
        {
            // An unsaved text is in memory.
            if (snapshot.UnsavedOf(item.File) is not null)
            {
                continue;
            }

            if (!sources.ContainsKey(item.File))
            {
                var isFree = snapshot.IsFreeOfSecrets(item.File, reader);
                sources.Add(item.File, new Lazy<SourceFile>(() => ReadNow(snapshot.Files[item.File], isFree)));
            }
        }

        if (sources.Count < 2 || Environment.ProcessorCount < 2)
        {
            return;
        }

        var order = sources.Values.Reverse().ToArray();
        _ = Task.Run(
            () =>
            {
                foreach (var source in order)
                {
                    if (cancellation.IsCancellationRequested || source.IsValueCreated)
                    {
                        return;
                    }

                    _ = source.Value;
                }
            },
            CancellationToken.None);
    }

    private SourceFile ReadNow(StoredFile file, bool isFreeOfSecrets)
    {
        var source = isFreeOfSecrets ? texts.ReadFreeOfSecrets(file) : texts.Read(file.Path);

        // The index of the lines is made on first use.
        _ = source.Document?.Lines;
        return source;
    }

    private HitPlace? PlaceOf(int file, int chunk)
    {
        var stored = snapshot.Files[file];
        return snapshot.ShapeOf(file, reader) is { } shape && chunk < shape.Chunks.Length
            ? new HitPlace(stored.Path, shape.Chunks[chunk].StartLine + 1, shape.Chunks[chunk].EndLine)
            : null;
    }

    private (FileShape Shape, FileShape? Now, TextDocument Document)? ReadFile(int index)
    {
        if (!files.TryGetValue(index, out var file))
        {
            files[index] = file = Load(index);
        }

        return file;
    }

    private (FileShape Shape, FileShape? Now, TextDocument Document)? Load(int index)
    {
        if (snapshot.UnsavedOf(index) is { } unsaved)
        {
            return (unsaved.Shape, null, unsaved.Document);
        }

        var stored = snapshot.Files[index];
        if (reader.ReadShape(stored.Id) is not { } shape || sources[index].Value is not { Document: { } document } source)
        {
            return null;
        }

        return source.Hash.AsSpan().SequenceEqual(stored.Hash) ? (shape, null, document) : (shape, ScannedFile.Of(document).Shape, document);
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
        var bestCount = chunk.IsWhole && best >= 0 && !isScope ? CountWanted(shape.Symbols[best].Name) : 0;
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

            var count = CountWanted(symbol.Name);
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
            if (CountWanted(LineOf(document, line)) > 0)
            {
                return true;
            }
        }

        return false;
    }

    // The dozen lines that hold most of the query's words; from the chunk's start when it is short.
    private string Snippet(TextDocument document, StoredChunk chunk)
    {
        var lines = document.Lines;
        var first = chunk.StartLine;
        var last = Math.Min(chunk.EndLine, lines.LineCount);
        if (last - first > SnippetLines)
        {
            var weights = new int[last - first];
            for (var i = 0; i < weights.Length; i++)
            {
                weights[i] = CountWanted(LineOf(document, first + i));
            }

            var best = 0;
            var bestSum = -1;
            var sum = 0;
            for (var end = 0; end < weights.Length; end++)
            {
                sum += weights[end] - (end >= SnippetLines ? weights[end - SnippetLines] : 0);
                var start = end + 1 - SnippetLines;
                if (start >= 0 && sum > bestSum)
                {
                    best = start;
                    bestSum = sum;
                }
            }

            first += best;
            last = first + SnippetLines;
        }

        return string.Join('\n', Enumerable.Range(first, Math.Max(0, last - first)).Select(line => LineOf(document, line).ToString()));
    }

    private static ReadOnlySpan<char> LineOf(TextDocument document, int line)
    {
        var span = document.Lines.GetLineSpan(line);
        return document.Text.AsSpan(span.Start, Math.Min(span.Length, MaxLineLength));
    }

    private int CountWanted(ReadOnlySpan<char> line)
    {
        var count = 0;
        var scanner = new IdentifierScanner(line);
        while (scanner.Next(out var identifier))
        {
            if (identifier.Length > TermTable.MaxIdentifierLength)
            {
                continue;
            }

            if (!countedLookup.TryGetValue(identifier, out var wantedTerms))
            {
                var analyzer = new TermAnalyzer(identifier);
                while (analyzer.Next(out var term))
                {
                    wantedTerms += wantedLookup.Contains(term) ? 1 : 0;
                }

                countedLookup[identifier] = wantedTerms;
            }

            count += wantedTerms;
        }

        return count;
    }
}
