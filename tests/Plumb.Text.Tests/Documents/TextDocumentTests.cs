namespace Plumb.Text.Tests;

public class TextDocumentTests
{
    private static TextDocument Document(string text) => new("a.cs", LanguageTable.PlainText, 1, text);

    [Fact]
    public void Each_edit_is_told_in_the_text_that_the_one_before_left()
    {
        var changed = Document("one\ntwo\n").WithChanges(
            [
                new TextChange(new PositionRange(new Position(0, 0), new Position(0, 3)), "1\n2"),
                new TextChange(new PositionRange(new Position(1, 0), new Position(1, 1)), "II"),
            ],
            2,
            PositionEncoding.Utf16);

        Assert.Equal("1\nII\ntwo\n", changed.Text);
        Assert.Equal(2, changed.Revision);
        Assert.Equal(4, changed.Lines.LineCount);
    }

    [Fact]
    public void An_edit_without_a_range_replaces_everything() =>
        Assert.Equal("new", Document("old").WithChanges([new TextChange(null, "new")], 2, PositionEncoding.Utf8).Text);

    [Theory]
    [InlineData(PositionEncoding.Utf8)]
    [InlineData(PositionEncoding.Utf16)]
    [InlineData(PositionEncoding.Utf32)]
    public void Edits_give_what_replacing_by_offsets_gives(PositionEncoding encoding)
    {
        string[] parts = ["a", "é", "\ud83d\ude00", "\n", "\r\n", "xyz"];
        var random = new Random(2);
        for (var round = 0; round < 300; round++)
        {
            var document = Document(Text());
            var expected = document.Text;
            var changes = new List<TextChange>();
            for (var i = 0; i < 4; i++)
            {
                var index = new LineIndex(expected);
                var (from, to) = (Boundary(expected), Boundary(expected));
                (from, to) = (Math.Min(from, to), Math.Max(from, to));
                var inserted = Text();
                changes.Add(new TextChange(index.ToRange(new TextSpan(from, to), encoding), inserted));
                expected = string.Concat(expected.AsSpan(0, from), inserted, expected.AsSpan(to));
            }

            Assert.Equal(expected, document.WithChanges(changes, 2, encoding).Text);
        }

        string Text() => string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => parts[random.Next(parts.Length)]));

        int Boundary(string text)
        {
            var at = random.Next(text.Length + 1);
            while (at > 0 && at < text.Length && (char.IsLowSurrogate(text[at]) || (text[at] == '\n' && text[at - 1] == '\r')))
            {
                at--;
            }

            return at;
        }
    }
}
