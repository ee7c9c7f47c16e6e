using System.Runtime.InteropServices;
using System.Text;

namespace Plumb.Search.Embedding;

/// <summary>
/// The rows of a static embedding: for each term a vector in eight bits a number, and how much the term weighs in a
/// passage and in a query. Reads straight from the memory that it is given (a resource of the executable, or a mapped
/// file): nothing is parsed or copied, so that opening it costs nothing.
/// </summary>
/// <remarks>
/// Layout, little-endian: magic (8 bytes), dimension, rows, slots, bytes of text (int32 each), fingerprint (uint64);
/// then slots (int32: row + 1, or 0), text offsets (int32, rows + 1), passage scales and query scales (float32, rows),
/// numbers (int8, rows x dimension), text (UTF-8). A term's row is found by open addressing from <see cref="Hash"/>.
/// </remarks>
internal sealed unsafe class StaticTable
{
    public const int HeaderSize = 32;

    /// <summary>Two rows are packed into one handle, so that a row number has fifteen bits.</summary>
    public const int MaxRows = 32_766;

    private readonly byte* start;
    private readonly int slots;
    private readonly int textStart;
    private readonly int numbersStart;

    private StaticTable(byte* start, int dimension, int rows, int slots, ulong fingerprint)
    {
        this.start = start;
        this.slots = slots;
        Dimension = dimension;
        Rows = rows;
        Fingerprint = fingerprint;
        numbersStart = HeaderSize + (4 * slots) + (4 * (rows + 1)) + (8 * rows);
        textStart = numbersStart + (rows * dimension);
    }

    public static ReadOnlySpan<byte> Magic => "PLMBEMB1"u8;

    public int Dimension { get; }

    public int Rows { get; }

    /// <summary>Tells one trained table from another.</summary>
    public ulong Fingerprint { get; }

    /// <summary>Opens a table in memory that outlives it.</summary>
    /// <exception cref="InvalidDataException">The bytes are no table.</exception>
    public static StaticTable Open(byte* memory, long length)
    {
        var bytes = new ReadOnlySpan<byte>(memory, checked((int)length));
        if (length < HeaderSize || !bytes.StartsWith(Magic))
        {
            throw new InvalidDataException("The file is no table of embeddings.");
        }

        var header = MemoryMarshal.Cast<byte, int>(bytes[8..HeaderSize]);
        var (dimension, rows, slots, text) = (header[0], header[1], header[2], header[3]);
        var sized = dimension is > 0 and <= 4096 && rows is > 0 and <= MaxRows && slots is > 0 and <= 1 << 20 && slots > rows && text >= 0;
        if (!sized || length != HeaderSize + (4L * slots) + (4L * (rows + 1)) + (8L * rows) + ((long)rows * dimension) + text)
        {
            throw new InvalidDataException("The table of embeddings is cut short or damaged.");
        }

        return new StaticTable(memory, dimension, rows, slots, MemoryMarshal.Read<ulong>(bytes[24..]));
    }

    public float PassageScale(int row) => ((float*)(start + HeaderSize + (4 * slots) + (4 * (Rows + 1))))[row];

    public float QueryScale(int row) => ((float*)(start + HeaderSize + (4 * slots) + (4 * (Rows + 1)) + (4 * Rows)))[row];

    /// <summary>All rows one after another, each of <see cref="Dimension"/> numbers.</summary>
    public ReadOnlySpan<sbyte> AllNumbers => new((sbyte*)(start + numbersStart), Rows * Dimension);

    public ReadOnlySpan<sbyte> Numbers(int row) => new((sbyte*)(start + numbersStart + ((long)row * Dimension)), Dimension);

    public string Text(int row) => Encoding.UTF8.GetString(TextOf(row));

    /// <summary>The row of a term; -1 when it has none.</summary>
    public int Find(ReadOnlySpan<char> term)
    {
        Span<byte> utf8 = stackalloc byte[256];
        return term.Length > 80 || !Encoding.UTF8.TryGetBytes(term, utf8, out var length) ? -1 : Find(utf8[..length]);
    }

    /// <summary>FNV-1a, 32 bits (Fowler, Noll and Vo).</summary>
    public static uint Hash(ReadOnlySpan<byte> term)
    {
        var hash = 2166136261u;
        foreach (var b in term)
        {
            hash = (hash ^ b) * 16777619u;
        }

        return hash;
    }

    private int Find(ReadOnlySpan<byte> term)
    {
        var table = (int*)(start + HeaderSize);
        for (var slot = (int)(Hash(term) % (uint)slots); ; slot = slot + 1 == slots ? 0 : slot + 1)
        {
            var row = table[slot] - 1;
            if (row < 0)
            {
                return -1;
            }

            if (TextOf(row).SequenceEqual(term))
            {
                return row;
            }
        }
    }

    private ReadOnlySpan<byte> TextOf(int row)
    {
        var offsets = (int*)(start + HeaderSize + (4 * slots));
        return new ReadOnlySpan<byte>(start + textStart + offsets[row], offsets[row + 1] - offsets[row]);
    }
}
