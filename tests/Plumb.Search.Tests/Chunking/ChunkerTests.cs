using System.Text;
using Plumb.Search.Chunking;
using Plumb.Text;

namespace Plumb.Search.Tests.Chunking;

public class ChunkerTests
{
    [Fact]
    public void Chunks_are_in_order_do_not_overlap_and_cover_every_line_with_text()
    {
        var random = new Random(11);
        for (var round = 0; round < 300; round++)
        {
            var document = RandomDocument(random);
            var covered = new bool[document.Lines.LineCount];
            var at = 0;
            foreach (var chunk in Chunker.Split(document))
            {
                Assert.True(chunk.StartLine >= at && chunk.EndLine > chunk.StartLine && chunk.EndLine <= document.Lines.LineCount);
                Array.Fill(covered, true, chunk.StartLine, chunk.EndLine - chunk.StartLine);
                at = chunk.EndLine;
            }

            for (var line = 0; line < covered.Length; line++)
            {
                var span = document.Lines.GetLineSpan(line);
                Assert.True(covered[line] || string.IsNullOrWhiteSpace(document.Text[span.Start..span.End]), $"line {line} of round {round}");
            }
        }
    }

    [Fact]
    public void A_declaration_of_good_size_is_one_chunk_and_knows_itself()
    {
        var body = string.Concat(Enumerable.Range(0, 30).Select(i => $"    call number {i} of the body\n"));
        var text = "use something\n\n" + "function first {\n" + body + "}\n\nfunction second {\n" + body + "}\n";
        var starts = new[] { text.IndexOf("function first", StringComparison.Ordinal), text.IndexOf("function second", StringComparison.Ordinal) };
        var document = Document(text, (starts[0], starts[1] - 1, -1), (starts[1], text.Length, -1));

        var chunks = Chunker.Split(document);

        Assert.Contains(chunks, c => c is { Declaration: 0, IsWhole: true });
        Assert.Contains(chunks, c => c is { Declaration: 1, IsWhole: true, StartLine: 35 });
    }

    [Fact]
    public void Small_neighbours_are_merged()
    {
        var text = string.Concat(Enumerable.Range(0, 6).Select(i => $"def f{i}:\n  return {i}\n\n"));
        var document = Document(text, [.. Enumerable.Range(0, 6).Select(i => (text.IndexOf($"def f{i}", StringComparison.Ordinal), text.IndexOf($"return {i}", StringComparison.Ordinal) + 8, -1))]);
        Assert.Single(Chunker.Split(document));
    }

    [Fact]
    public void A_large_declaration_is_split_at_its_members_and_its_head_stays_it()
    {
        var members = Enumerable.Range(0, 5).Select(i => $"  method m{i} {{\n" + string.Concat(Enumerable.Repeat($"    statement of {i};\n", 40)) + "  }\n").ToList();
        var text = "/// What the type is for.\nclass Big {\n  field a;\n" + string.Concat(members) + "}\n";
        var declarations = new List<(int, int, int)> { (0, text.Length, -1) };
        var at = text.IndexOf("  method m0", StringComparison.Ordinal);
        foreach (var member in members)
        {
            declarations.Add((at, at + member.Length, 0));
            at += member.Length;
        }

        var chunks = Chunker.Split(Document(text, [.. declarations]));

        Assert.Equal(6, chunks.Count);
        Assert.Equal(new Chunk(0, 3, 0, true), chunks[0]);
        Assert.All(chunks.Skip(1), c => Assert.True(c.IsWhole));
    }

    [Fact]
    public void A_long_text_without_declarations_is_cut_at_blank_lines()
    {
        var paragraph = string.Concat(Enumerable.Repeat("words and more words in a line of text\n", 15));
        var chunks = Chunker.Split(Document(string.Join('\n', Enumerable.Repeat(paragraph, 10))));
        Assert.True(chunks.Count >= 5);
        Assert.All(chunks.Skip(1), c => Assert.Equal(0, c.StartLine % 16));
    }

    internal static TextDocument Document(string text, params (int Start, int End, int Parent)[] declarations)
    {
        var outline = new Outline(
            [.. declarations.Select((d, i) => new Declaration(DeclarationKind.Function, "d" + i, new TextSpan(d.Start, Math.Min(d.End, d.Start + 1)), new TextSpan(d.Start, d.End), default, default, d.Parent))],
            [],
            [],
            []);
        return new TextDocument("a.txt", LanguageTable.PlainText, 0, text, outline);
    }

    private static TextDocument RandomDocument(Random random)
    {
        var text = new StringBuilder();
        var lines = random.Next(1, 400);
        for (var i = 0; i < lines; i++)
        {
            text.Append(random.Next(5) == 0 ? string.Empty : new string('x', random.Next(1, 90))).Append(random.Next(10) == 0 ? "\r\n" : "\n");
        }

        var declarations = new List<(int, int, int)>();
        Nest(0, text.Length, -1, 0);
        return Document(text.ToString(), [.. declarations]);

        void Nest(int start, int end, int parent, int depth)
        {
            for (var at = start; depth < 4 && at < end;)
            {
                var first = at + random.Next(0, 200);
                var last = Math.Min(end, first + random.Next(1, 4000 >> depth));
                if (first >= end || last <= first)
                {
                    return;
                }

                declarations.Add((first, last, parent));
                Nest(first + 1, last - 1, declarations.Count - 1, depth + 1);
                at = last;
            }
        }
    }
}
