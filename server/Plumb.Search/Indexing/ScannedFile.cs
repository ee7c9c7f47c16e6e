using Plumb.Search.Chunking;
using Plumb.Search.Storage;
using Plumb.Text;

namespace Plumb.Search.Indexing;

/// <summary>A document with its chunks and its shape: all that can fail is done before a segment takes it up.</summary>
internal sealed record ScannedFile(TextDocument Document, IReadOnlyList<Chunk> Chunks, FileShape Shape)
{
    public static ScannedFile Of(TextDocument document)
    {
        var chunks = Chunker.Split(document);
        var declarations = document.Outline.Declarations;
        var lines = document.Lines;
        var symbols = new StoredSymbol[declarations.Count];
        for (var i = 0; i < symbols.Length; i++)
        {
            var declaration = declarations[i];
            var nameLine = lines.GetLine(declaration.NameSpan.Start);
            symbols[i] = new StoredSymbol(
                declaration.Kind,
                declaration.Name,
                declaration.Parent,
                nameLine,
                declaration.NameSpan.Start - lines.GetLineStart(nameLine),
                lines.GetLine(declaration.Span.Start),
                lines.GetLine(Math.Max(declaration.Span.Start, declaration.Span.End - 1)));
        }

        return new ScannedFile(document, chunks, new FileShape(symbols, [.. chunks.Select(c => new StoredChunk(c.StartLine, c.EndLine, c.Declaration, c.IsWhole))]));
    }
}
