using System.Buffers;
using System.Buffers.Binary;

namespace Plumb.Search.Storage;

/// <summary>How much a file is mentioned by others.</summary>
/// <param name="Path">Posix path from the workspace root.</param>
/// <param name="Flow">Share of the workspace's rank that comes to it by mentions, 0 to 1.</param>
/// <param name="MentionedBy">Other files that mention a name of it.</param>
internal sealed record StoredFileRank(string Path, float Flow, int MentionedBy);

/// <summary>How much a declared name of a file is mentioned by other files.</summary>
/// <param name="Flow">Its part of the file's flow.</param>
/// <param name="MentionedBy">Other files that mention it.</param>
internal readonly record struct StoredSymbolRank(string Name, float Flow, int MentionedBy);

/// <summary>
/// What is kept of the reference graph: files that others mention, by path, and for each of them its mentioned names, the
/// most important first. By path, since the row of a file changes whenever the file does.
/// </summary>
internal sealed record StoredGraph(StoredFileRank[] Files, StoredSymbolRank[][] Symbols)
{
    public static byte[] EncodeFiles(StoredGraph graph)
    {
        var writer = new ArrayBufferWriter<byte>(16 + (graph.Files.Length * 64));
        Varint.Write(writer, (uint)graph.Files.Length);
        foreach (var file in graph.Files)
        {
            Varint.WriteText(writer, file.Path);
            Write(writer, file.Flow, file.MentionedBy);
        }

        return writer.WrittenSpan.ToArray();
    }

    public static byte[] EncodeSymbols(StoredGraph graph)
    {
        var writer = new ArrayBufferWriter<byte>(1 << 16);
        foreach (var symbols in graph.Symbols)
        {
            Varint.Write(writer, (uint)symbols.Length);
            foreach (var symbol in symbols)
            {
                Varint.WriteText(writer, symbol.Name);
                Write(writer, symbol.Flow, symbol.MentionedBy);
            }
        }

        return writer.WrittenSpan.ToArray();
    }

    public static StoredFileRank[] DecodeFiles(ReadOnlySpan<byte> data)
    {
        var at = 0;
        var files = new StoredFileRank[Count(data, ref at)];
        for (var i = 0; i < files.Length; i++)
        {
            var path = Varint.ReadText(data, ref at);
            var (flow, mentionedBy) = Read(data, ref at);
            files[i] = new StoredFileRank(path, flow, mentionedBy);
        }

        return files;
    }

    public static StoredSymbolRank[][] DecodeSymbols(ReadOnlySpan<byte> data, int files)
    {
        var at = 0;
        var symbols = new StoredSymbolRank[files][];
        for (var i = 0; i < files; i++)
        {
            symbols[i] = new StoredSymbolRank[Count(data, ref at)];
            for (var n = 0; n < symbols[i].Length; n++)
            {
                var name = Varint.ReadText(data, ref at);
                var (flow, mentionedBy) = Read(data, ref at);
                symbols[i][n] = new StoredSymbolRank(name, flow, mentionedBy);
            }
        }

        return symbols;
    }

    private static void Write(ArrayBufferWriter<byte> writer, float flow, int mentionedBy)
    {
        BinaryPrimitives.WriteSingleLittleEndian(writer.GetSpan(4), flow);
        writer.Advance(4);
        Varint.Write(writer, (uint)mentionedBy);
    }

    private static (float Flow, int MentionedBy) Read(ReadOnlySpan<byte> data, ref int at)
    {
        if (data.Length - at < 4)
        {
            throw new InvalidDataException("The reference graph ends too early.");
        }

        var flow = BinaryPrimitives.ReadSingleLittleEndian(data[at..]);
        at += 4;
        return (flow, (int)Varint.Read(data, ref at));
    }

    // Each entry takes bytes of its own, so that a damaged number never asks for memory.
    private static int Count(ReadOnlySpan<byte> data, ref int at)
    {
        var count = Varint.Read(data, ref at);
        return count <= data.Length ? (int)count : throw new InvalidDataException("The reference graph is damaged.");
    }
}
