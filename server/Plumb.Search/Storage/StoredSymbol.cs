using System.Buffers;
using Plumb.Text;

namespace Plumb.Search.Storage;

/// <summary>A declaration as the store keeps it: lines zero-based, columns of the name in UTF-16 code units.</summary>
internal readonly record struct StoredSymbol(DeclarationKind Kind, string Name, int Parent, int NameLine, int NameColumn, int StartLine, int EndLine);

/// <summary>A chunk as the store keeps it; <see cref="Symbol"/> is an index into the file's symbols, or -1.</summary>
internal readonly record struct StoredChunk(int StartLine, int EndLine, int Symbol, bool IsWhole);

/// <summary>The shape of one file: its symbols and its chunks, in one compact record.</summary>
internal sealed record FileShape(StoredSymbol[] Symbols, StoredChunk[] Chunks)
{
    public static byte[] Encode(FileShape shape)
    {
        var writer = new ArrayBufferWriter<byte>(64 + (shape.Symbols.Length * 16) + (shape.Chunks.Length * 4));
        Varint.Write(writer, (uint)shape.Symbols.Length);
        var line = 0;
        foreach (var symbol in shape.Symbols)
        {
            Varint.Write(writer, (uint)symbol.Kind);
            Varint.WriteText(writer, symbol.Name);
            Varint.Write(writer, (uint)(symbol.Parent + 1));
            Varint.Write(writer, ZigZag(symbol.StartLine - line));
            Varint.Write(writer, (uint)(symbol.EndLine - symbol.StartLine));
            Varint.Write(writer, ZigZag(symbol.NameLine - symbol.StartLine));
            Varint.Write(writer, (uint)symbol.NameColumn);
            line = symbol.StartLine;
        }

        Varint.Write(writer, (uint)shape.Chunks.Length);
        line = 0;
        foreach (var chunk in shape.Chunks)
        {
            Varint.Write(writer, ZigZag(chunk.StartLine - line));
            Varint.Write(writer, (uint)(chunk.EndLine - chunk.StartLine));
            Varint.Write(writer, (uint)(((chunk.Symbol + 1) << 1) | (chunk.IsWhole ? 1 : 0)));
            line = chunk.EndLine;
        }

        return writer.WrittenSpan.ToArray();
    }

    public static FileShape Decode(ReadOnlySpan<byte> data)
    {
        var at = 0;
        var symbols = new StoredSymbol[Count(data, ref at)];
        var line = 0;
        for (var i = 0; i < symbols.Length; i++)
        {
            var kind = (DeclarationKind)Varint.Read(data, ref at);
            var name = Varint.ReadText(data, ref at);
            var parent = (int)Varint.Read(data, ref at) - 1;
            var start = line + UnZigZag(Varint.Read(data, ref at));
            var end = start + (int)Varint.Read(data, ref at);
            var nameLine = start + UnZigZag(Varint.Read(data, ref at));
            var column = (int)Varint.Read(data, ref at);
            symbols[i] = new StoredSymbol(kind, name, parent, nameLine, column, start, end);
            line = start;
        }

        var chunks = new StoredChunk[Count(data, ref at)];
        line = 0;
        for (var i = 0; i < chunks.Length; i++)
        {
            var start = line + UnZigZag(Varint.Read(data, ref at));
            var end = start + (int)Varint.Read(data, ref at);
            var packed = Varint.Read(data, ref at);
            chunks[i] = new StoredChunk(start, end, (int)(packed >> 1) - 1, (packed & 1) != 0);
            line = end;
        }

        return new FileShape(symbols, chunks);
    }

    /// <summary>The names that lead to a symbol, outermost first, joined as people write them.</summary>
    public string PathOf(int symbol)
    {
        if (symbol < 0 || symbol >= Symbols.Length)
        {
            return string.Empty;
        }

        var names = new List<string>();
        for (var i = symbol; i >= 0 && names.Count < 12; i = Symbols[i].Parent)
        {
            names.Add(Symbols[i].Name);
        }

        names.Reverse();
        return string.Join(Symbols[symbol].Kind == DeclarationKind.Heading ? " > " : ".", names);
    }

    // Each entry takes bytes of its own, so that a damaged number never asks for memory.
    private static int Count(ReadOnlySpan<byte> data, ref int at)
    {
        var count = Varint.Read(data, ref at);
        return count <= data.Length ? (int)count : throw new InvalidDataException("The shape of a file is damaged.");
    }

    private static uint ZigZag(int value) => (uint)((value << 1) ^ (value >> 31));

    private static int UnZigZag(uint value) => (int)(value >> 1) ^ -(int)(value & 1);
}
