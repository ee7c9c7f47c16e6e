using System.Text;
using Plumb.Search.Embedding;
using Plumb.Search.Storage;
using Plumb.Search.Terms;
using Plumb.Text;

namespace Plumb.Search.Indexing;

/// <summary>
/// Collects scanned files into one segment. Each worker owns one and hands it over when it is full, so that memory
/// stays bounded whatever the size of the tree.
/// </summary>
internal sealed class SegmentBuilder
{
    // About 24 MB of postings while they are collected: a million-line tree gives four or five segments.
    public const int MaxPostings = 3_000_000;
    private const int PageSize = 1 << 16;

    private readonly TermTable terms = new();
    private readonly List<SegmentFile> files = [];
    private readonly List<ushort> lengths = [];
    private readonly List<ulong> fingerprints = [];
    private readonly TermVectors? vectors;

    // term (32 bits) | document (24 bits) | packed posting (8 bits), in the order of the documents. In pages, since an
    // array that grows leaves its former selves to the collector.
    private readonly List<ulong[]> pages = [];
    private int postingCount;

    private Tally[] tallies = new Tally[1 << 15];
    private readonly List<int> touched = [];
    private int generation;

    private readonly int maxPostings;

    /// <param name="embedder">Gives each chunk its vector; null where none is at hand.</param>
    /// <param name="maxPostings">It is full with so many.</param>
    public SegmentBuilder(ITermEmbedder? embedder = null, int maxPostings = MaxPostings)
    {
        this.maxPostings = maxPostings;
        vectors = embedder is null ? null : new TermVectors(embedder, terms);
    }

    public bool IsEmpty => files.Count == 0;

    public bool IsFull => postingCount >= maxPostings;

    /// <summary>Adds one file with all its chunks.</summary>
    /// <param name="scanned">Text, outline and chunks.</param>
    /// <param name="size">Bytes on disk.</param>
    /// <param name="modifiedTicks">Last write time, UTC ticks.</param>
    /// <param name="hash">Hash of the bytes.</param>
    public void Add(ScannedFile scanned, long size, long modifiedTicks, byte[] hash)
    {
        var (document, chunks, shape) = scanned;
        var declarations = document.Outline.Declarations;
        var lines = document.Lines;
        var first = lengths.Count;
        var nextDeclaration = 0;
        var nextContent = 0;
        var byName = OrderByName(declarations);
        foreach (var chunk in chunks)
        {
            generation++;
            touched.Clear();
            var span = new TextSpan(lines.GetLineStart(chunk.StartLine), lines.GetLineStart(chunk.EndLine));
            var length = CountBody(document, span, ref nextContent);
            var context = chunk.Declaration;
            if (chunk.IsWhole)
            {
                context = declarations[chunk.Declaration].Parent;
                MarkName(declarations[chunk.Declaration].Name, SymbolLevel.Primary, DefinitionLevel(declarations, chunk.Declaration, SymbolLevel.Primary));
            }

            for (; context >= 0; context = declarations[context].Parent)
            {
                MarkName(declarations[context].Name, SymbolLevel.Context, SymbolLevel.None);
            }

            while (nextDeclaration < byName.Length && declarations[byName[nextDeclaration]].NameSpan.Start < span.End)
            {
                var index = byName[nextDeclaration++];
                var declaration = declarations[index];
                if (declaration.NameSpan.Start >= span.Start)
                {
                    MarkName(declaration.Name, SymbolLevel.Declared, DefinitionLevel(declarations, index, SymbolLevel.Declared));
                    CountDoc(document.Text, declaration.Doc, span);
                }
            }

            MarkPath(document.Path);
            lengths.Add((ushort)Math.Min(length, ushort.MaxValue));
            Collect(lengths.Count - 1);
        }

        files.Add(new SegmentFile(document.Path, size, modifiedTicks, hash, document.Language.Id, lines.LineCount, first, chunks.Count, declarations.Count, FileShape.Encode(shape)));
    }

