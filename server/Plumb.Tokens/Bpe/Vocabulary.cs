using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Plumb.Tokens.Bpe;

/// <summary>
/// The tokens of an encoding and their ranks. It is read where it lies: in the pages of the executable that the system
/// maps, shared by all processes, with its hash table made when Plumb was built. Opening it reads a few kilobytes.
/// </summary>
internal sealed unsafe class Vocabulary
{
    /// <summary>The rank of bytes that are no token: sorts after every real rank.</summary>
    public const int None = int.MaxValue;

    private const int Magic = 0x31564C50;
    private const int Header = 24;
    private const uint OffsetBits = 22;

    private readonly byte* records;
    private readonly uint* slots;
    private readonly uint slotCount;
    private readonly int longest;
    private readonly int firstForeign;
    private readonly int[] pairs = new int[65536];

    // What a vocabulary that is no resource is read from.
    private readonly byte[]? owned;

    private Vocabulary(byte* data, long length, int ranks, byte[]? owned)
    {
        var head = new ReadOnlySpan<int>(data, Header / sizeof(int));
        if (length < Header || head[0] != Magic || Header + head[3] + (4L * head[4]) + head[5] != length)
        {
            throw new InvalidDataException("The tokenizer's vocabulary has an unknown form.");
        }

        this.owned = owned;
        firstForeign = ranks;
        longest = head[2];
        slotCount = (uint)head[4];
        slots = (uint*)(data + Header + head[3]);
        records = (byte*)(slots + slotCount);
        Array.Fill(pairs, None);
        var list = new ReadOnlySpan<int>(data + Header, head[3] / sizeof(int));
        for (var i = 0; i < list.Length; i += 2)
        {
            pairs[list[i]] = list[i + 1] < ranks ? list[i + 1] : None;
        }
    }

    /// <summary>A vocabulary that is part of this assembly.</summary>
    /// <param name="name">Of the encoding whose tokens it holds.</param>
    /// <param name="ranks">Ranks from here on belong to another encoding that shares the rest.</param>
    public static Vocabulary Open(string name, int ranks = None)
    {
        var stream = typeof(Vocabulary).Assembly.GetManifestResourceStream(name + ".bin")
            ?? throw new InvalidOperationException($"The vocabulary '{name}' is not part of this build.");
        if (stream is UnmanagedMemoryStream { Length: > 0 } mapped && (nint)mapped.PositionPointer % sizeof(int) == 0)
        {
            // The resource's memory lives as long as the assembly, which is never unloaded.
            return new Vocabulary(mapped.PositionPointer, mapped.Length, ranks, null);
        }

        using (stream)
        {
            var bytes = GC.AllocateUninitializedArray<byte>((int)stream.Length, pinned: true);
            stream.ReadExactly(bytes);
            return new Vocabulary((byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(bytes)), bytes.Length, ranks, bytes);
        }
    }

    /// <summary>Bytes that it holds on the heap.</summary>
    public int HeapBytes => (pairs.Length * sizeof(int)) + (owned?.Length ?? 0);

    /// <summary>The rank of two adjacent bytes, or <see cref="None"/>.</summary>
    public int PairRank(byte first, byte second) => pairs[(first << 8) | second];

    /// <summary>The rank of a token, or <see cref="None"/> where the bytes are not a token.</summary>
    public int Rank(ReadOnlySpan<byte> token)
    {
        if (token.Length > longest)
        {
            return None;
        }

        var hash = Hash(token);
        var wanted = (uint)(hash >> (64 - (32 - (int)OffsetBits)));
        var at = (uint)((uint)hash * (ulong)slotCount >> 32);
        while (true)
        {
            var slot = slots[at];
            if (slot == 0)
            {
                return None;
            }

            if (slot >> (int)OffsetBits == wanted)
            {
                var record = records + (slot & ((1u << (int)OffsetBits) - 1)) - 1;
                var head = Unsafe.ReadUnaligned<uint>(record);
                if ((int)(head >> 24) == token.Length && token.SequenceEqual(new ReadOnlySpan<byte>(record + 4, token.Length)))
                {
                    var rank = (int)(head & 0xFF_FFFF);
                    return rank < firstForeign ? rank : None;
                }
            }

            at = at + 1 == slotCount ? 0 : at + 1;
        }
    }

    private static ulong Hash(ReadOnlySpan<byte> token)
    {
        const ulong Multiplier = 0x9E37_79B9_7F4A_7C15;
        var length = token.Length;
        ulong word;
        var hash = (ulong)length * Multiplier;
        if (length >= 8)
        {
            for (var at = 0; at + 8 < length; at += 8)
            {
                hash = (hash ^ BinaryPrimitives.ReadUInt64LittleEndian(token[at..])) * Multiplier;
                hash ^= hash >> 32;
            }

            word = BinaryPrimitives.ReadUInt64LittleEndian(token[(length - 8)..]);
        }
        else if (length >= 4)
        {
            word = BinaryPrimitives.ReadUInt32LittleEndian(token) | ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(token[(length - 4)..]) << 32);
        }
        else
        {
            word = length == 0 ? 0 : token[0] | ((ulong)token[length / 2] << 8) | ((ulong)token[length - 1] << 16);
        }

        hash = (hash ^ word) * Multiplier;
        hash ^= hash >> 29;
        hash *= 0xBF58_476D_1CE4_E5B9;
        return hash ^ (hash >> 32);
    }
}
