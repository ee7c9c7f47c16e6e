using System.Buffers;

namespace Plumb.Search.Storage;

/// <summary>Unsigned integers in seven-bit groups, lowest first (the LEB128 form that protocol buffers use).</summary>
internal static class Varint
{
    public static void Write(ArrayBufferWriter<byte> writer, uint value)
    {
        var span = writer.GetSpan(5);
        var n = 0;
        while (value >= 0x80)
        {
            span[n++] = (byte)(value | 0x80);
            value >>= 7;
        }

        span[n++] = (byte)value;
        writer.Advance(n);
    }

    public static uint Read(ReadOnlySpan<byte> data, ref int at)
    {
        var value = 0u;
        for (var shift = 0; shift < 35; shift += 7)
        {
            if (at >= data.Length)
            {
                throw new InvalidDataException("A record of the store ends too early.");
            }

            var b = data[at++];
            value |= (uint)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException("A number in the store is too long.");
    }

    public static void WriteText(ArrayBufferWriter<byte> writer, string text)
    {
        var count = System.Text.Encoding.UTF8.GetByteCount(text);
        Write(writer, (uint)count);
        System.Text.Encoding.UTF8.GetBytes(text, writer.GetSpan(count));
        writer.Advance(count);
    }

    public static string ReadText(ReadOnlySpan<byte> data, ref int at)
    {
        var count = (int)Read(data, ref at);
        if (count < 0 || count > data.Length - at)
        {
            throw new InvalidDataException("A text in the store ends too early.");
        }

        var text = System.Text.Encoding.UTF8.GetString(data.Slice(at, count));
        at += count;
        return text;
    }
}
