using System.Buffers;
using System.IO.MemoryMappedFiles;
using Plumb.Search.Terms;

namespace Plumb.Search.Embedding;

/// <summary>
/// The built-in embedder: a text's vector is the weighted sum of its terms' rows in a <see cref="StaticTable"/>. No
/// network, no download, no start-up cost; a chunk in microseconds.
/// </summary>
internal sealed unsafe class StaticEmbedder : ITermEmbedder
{
    private const string Resource = "Plumb.Search.Embedding.embedding.bin";

    private readonly StaticTable table;
    private readonly IDisposable? memory;

    private StaticEmbedder(StaticTable table, IDisposable? memory)
    {
        this.table = table;
        this.memory = memory;
        Id = FormattableString.Invariant($"plumb-static-{table.Fingerprint:x16}");
    }

    public string Id { get; }

    public int Dimension => table.Dimension;

    public StaticTable Table => table;

    /// <summary>The table that ships inside the product; null in a build without one.</summary>
    public static StaticEmbedder? BuiltIn { get; } = OpenResource();

    /// <summary>Opens a table from a file by memory map.</summary>
    /// <exception cref="InvalidDataException">The file is no table.</exception>
    public static StaticEmbedder OpenFile(string path)
    {
        var length = new FileInfo(path).Length;
        if (length < StaticTable.HeaderSize)
        {
            throw new InvalidDataException("The file is no table of embeddings.");
        }

        var mapping = new Mapping(path, length);
        try
        {
            return new StaticEmbedder(StaticTable.Open(mapping.Start, length), mapping);
        }
        catch
        {
            mapping.Dispose();
            throw;
        }
    }

    public int Find(ReadOnlySpan<char> term) => SubWords.Find(term, table.Find);

    public void Embed(ReadOnlySpan<TermCount> terms, Span<float> vector)
    {
        vector.Clear();
        var rows = ArrayPool<int>.Shared.Rent(terms.Length * 2);
        var weights = ArrayPool<float>.Shared.Rent(terms.Length * 2);
        var count = 0;
        foreach (var term in terms)
        {
            var weight = TermWeight.Of(term.Body, term.Symbol, term.InPath);
            var (first, second) = SubWords.Unpack(term.Row);
            weight = second < 0 ? weight : weight / 2;
            (rows[count], weights[count++]) = (first, weight * table.PassageScale(first));
            if (second >= 0)
            {
                (rows[count], weights[count++]) = (second, weight * table.PassageScale(second));
            }
        }

        WeightedSum.Add(table.AllNumbers, rows.AsSpan(0, count), weights.AsSpan(0, count), vector);
        ArrayPool<int>.Shared.Return(rows);
        ArrayPool<float>.Shared.Return(weights);
        Normalize(vector);
    }

    public ValueTask<float[][]> EmbedAsync(IReadOnlyList<EmbeddingText> texts, EmbeddingKind kind, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return ValueTask.FromResult(texts.Select(t => kind == EmbeddingKind.Query ? EmbedQuery(t.Text, _ => 1) : EmbedPassage(t)).ToArray());
    }

    public float[] EmbedQuery(string query, Func<string, float> weigh)
    {
        var seen = new HashSet<int>();
        var vector = new float[Dimension];
        foreach (var term in TermAnalyzer.TermsOf(query))
        {
            var row = Find(term);
            if (row >= 0 && seen.Add(row))
            {
                Add(row, weigh(term), isQuery: true, vector);
            }
        }

        Normalize(vector);
        return vector;
    }

    public void Dispose() => memory?.Dispose();

    private float[] EmbedPassage(EmbeddingText text)
    {
        var counts = new Dictionary<int, (int Body, Storage.SymbolLevel Symbol, bool InPath)>();
        Count(text.Text, counts, c => (c.Body + 1, c.Symbol, c.InPath));
        Count(text.Symbol, counts, c => (c.Body, Storage.SymbolLevel.Context, c.InPath));
        Count(text.Path, counts, c => (c.Body, c.Symbol, true));
        var vector = new float[Dimension];
        foreach (var (row, count) in counts)
        {
            Add(row, TermWeight.Of(count.Body, count.Symbol, count.InPath), isQuery: false, vector);
        }

        Normalize(vector);
        return vector;
    }

    private void Count(string text, Dictionary<int, (int Body, Storage.SymbolLevel Symbol, bool InPath)> counts, Func<(int Body, Storage.SymbolLevel Symbol, bool InPath), (int Body, Storage.SymbolLevel Symbol, bool InPath)> add)
    {
        foreach (var term in TermAnalyzer.TermsOf(text))
        {
            var row = Find(term);
            if (row >= 0)
            {
                counts[row] = add(counts.GetValueOrDefault(row));
            }
        }
    }

    private void Add(int handle, float weight, bool isQuery, Span<float> vector)
    {
        var (first, second) = SubWords.Unpack(handle);
        if (second < 0)
        {
            AddRow(first, weight, isQuery, vector);
            return;
        }

        AddRow(first, weight / 2, isQuery, vector);
        AddRow(second, weight / 2, isQuery, vector);
    }

    private void AddRow(int row, float weight, bool isQuery, Span<float> vector) =>
        WeightedSum.Add(table.Numbers(row), [0], [weight * (isQuery ? table.QueryScale(row) : table.PassageScale(row))], vector);

    private static void Normalize(Span<float> vector)
    {
        var squares = 0f;
        foreach (var number in vector)
        {
            squares += number * number;
        }

        if (squares > 0)
        {
            var factor = 1 / MathF.Sqrt(squares);
            for (var i = 0; i < vector.Length; i++)
            {
                vector[i] *= factor;
            }
        }
    }

    // A resource lies in the mapped image of the executable: its pages are read when a row of theirs is first wanted.
    private static StaticEmbedder? OpenResource() =>
        typeof(StaticEmbedder).Assembly.GetManifestResourceStream(Resource) is UnmanagedMemoryStream stream
            ? new StaticEmbedder(StaticTable.Open(stream.PositionPointer, stream.Length), null)
            : null;

    private sealed class Mapping : IDisposable
    {
        private readonly MemoryMappedFile file;
        private readonly MemoryMappedViewAccessor view;

        public Mapping(string path, long length)
        {
            file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
            view = file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
            byte* pointer = null;
            view.SafeMemoryMappedViewHandle.AcquirePointer(ref pointer);
            Start = pointer;
        }

        public byte* Start { get; }

        public void Dispose()
        {
            view.SafeMemoryMappedViewHandle.ReleasePointer();
            view.Dispose();
            file.Dispose();
        }
    }
}
