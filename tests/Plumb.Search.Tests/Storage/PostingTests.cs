using Plumb.Search.Storage;
using Plumb.Text;

namespace Plumb.Search.Tests.Storage;

public class PostingTests
{
    [Fact]
    public void Postings_come_back_as_they_were_written()
    {
        var random = new Random(3);
        var expected = new SortedDictionary<string, (int, byte)[]>(StringComparer.Ordinal);
        for (var i = 0; i < 3000; i++)
        {
            var documents = Enumerable.Range(0, random.Next(1, random.Next(1, 400))).Select(_ => random.Next(1 << 20)).Distinct().Order();
            expected[random.Next(20_000).ToString("x") + new string('z', random.Next(60))] = [.. documents.Select(d => (d, (byte)random.Next(256)))];
        }

        var writer = new PostingBlockWriter();
        foreach (var (term, entries) in expected)
        {
            writer.Add(PostingBlockReader.KeyOf(term), entries);
        }

        var actual = new Dictionary<string, (int, byte)[]>();
        foreach (var block in writer.Finish())
        {
            var reader = new PostingBlockReader(block.Data);
            var isFirst = true;
            while (reader.Next())
            {
                Assert.True(!isFirst || reader.Term.SequenceEqual(block.FirstTerm));
                isFirst = false;
                var entries = new List<(int, byte)>();
                PostingBlockReader.Decode(reader.Postings, reader.Count, entries);
                actual.Add(System.Text.Encoding.UTF8.GetString(reader.Term), [.. entries]);
            }
        }

        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Damaged_blocks_are_told_and_never_read_past_their_end()
    {
        var writer = new PostingBlockWriter();
        for (var i = 0; i < 50; i++)
        {
            writer.Add(PostingBlockReader.KeyOf($"term{i:000}"), [(i, 1), (i + 5, 2)]);
        }

        var data = writer.Finish().Single().Data;
        var random = new Random(5);
        for (var round = 0; round < 5000; round++)
        {
            var damaged = data[..random.Next(data.Length)];
            for (var hit = random.Next(4); hit > 0 && damaged.Length > 0; hit--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            try
            {
                var reader = new PostingBlockReader(damaged);
                while (reader.Next())
                {
                    PostingBlockReader.Decode(reader.Postings, Math.Min(reader.Count, 1000), []);
                }
            }
            catch (Exception e)
            {
                Assert.True(e is InvalidDataException or ArgumentOutOfRangeException or IndexOutOfRangeException, e.ToString());
            }
        }
    }

    [Fact]
    public void A_posting_keeps_its_fields()
    {
        var posting = Posting.Pack(body: 4, doc: 2, SymbolLevel.Primary, inPath: true);
        Assert.Equal((4f, 2, SymbolLevel.Primary, true), (posting.Body, posting.Doc, posting.Symbol, posting.InPath));
        Assert.Equal((14f, 3, SymbolLevel.None, false), (Posting.Pack(500, 9, SymbolLevel.None, false).Body, Posting.Pack(500, 9, SymbolLevel.None, false).Doc, SymbolLevel.None, false));
    }

    [Fact]
    public void The_shape_of_a_file_comes_back_as_it_was()
    {
        var shape = new FileShape(
            [
                new StoredSymbol(DeclarationKind.Namespace, "Outer", -1, 3, 10, 2, 40),
                new StoredSymbol(DeclarationKind.Class, "Größe", 0, 7, 4, 5, 20),
                new StoredSymbol(DeclarationKind.Method, "run", 1, 9, 8, 9, 9),
            ],
            [new StoredChunk(0, 4, -1, false), new StoredChunk(4, 30, 1, true), new StoredChunk(31, 41, 0, false)]);

        var back = FileShape.Decode(FileShape.Encode(shape));

        Assert.Equal(shape.Symbols, back.Symbols);
        Assert.Equal(shape.Chunks, back.Chunks);
        Assert.Equal("Outer.Größe.run", back.PathOf(2));
        Assert.Equal(string.Empty, back.PathOf(-1));
    }
}
