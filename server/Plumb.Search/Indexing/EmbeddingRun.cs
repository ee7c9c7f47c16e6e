using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Plumb.Search.Embedding;
using Plumb.Search.Storage;
using Plumb.Text;

namespace Plumb.Search.Indexing;

/// <summary>
/// Gives every segment the vectors of an embedder that reads texts. What it embeds goes into the cache batch by batch, so
/// that a run which is cut short goes on where it was; a segment gets its vectors when all its chunks have theirs, and
/// queries go on with the vectors of before until enough segments have them.
/// </summary>
internal sealed class EmbeddingRun
{
    // About 400,000 vectors of 512 numbers.
    private const long MaxCacheBytes = 256 << 20;

    private readonly WorkspaceOptions options;
    private readonly Store store;
    private readonly IEmbedder embedder;
    private readonly IProgress<IndexProgress>? progress;
    private readonly long run = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
    private int done;
    private int total;
    private int embedded;
    private int reused;

    private EmbeddingRun(WorkspaceOptions options, Store store, IEmbedder embedder, IProgress<IndexProgress>? progress)
    {
        this.options = options;
        this.store = store;
        this.embedder = embedder;
        this.progress = progress;
    }

    /// <summary>Embeds what has no vector yet; ends early with a problem when the embedder fails.</summary>
    /// <param name="options">The workspace and its embedder.</param>
    /// <param name="store">Its store.</param>
    /// <param name="folder">The store's folder, where the lock lies; null for one in memory.</param>
    /// <param name="embedder">Whose vectors are wanted.</param>
    /// <param name="progress">Told in chunks.</param>
    /// <param name="cancellation">Stops between batches; what was embedded until then is kept.</param>
    public static async Task<EmbeddingReport> RunAsync(
        WorkspaceOptions options, Store store, string? folder, IEmbedder embedder, IProgress<IndexProgress>? progress, CancellationToken cancellation)
    {
        using var exclusive = await WriterLock.AcquireAsync(
            folder,
            () => progress?.Report(new IndexProgress("waiting", 0, 0, "another plumb process is embedding this workspace")),
            cancellation,
            "embedding.lock").ConfigureAwait(false);
        return await new EmbeddingRun(options, store, embedder, progress).RunAsync(cancellation).ConfigureAwait(false);
    }

    private async Task<EmbeddingReport> RunAsync(CancellationToken cancellation)
    {
        var wanting = FindSegments();
        if (wanting.Count == 0)
        {
            return new EmbeddingReport(0, 0, null);
        }

        total = wanting.Sum(s => s.Files.Sum(f => f.ChunkCount));
        try
        {
            foreach (var segment in wanting)
            {
                await EmbedAsync(segment, cancellation).ConfigureAwait(false);
            }
        }
        catch (EmbedderException e)
        {
            return new EmbeddingReport(embedded, reused, e.Message);
        }

        // What another embedder left behind serves nobody any more; should it come back, its cache does.
        store.KeepVectors([.. new[] { embedder, options.BuiltIn }.OfType<IEmbedder>().Select(e => (e.Id, e.Dimension))]);
        store.EvictEmbeddings(MaxCacheBytes);
        store.Checkpoint();
        return new EmbeddingReport(embedded, reused, null);
    }

    // The smallest first: what was edited last is in small ones.
    private List<Wanting> FindSegments() => store.Read(reader =>
    {
        var covered = reader.ReadVectorSets().Where(v => v.Embedder == embedder.Id && v.Dimension == embedder.Dimension).Select(v => v.Segment).ToHashSet();
        var documents = reader.ReadSegments().ToDictionary(s => s.Id, s => s.Lengths.Length);
        return reader.ReadFiles().Where(f => !covered.Contains(f.Segment) && documents.ContainsKey(f.Segment)).GroupBy(f => f.Segment)
            .Select(g => new Wanting(g.Key, documents[g.Key], [.. g.OrderBy(f => f.FirstDocument)])).OrderBy(w => w.Documents).ThenBy(w => w.Segment).ToList();
    });

