using System.Text;

namespace Plumb.Text.Tests;

public class SourceDecoderTests
{
    [Theory]
    [InlineData("utf-8", false)]
    [InlineData("utf-8", true)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-32", true)]
    [InlineData("utf-32BE", true)]
    public void Text_comes_back_from_each_encoding(string name, bool mark)
    {
        const string Text = "class é { \ud83d\ude00 }\r\n";
        var encoding = Encoding.GetEncoding(name);
        byte[] bytes = [.. mark ? encoding.GetPreamble() : [], .. encoding.GetBytes(Text)];

        var decoded = SourceDecoder.Decode(bytes);

        Assert.Equal(Text, decoded.Text);
        Assert.Equal(DecodeProblem.None, decoded.Problem);
    }

    [Fact]
    public void Old_single_byte_text_is_read_and_said_to_be_so()
    {
        var decoded = SourceDecoder.Decode(Encoding.Latin1.GetBytes("caf\u00e9 au lait"));
        Assert.Equal("caf\u00e9 au lait", decoded.Text);
        Assert.Equal(DecodeProblem.BadEncoding, decoded.Problem);
    }

    [Fact]
    public void Bytes_with_zeros_or_many_controls_are_binary()
    {
        Assert.Equal(DecodeProblem.Binary, SourceDecoder.Decode([1, 0, 2]).Problem);
        Assert.Null(SourceDecoder.Decode([0xFF, 0x80, 1, 2, 3, 4, 5]).Text);
    }

    [Fact]
    public void Nothing_is_an_empty_text() => Assert.Equal("", SourceDecoder.Decode([]).Text);

    [Fact]
    public void Any_bytes_decode_without_an_exception()
    {
        var random = new Random(3);
        for (var round = 0; round < 2000; round++)
        {
            var bytes = new byte[random.Next(64)];
            random.NextBytes(bytes);
            _ = SourceDecoder.Decode(bytes);
        }
    }
}
