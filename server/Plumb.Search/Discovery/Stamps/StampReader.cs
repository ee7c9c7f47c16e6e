using System.Buffers.Binary;

namespace Plumb.Search.Discovery.Stamps;

/// <summary>Reads what <see cref="StampWriter"/> wrote.</summary>
/// <remarks>Every member throws <see cref="InvalidDataException"/> or <see cref="ArgumentOutOfRangeException"/> where the bytes are none.</remarks>
internal ref struct StampReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> rest = bytes;

    public readonly bool IsAtEnd => rest.IsEmpty;

    public byte Byte() => Take(1)[0];

    public long Count()
    {
        var value = 0L;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var b = Byte();
            value |= (long)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException("a number without an end");
    }

    public long Number() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

    public ReadOnlySpan<byte> Text() => Take(checked((int)Count()));

    public ReadOnlySpan<byte> Take(int count)
    {
        var taken = rest[..count];
        rest = rest[count..];
        return taken;
    }

    /// <summary>A name with the zero at its end.</summary>
    public ReadOnlySpan<byte> Name()
    {
        var end = rest.IndexOf((byte)0);
        return end < 0 ? throw new InvalidDataException("a name without an end") : Take(end + 1);
    }

    public FileStat? Stat() => (ushort)Count() is var mode && mode == 0
        ? null
        : new FileStat(mode, (ulong)Number(), (ulong)Number(), Number(), Number(), Number());
}
