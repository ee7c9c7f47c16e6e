using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.IO.Compression;

namespace Plumb.Tokens.Bpe;

/// <summary>
/// The tokens of an encoding and their ranks, in one byte block and one open-addressing table: two arrays to load
/// and nothing for the collector to walk, where a dictionary of arrays would be 200,000 objects.
/// </summary>
internal sealed class Vocabulary
{
    /// <summary>The rank of bytes that are no token: sorts after every real rank.</summary>
    public const int None = int.MaxValue;

    private readonly byte[] bytes;
    private readonly int[] starts;
    private readonly ulong[] slots;
    private readonly int[] pairs;
    private readonly int mask;
    private readonly int longest;

    private Vocabulary(byte[] bytes, int[] starts, int count)
    {
        this.bytes = bytes;
        this.starts = starts;
        Count = count;

        // At most half full: a miss, the most common answer while merging, then ends at the first or second slot.
        var size = 1;
        while (size < count * 2)
        {
            size *= 2;
        }

        slots = new ulong[size];
        mask = size - 1;
        pairs = new int[65536];
        Array.Fill(pairs, None);
        for (var rank = 0; rank < count; rank++)
        {
            var token = Token(rank);
            if (token.IsEmpty)
            {
                continue;
            }

            longest = Math.Max(longest, token.Length);
            if (token.Length == 2)
            {
                pairs[(token[0] << 8) | token[1]] = rank;
            }

            var hash = Hash(token);
            var at = (int)hash & mask;
            while (slots[at] != 0)
            {
                at = (at + 1) & mask;
            }

            slots[at] = (hash & 0xFFFF_FFFF_0000_0000) | (uint)(rank + 1);
        }
    }

    public int Count { get; }

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
        var at = (int)hash & mask;
        while (true)
        {
            var slot = slots[at];
            if (slot == 0)
            {
                return None;
            }

            if ((slot >> 32) == (hash >> 32))
            {
                var rank = (int)(uint)slot - 1;
                if (token.SequenceEqual(Token(rank)))
                {
                    return rank;
                }
            }

            at = (at + 1) & mask;
        }
    }

    /// <summary>
    /// Reads the form in which the Microsoft.ML.Tokenizers.Data packages hold a vocabulary: a deflated list whose first
    /// line tells the capacity and whose line n+1 is the base64 of the token with rank n (empty where there is none).
    /// </summary>
    public static Vocabulary Read(Stream deflated)
    {
        using var inflate = new DeflateStream(deflated, CompressionMode.Decompress);
        using var buffer = new MemoryStream(4 * 1024 * 1024);
        inflate.CopyTo(buffer, 1 << 16);
        var text = buffer.GetBuffer().AsSpan(0, (int)buffer.Length);

        var header = text.IndexOf((byte)'\n');
        if (!text.StartsWith("Capacity: "u8) || !Utf8Parser.TryParse(text[10..header], out int capacity, out _))
        {
            throw new InvalidDataException("The tokenizer's vocabulary has an unknown form.");
        }

        text = text[(header + 1)..];
        var bytes = new byte[text.Length / 4 * 3];
        var starts = new int[capacity + 2];
        var (count, used) = (0, 0);
        while (!text.IsEmpty)
        {
            var end = text.IndexOf((byte)'\n');
            var line = end < 0 ? text : text[..end];
            text = end < 0 ? [] : text[(end + 1)..];
            if (line.EndsWith("\r"u8))
            {
                line = line[..^1];
            }

            if (text.IsEmpty && line.IsEmpty)
            {
                break;
            }

            if (count + 1 >= starts.Length || Base64.DecodeFromUtf8(line, bytes.AsSpan(used), out _, out var written) != OperationStatus.Done)
            {
                throw new InvalidDataException("The tokenizer's vocabulary has an unknown form.");
            }

            used += written;
            starts[++count] = used;
        }

        return new Vocabulary(bytes[..used], starts, count);
    }

    private ReadOnlySpan<byte> Token(int rank) => bytes.AsSpan(starts[rank], starts[rank + 1] - starts[rank]);

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