    public SegmentData Build()
    {
        var (starts, postings) = SortByTerm();
        var order = new (byte[] Key, int Start, int End)[terms.Count];
        var n = 0;
        for (var id = 0; id < terms.Count; id++)
        {
            if (starts[id] < starts[id + 1])
            {
                order[n++] = (BytesOf(terms[id]), starts[id], starts[id + 1]);
            }
        }

        Array.Sort(order, 0, n, ByKey.Instance);
        var writer = new PostingBlockWriter();
        var entries = new List<(int Document, byte Packed)>();
        for (var i = 0; i < n; i++)
        {
            entries.Clear();
            for (var p = order[i].Start; p < order[i].End; p++)
            {
                entries.Add(((int)(postings[p] >> 8), (byte)postings[p]));
            }

            writer.Add(order[i].Key, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(entries));
        }

        return new SegmentData(files, [.. lengths], [.. fingerprints], writer.Finish(), vectors is null ? [] : [vectors.Build()]);
    }

    private static byte[] BytesOf(ReadOnlySpan<char> term)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(term)];
        Encoding.UTF8.GetBytes(term, bytes);
        return bytes;
    }

    // Counting, then placing: the documents of a term stay in their order. Gives where each term's postings start.
    private (int[] Starts, uint[] Postings) SortByTerm()
    {
        var starts = new int[terms.Count + 1];
        for (var i = 0; i < postingCount; i++)
        {
            starts[(int)(pages[i / PageSize][i % PageSize] >> 32) + 1]++;
        }

        for (var id = 1; id < starts.Length; id++)
        {
            starts[id] += starts[id - 1];
        }

        var next = starts.AsSpan(0, terms.Count).ToArray();
        var sorted = GC.AllocateUninitializedArray<uint>(postingCount);
        for (var i = 0; i < postingCount; i++)
        {
            var posting = pages[i / PageSize][i % PageSize];
            sorted[next[(int)(posting >> 32)]++] = (uint)posting;
        }

        return (starts, sorted);
    }

    private static int[] OrderByName(IReadOnlyList<Declaration> declarations)
    {
        var order = new int[declarations.Count];
        var keys = new int[declarations.Count];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
            keys[i] = declarations[i].NameSpan.Start;
        }

        Array.Sort(keys, order);
        return order;
    }

    // Returns the number of words. Where the outline names the spans worth reading, the rest is passed over.
    private int CountBody(TextDocument document, TextSpan span, ref int nextContent)
    {
        var content = document.Outline.Content;
        if (content.Count == 0)
        {
            return CountWords(document.Text.AsSpan(span.Start, span.Length));
        }

        var words = 0;
        while (nextContent < content.Count && content[nextContent].End <= span.Start)
        {
            nextContent++;
        }

        for (var i = nextContent; i < content.Count && content[i].Start < span.End; i++)
        {
            var start = Math.Max(content[i].Start, span.Start);
            words += CountWords(document.Text.AsSpan(start, Math.Min(content[i].End, span.End) - start));
        }

        return words;
    }

    private int CountWords(ReadOnlySpan<char> text)
    {
        var words = 0;
        var scanner = new IdentifierScanner(text);
        while (scanner.Next(out var identifier))
        {
            words++;
            if (identifier.Length == 1 && identifier[0] < 128)
            {
                continue;
            }

            foreach (var term in terms.TermsOf(identifier))
            {
                Touch(term).Body++;
            }
        }

        return words;
    }

    private void CountDoc(string text, TextSpan doc, TextSpan chunk)
    {
        var start = Math.Max(doc.Start, chunk.Start);
        var end = Math.Min(doc.End, chunk.End);
        if (start >= end)
        {
            return;
        }

        var scanner = new IdentifierScanner(text.AsSpan(start, end - start));
        while (scanner.Next(out var identifier))
        {
            foreach (var term in terms.TermsOf(identifier))
            {
                ref var tally = ref Touch(term);
                if (tally.Doc < byte.MaxValue)
                {
                    tally.Doc++;
                }
            }
        }
    }

    // How strongly a declaration defines its name. A block that adds members to a type repeats a name that is defined
    // elsewhere; a namespace, or a module that holds nothing but types, only encloses what is asked for.
    private static SymbolLevel DefinitionLevel(IReadOnlyList<Declaration> declarations, int index, SymbolLevel level) => declarations[index].Kind switch
    {
        DeclarationKind.Namespace => SymbolLevel.None,
        DeclarationKind.Extension => SymbolLevel.Context,
        DeclarationKind.Module when HoldsOnlyTypes(declarations, index) => SymbolLevel.None,
        _ => level,
    };

    private static bool HoldsOnlyTypes(IReadOnlyList<Declaration> declarations, int index)
    {
        var children = 0;
        for (var i = index + 1; i < declarations.Count && declarations[i].Span.Start < declarations[index].Span.End; i++)
        {
            if (declarations[i].Parent != index)
            {
                continue;
            }

            children++;
            if (declarations[i].Kind is not (DeclarationKind.Module or DeclarationKind.Class or DeclarationKind.Struct or DeclarationKind.Interface or DeclarationKind.Trait))
            {
                return false;
            }
        }

        return children > 0;
    }

    private void MarkName(string name, SymbolLevel level, SymbolLevel definitionLevel)
    {
        var scanner = new IdentifierScanner(name);
        while (scanner.Next(out var identifier))
        {
            foreach (var term in terms.TermsOf(identifier))
            {
                ref var tally = ref Touch(term);
                tally.Symbol = tally.Symbol < level ? level : tally.Symbol;
            }
        }

        // A name that is declared here also stands under its own mark, so that a query for exactly it finds this place.
        var definition = definitionLevel > SymbolLevel.None ? terms.DefinitionTermOf(name) : -1;
        if (definition >= 0)
        {
            ref var tally = ref Touch(definition);
            tally.Symbol = tally.Symbol < definitionLevel ? definitionLevel : tally.Symbol;
        }
    }

    private void MarkPath(string path)
    {
        var scanner = new IdentifierScanner(path);
        while (scanner.Next(out var identifier))
        {
            foreach (var term in terms.TermsOf(identifier))
            {
                Touch(term).InPath = true;
            }
        }
    }

    private ref Tally Touch(int term)
    {
        if (term >= tallies.Length)
        {
            Array.Resize(ref tallies, Math.Max(term + 1, tallies.Length * 2));
        }

        ref var tally = ref tallies[term];
        if (tally.Generation != generation)
        {
            tally = new Tally { Generation = generation };
            touched.Add(term);
        }

        return ref tally;
    }

    private void Collect(int document)
    {
        var fingerprint = default(Fingerprint);
        foreach (var term in touched)
        {
            ref var tally = ref tallies[term];
            fingerprint.Add(terms.HashOf(term), tally.Body);
            vectors?.Count(term, tally.Body, tally.Doc, tally.Symbol, tally.InPath);
            var packed = Posting.Pack(tally.Body, tally.Doc, tally.Symbol, tally.InPath).Packed;
            if (postingCount % PageSize == 0)
            {
                pages.Add(GC.AllocateUninitializedArray<ulong>(PageSize));
            }

            pages[^1][postingCount++ % PageSize] = ((ulong)term << 32) | ((ulong)document << 8) | packed;
        }

        fingerprints.Add(fingerprint.Value);
        vectors?.EndDocument();
    }

    private struct Tally
    {
        public int Generation;
        public int Body;
        public byte Doc;
        public SymbolLevel Symbol;
        public bool InPath;
    }

    private sealed class ByKey : IComparer<(byte[] Key, int Start, int End)>
    {
        public static readonly ByKey Instance = new();

        public int Compare((byte[] Key, int Start, int End) x, (byte[] Key, int Start, int End) y) =>
            x.Key.AsSpan().SequenceCompareTo(y.Key);
    }
}
