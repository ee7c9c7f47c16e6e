using System.Buffers;
using System.Text;

namespace Plumb.Search.Storage;

/// <summary>
/// Writes the sorted terms of a segment into blocks of about four kilobytes, and reads them back. In a block each term
/// stands as (bytes shared with the term before, rest), then the number of its postings and their length in bytes,
/// then for each posting the distance to the document before and the packed <see cref="Posting"/>.
/// A block is a row of the store: few enough rows that writing a segment costs little, small enough that looking one
/// term up reads little.
/// </summary>
internal sealed class PostingBlockWriter
{
    private const int BlockSize = 4096;

    private readonly List<PostingBlock> blocks = [];
    private readonly ArrayBufferWriter<byte> block = new(BlockSize * 2);
    private readonly ArrayBufferWriter<byte> postings = new(BlockSize);
    private byte[] first = [];
    private byte[] previous = [];

    /// <summary>Adds a term; terms come in the order of their UTF-8 bytes, documents in ascending order.</summary>
    public void Add(ReadOnlySpan<byte> term, ReadOnlySpan<(int Document, byte Packed)> entries)
    {
        postings.ResetWrittenCount();
        var last = -1;
        foreach (var (document, packed) in entries)
        {
            Varint.Write(postings, (uint)(document - last));
            postings.GetSpan(1)[0] = packed;
            postings.Advance(1);
            last = document;
        }

        if (block.WrittenCount > 0 && block.WrittenCount + postings.WrittenCount > BlockSize)
        {
            Flush();
        }

        if (block.WrittenCount == 0)
        {
            first = term.ToArray();
            previous = [];
        }

        var shared = term.CommonPrefixLength(previous);
        Varint.Write(block, (uint)shared);
        Varint.Write(block, (uint)(term.Length - shared));
        block.Write(term[shared..]);
        Varint.Write(block, (uint)entries.Length);
        Varint.Write(block, (uint)postings.WrittenCount);
        block.Write(postings.WrittenSpan);
        previous = term.ToArray();
    }

    public IReadOnlyList<PostingBlock> Finish()
    {
        Flush();
        return blocks;
    }

    private void Flush()
    {
        if (block.WrittenCount > 0)
        {
            blocks.Add(new PostingBlock(first, block.WrittenSpan.ToArray()));
            block.ResetWrittenCount();
        }
    }
}

/// <summary>Walks over the terms of one block.</summary>
internal ref struct PostingBlockReader
{
    private readonly ReadOnlySpan<byte> data;
    private readonly byte[] term = new byte[512];
    private int termLength;
    private int at;

    public PostingBlockReader(ReadOnlySpan<byte> data) => this.data = data;

    public readonly ReadOnlySpan<byte> Term => term.AsSpan(0, termLength);

    /// <summary>Number of postings of the current term.</summary>
    public int Count { get; private set; }

    /// <summary>The encoded postings of the current term, for <see cref="Decode"/>.</summary>
    public ReadOnlySpan<byte> Postings { get; private set; }

    public bool Next()
    {
        if (at >= data.Length)
        {
            return false;
        }

        var shared = (int)Varint.Read(data, ref at);
        var rest = (int)Varint.Read(data, ref at);
        if (shared < 0 || rest < 0 || shared > termLength || rest > term.Length - shared || rest > data.Length - at)
        {
            throw new InvalidDataException("A block of postings is damaged.");
        }

        data.Slice(at, rest).CopyTo(term.AsSpan(shared));
        termLength = shared + rest;
        at += rest;
        Count = (int)Varint.Read(data, ref at);
        var length = (int)Varint.Read(data, ref at);
        if (length < 0 || length > data.Length - at)
        {
            throw new InvalidDataException("A block of postings ends too early.");
        }

        Postings = data.Slice(at, length);
        at += length;
        return true;
    }

    /// <summary>Reads postings into (document, packed) pairs.</summary>
    public static void Decode(ReadOnlySpan<byte> encoded, int count, List<(int Document, byte Packed)> into)
    {
        if (count < 0 || count > encoded.Length)
        {
            throw new InvalidDataException("A list of postings is damaged.");
        }

        into.EnsureCapacity(into.Count + count);
        var position = 0;
        var document = -1;
        for (var i = 0; i < count; i++)
        {
            document += (int)Varint.Read(encoded, ref position);
            if (document < 0 || position >= encoded.Length)
            {
                throw new InvalidDataException("A list of postings ends too early.");
            }

            into.Add((document, encoded[position++]));
        }
    }

    /// <summary>The bytes under which a term is kept.</summary>
    public static byte[] KeyOf(ReadOnlySpan<char> term)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(term)];
        Encoding.UTF8.GetBytes(term, bytes);
        return bytes;
    }
}
