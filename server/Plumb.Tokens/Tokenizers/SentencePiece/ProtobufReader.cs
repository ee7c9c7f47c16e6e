using System.Buffers.Binary;
using System.Text;

namespace Plumb.Tokens.Tokenizers.SentencePiece;

/// <summary>Reads the fields of a protocol buffers message one after the other; what nobody asks for is passed over.</summary>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Delimited = 2;
    private const int Fixed32 = 5;

    private ReadOnlySpan<byte> rest = message;
    private int wire;
    private ulong number;
    private ReadOnlySpan<byte> content;

    /// <summary>The number of the field that was read last.</summary>
    public int Field { get; private set; }

    /// <summary>The field as a message or bytes.</summary>
    /// <exception cref="FormatException">It is a number.</exception>
    public readonly ReadOnlySpan<byte> Bytes => wire == Delimited ? content : throw Damaged();

    public readonly string Text => Encoding.UTF8.GetString(Bytes);

    public readonly int Integer => wire == Varint && (long)number is >= int.MinValue and <= int.MaxValue and var value ? (int)value : throw Damaged();

    public readonly bool Flag => wire == Varint ? number != 0 : throw Damaged();

    public readonly float Float => wire == Fixed32 ? BitConverter.UInt32BitsToSingle((uint)number) : throw Damaged();

    /// <summary>Goes to the next field; false at the end.</summary>
    /// <exception cref="FormatException">The message is damaged.</exception>
    public bool Read()
    {
        if (rest.IsEmpty)
        {
            return false;
        }

        var tag = ReadVarint();
        wire = (int)(tag & 7);
        Field = tag >> 3 is > 0 and <= int.MaxValue and var field ? (int)field : throw Damaged();
        switch (wire)
        {
            case Varint:
                number = ReadVarint();
                break;
            case Fixed64:
                number = BinaryPrimitives.ReadUInt64LittleEndian(Take(8));
                break;
            case Fixed32:
                number = BinaryPrimitives.ReadUInt32LittleEndian(Take(4));
                break;
            case Delimited:
                content = Take(ReadVarint());
                break;
            default:
                throw Damaged();
        }

        return true;
    }

    private static FormatException Damaged() => TokenizerJson.Wrong("it is no SentencePiece model, or a damaged one");

    private ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)rest.Length)
        {
            throw Damaged();
        }

        var taken = rest[..(int)count];
        rest = rest[(int)count..];
        return taken;
    }

    private ulong ReadVarint()
    {
        var value = 0ul;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var b = Take(1)[0];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                return value;
            }
        }

        throw Damaged();
    }
}
