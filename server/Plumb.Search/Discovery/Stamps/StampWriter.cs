using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Plumb.Search.Discovery.Stamps;

/// <summary>Writes a <see cref="TreeStamp"/>: numbers little-endian, counts as varints, names as the kernel takes them.</summary>
internal sealed class StampWriter
{
    private readonly ArrayBufferWriter<byte> bytes = new();

    public int Length => bytes.WrittenCount;

    public byte[] ToArray() => bytes.WrittenSpan.ToArray();

    public void Add(StampWriter other) => bytes.Write(other.bytes.WrittenSpan);

    public void Byte(byte value) => bytes.Write([value]);

    public void Count(int value) => Count((long)value);

    public void Count(long value)
    {
        for (var rest = (ulong)value; ; rest >>= 7)
        {
            if (rest < 0x80)
            {
                Byte((byte)rest);
                return;
            }

            Byte((byte)(rest | 0x80));
        }
    }

    public void Number(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(bytes.GetSpan(sizeof(long)), value);
        bytes.Advance(sizeof(long));
    }

    public void Text(string value)
    {
        Count(Encoding.UTF8.GetByteCount(value));
        bytes.Advance(Encoding.UTF8.GetBytes(value, bytes.GetSpan(Encoding.UTF8.GetMaxByteCount(value.Length))));
    }

    /// <summary>With a zero at its end.</summary>
    public void Name(ReadOnlySpan<char> value)
    {
        bytes.Advance(Encoding.UTF8.GetBytes(value, bytes.GetSpan(Encoding.UTF8.GetMaxByteCount(value.Length))));
        Byte(0);
    }

    public void Stat(FileStat? stat)
    {
        if (stat is not { } found)
        {
            Count(0);
            return;
        }

        Count(found.Mode);
        Number((long)found.Device);
        Number((long)found.Number);
        Number(found.Size);
        Number(found.ModifiedTicks);
        Number(found.ChangedTicks);
    }
}
