using System.Buffers;
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

    private static readonly SearchValues<char> NoWords = SearchValues.Create(" \t\r{}()[];,*/#-=+\"'`<>!|~_.:");

    private readonly CurrentText texts;
    private readonly IndexSnapshot snapshot;
    private readonly StoreReader reader;
    private readonly HashSet<string> wanted;
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> wantedLookup;

    // How many wanted terms an identifier has: the same few stand in every line.
    private readonly Dictionary<string, int> counted = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> countedLookup;
    private readonly Dictionary<int, FileOfHits> files = [];

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
                Snippet(text, chunk),
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
    private string Snippet((TextDocument Document, int FirstLine) text, StoredChunk chunk)
    {
        var document = text.Document;
        var first = chunk.StartLine - text.FirstLine;
        var last = Math.Min(chunk.EndLine - text.FirstLine, document.Lines.LineCount);
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

            // A line without a word says nothing at the front: what closes the block before, the middle of a comment.
            while (best < weights.Length - 1 && !HoldsWord(LineOf(document, first + best)))
            {
                best++;
            }

            (first, last) = (first + best, Math.Min(last, first + best + SnippetLines));
        }

        return string.Join('\n', Enumerable.Range(first, Math.Max(0, last - first)).Select(line => LineOf(document, line).ToString()));
    }

    private static bool HoldsWord(ReadOnlySpan<char> line)
    {
        var text = line.Trim();
        return text is not "end" && text.IndexOfAnyExcept(NoWords) >= 0;
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

    /// <summary>A file in which there are hits: its shape as it was indexed, and what is read of it now.</summary>
    private sealed class FileOfHits(StoredFile row, FileShape shape, bool isFreeOfSecrets)
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
}
