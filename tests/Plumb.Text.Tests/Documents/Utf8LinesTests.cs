using System.Text;

namespace Plumb.Text.Tests.Documents;

public sealed class Utf8LinesTests
{
    [Theory]
    [InlineData("")]
    [InlineData("one")]
    [InlineData("one\n")]
    [InlineData("one\ntwo\n\nthree")]
    [InlineData("one\r\ntwo\rthree\n\r\n")]
    [InlineData("\r\r\n\n")]
    [InlineData("\uFEFFmarked\nü\n漢字 🙂\n")]
    public void Lines_are_those_of_the_decoded_text(string text) => AgreeWithLineIndex(text);

    [Fact]
    public void Lines_are_those_of_the_decoded_text_in_generated_texts()
    {
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            var text = new StringBuilder();
            var ends = round % 3 == 0 ? new[] { "\n", "\r\n", "\r" } : ["\n"];
            var words = new[] { "", "x", "über ", "漢", "🙂", new string('a', random.Next(3000)) };
            for (var i = random.Next(400); i > 0; i--)
            {
                text.Append(words[random.Next(words.Length)]).Append(random.Next(3) == 0 ? ends[random.Next(ends.Length)] : "");
            }

            AgreeWithLineIndex(text.ToString());
        }
    }

    [Theory]
    [InlineData(new byte[] { (byte)'a', 0, (byte)'b' })]
    [InlineData(new byte[] { (byte)'a', 0xFC, (byte)'b' })]
    [InlineData(new byte[] { 0xFF, 0xFE, (byte)'a', 0 })]
    public void Other_encodings_are_left_to_the_decoder(byte[] bytes) => Assert.False(Utf8Lines.TryOpen(bytes, out _));

    private static void AgreeWithLineIndex(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Assert.True(Utf8Lines.TryOpen(bytes, out var lines));
        var decoded = SourceDecoder.Decode(bytes).Text!;
        var index = new LineIndex(decoded);
        var random = new Random(text.Length);
        for (var i = 0; i < 20; i++)
        {
            var from = random.Next(index.LineCount + 1);
            var to = from + random.Next(index.LineCount + 2 - from);
            Assert.Equal(decoded[index.GetLineStart(from)..index.GetLineStart(to)], lines.Cut(from, to));
        }
    }
}