    private async Task EmbedAsync(Wanting segment, CancellationToken cancellation)
    {
        var rows = new byte[segment.Documents * embedder.Dimension];
        var lengths = new float[segment.Documents];
        var batch = new List<Miss>();
        foreach (var file in segment.Files)
        {
            cancellation.ThrowIfCancellationRequested();
            var known = new List<(byte[] Hash, byte[] Row)>();
            foreach (var (document, text, hash) in Read(file))
            {
                if (store.Read(reader => reader.FindEmbedding(embedder.Id, embedder.Dimension, hash)) is { } row)
                {
                    row.CopyTo(rows, document * embedder.Dimension);
                    lengths[document] = Quantization.InverseLengthOf(MemoryMarshal.Cast<byte, sbyte>(row));
                    known.Add((hash, row));
                    reused++;
                    Report(1, file.Path);
                    continue;
                }

                batch.Add(new Miss(document, text, hash));
                if (batch.Count >= embedder.BatchSize)
                {
                    await EmbedAsync(batch, rows, lengths, cancellation).ConfigureAwait(false);
                }
            }

            if (known.Count > 0)
            {
                // Written anew as used by this run, so that they outlive what nobody wants any more.
                store.CacheEmbeddings(embedder.Id, embedder.Dimension, known, run);
            }
        }

        await EmbedAsync(batch, rows, lengths, cancellation).ConfigureAwait(false);
        store.CommitVectors(segment.Segment, new SegmentVectors(
            embedder.Id, embedder.Dimension, MemoryMarshal.AsBytes(lengths.AsSpan()).ToArray(), [rows]));
    }

    private async Task EmbedAsync(List<Miss> batch, byte[] rows, float[] lengths, CancellationToken cancellation)
    {
        if (batch.Count == 0)
        {
            return;
        }

        var dimension = embedder.Dimension;
        var vectors = await embedder.EmbedAsync([.. batch.Select(m => m.Text)], EmbeddingKind.Passage, cancellation).ConfigureAwait(false);
        if (vectors.Length != batch.Count || Array.Exists(vectors, v => v.Length != dimension))
        {
            throw new EmbedderException($"The embedder {embedder.Id} gave no vector of {dimension} numbers for each of {batch.Count} texts.");
        }

        var fresh = new List<(byte[] Hash, byte[] Row)>(batch.Count);
        for (var i = 0; i < batch.Count; i++)
        {
            var row = rows.AsSpan(batch[i].Document * dimension, dimension);
            lengths[batch[i].Document] = Quantization.Quantize(vectors[i], MemoryMarshal.Cast<byte, sbyte>(row));
            fresh.Add((batch[i].Hash, row.ToArray()));
        }

        store.CacheEmbeddings(embedder.Id, dimension, fresh, run);
        embedded += batch.Count;
        Report(batch.Count, batch[^1].Text.Path);
        batch.Clear();
    }

    // A file that is not what was indexed any more has no chunks here: the next update gives it new ones.
    private IEnumerable<(int Document, EmbeddingText Text, byte[] Hash)> Read(StoredFile file)
    {
        if (store.Read(reader => reader.ReadShape(file.Id)) is not { } shape
            || SourceFile.Read(options.Root, file.Path, knownHash: null) is not { Document: { } document } source
            || !source.Hash.AsSpan().SequenceEqual(file.Hash))
        {
            Report(file.ChunkCount, file.Path);
            yield break;
        }

        for (var i = 0; i < Math.Min(file.ChunkCount, shape.Chunks.Length); i++)
        {
            var chunk = shape.Chunks[i];
            var text = TextOf(document, chunk);
            var symbol = shape.PathOf(chunk.Symbol);
            yield return (file.FirstDocument + i, new EmbeddingText(file.Path, symbol, text), SHA256.HashData(Encoding.UTF8.GetBytes($"{symbol}\0{text}"))[..16]);
        }
    }

    private static string TextOf(TextDocument document, StoredChunk chunk)
    {
        var lines = document.Lines;
        var start = lines.GetLineStart(Math.Min(chunk.StartLine, lines.LineCount));
        return document.Text[start..lines.GetLineStart(Math.Min(chunk.EndLine, lines.LineCount))];
    }

    private void Report(int chunks, string path)
    {
        done += chunks;
        progress?.Report(new IndexProgress("embedding", done, total, path));
    }

    /// <summary>A segment without vectors, and its living files.</summary>
    private sealed record Wanting(long Segment, int Documents, List<StoredFile> Files);

    private sealed record Miss(int Document, EmbeddingText Text, byte[] Hash);
}
