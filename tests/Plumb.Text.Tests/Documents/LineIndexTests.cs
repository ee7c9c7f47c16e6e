using System.Text;

namespace Plumb.Text.Tests;

public class LineIndexTests
{
    [Theory]
    [InlineData("", 1)]
    [InlineData("a", 1)]
    [InlineData("a\n", 2)]
    [InlineData("a\r\nb", 2)]
    [InlineData("a\rb", 2)]
    [InlineData("a\n\rb\r\n\n", 5)]
    public void Lines_end_at_each_of_the_three_line_ends(string text, int lines) => Assert.Equal(lines, new LineIndex(text).LineCount);

    [Fact]
    public void A_line_is_given_without_its_end()
    {
        const string Text = "one\r\ntwo\rthree\n";
        var index = new LineIndex(Text);
        string[] expected = ["one", "two", "three", ""];
        for (var i = 0; i < expected.Length; i++)
        {
            var span = index.GetLineSpan(i);
            Assert.Equal(expected[i], Text[span.Start..span.End]);
        }
    }

    [Fact]
    public void Columns_count_in_the_negotiated_unit()
    {
        // é is two bytes and one unit; the emoji four bytes, two units and one code point.
        const string Text = "x\né\ud83d\ude00z";
        var index = new LineIndex(Text);
        var z = Text.IndexOf('z', StringComparison.Ordinal);
        Assert.Equal(new Position(1, 6), index.ToPosition(z, PositionEncoding.Utf8));
        Assert.Equal(new Position(1, 3), index.ToPosition(z, PositionEncoding.Utf16));
        Assert.Equal(new Position(1, 2), index.ToPosition(z, PositionEncoding.Utf32));
    }

    [Fact]
    public void A_column_inside_a_code_point_is_its_start()
    {
        var index = new LineIndex("a\ud83d\ude00b");
        Assert.Equal(1, index.ToOffset(new Position(0, 3), PositionEncoding.Utf8));
        Assert.Equal(new Position(0, 1), index.ToPosition(2, PositionEncoding.Utf8));
        Assert.Equal(new Position(0, 1), index.ToPosition(2, PositionEncoding.Utf32));
    }

    [Fact]
    public void Positions_outside_the_text_are_clamped()
    {
        var index = new LineIndex("ab\ncd");
        Assert.Equal(2, index.ToOffset(new Position(0, 99), PositionEncoding.Utf16));
        Assert.Equal(5, index.ToOffset(new Position(99, 0), PositionEncoding.Utf16));
        Assert.Equal(0, index.ToOffset(new Position(-1, 5), PositionEncoding.Utf16));
        Assert.Equal(3, index.ToOffset(new Position(1, -5), PositionEncoding.Utf8));
        Assert.Equal(new Position(1, 2), index.ToPosition(99, PositionEncoding.Utf16));
    }

    [Theory]
    [InlineData(PositionEncoding.Utf8)]
    [InlineData(PositionEncoding.Utf16)]
    [InlineData(PositionEncoding.Utf32)]
    public void An_offset_at_a_code_point_comes_back(PositionEncoding encoding)
    {
        string[] parts = ["a", "é", "\ud83d\ude00", "\u4e2d", "\n", "\r\n", "\r", " ", "\ud83d"];
        var random = new Random(1);
        for (var round = 0; round < 500; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => parts[random.Next(parts.Length)]));
            var index = new LineIndex(text);
            for (var offset = 0; offset <= text.Length; offset += offset < text.Length && Rune.TryGetRuneAt(text, offset, out var rune) ? rune.Utf16SequenceLength : 1)
            {
                if (offset > 0 && offset < text.Length && text[offset - 1] == '\r' && text[offset] == '\n')
                {
                    // Inside a line end: no position names this place.
                    continue;
                }

                Assert.Equal(offset, index.ToOffset(index.ToPosition(offset, encoding), encoding));
            }
        }
    }
}
