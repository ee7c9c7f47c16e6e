using Plumb.Ask.Guardrails;
using Plumb.Ask.Models;

namespace Plumb.Ask.Tests;

/// <summary>Secrets in an answer that comes in pieces, however it is cut.</summary>
public sealed class SecretFilterStreamTests
{
    private static readonly string Token = "ghp_" + string.Concat(Enumerable.Repeat("a1B2c3D4e5", 4))[..36];
    private static readonly string Key = "-----BEGIN RSA PRIVATE KEY-----\n" + string.Join('\n', Enumerable.Repeat("MIIEpAIBAAKCAQEA7bq3Xr9pQ2s8t1u0vWxYz4567890abcdefghijklmnopqrstu", 4)) + "\n-----END RSA PRIVATE KEY-----";

    private static readonly string[] All =
    [
        "Nothing here is secret.\nNot even here: 4711.\n",
        $"The token is {Token} (`src/a.py:1`).\n",
        $"{Token}",
        $"a {Token}\nb {Token} c\n\nend",
        $"api_key = \"Zx81kQ0pLm37Rt55Vw\"\nnext line\n",
        $"before\n{Key}\nafter {Token}",
        "postgres://admin:Tr0ub4dor3x@db.example/x and more\n",
        "写作没有空格的文字也要马上出现。",
        "",
    ];

    public static TheoryData<string> Texts => [.. All];

    [Theory]
    [MemberData(nameof(Texts))]
    public void Pieces_of_any_length_come_out_as_the_whole_would(string text)
    {
        for (var size = 1; size <= 40; size++)
        {
            Assert.Equal(OutboundGate.Pass(text), string.Concat(Stream(text, size)));
        }
    }

    [Fact]
    public void No_text_is_ever_seen_that_has_to_be_taken_back()
    {
        foreach (var text in All)
        {
            var seen = "";
            foreach (var piece in Stream(text, 3))
            {
                seen += piece;
                Assert.StartsWith(seen, OutboundGate.Pass(text));
            }
        }
    }

    [Fact]
    public void Words_are_not_held_longer_than_to_their_end()
    {
        var shown = new List<string>();
        var stream = new SecretFilterStream(new Collect(shown));
        stream.Report("It doubles the pa");
        Assert.Equal("It doubles the ", string.Concat(shown));
        stream.Report("use. ");
        Assert.Equal("It doubles the pause. ", string.Concat(shown));
        stream.Report("写作");
        Assert.Equal("It doubles the pause. 写作", string.Concat(shown));
    }

    private static List<string> Stream(string text, int size)
    {
        var shown = new List<string>();
        var stream = new SecretFilterStream(new Collect(shown));
        for (var at = 0; at < text.Length; at += size)
        {
            stream.Report(text.Substring(at, Math.Min(size, text.Length - at)));
        }

        stream.Complete();
        return shown;
    }

    private sealed class Collect(List<string> pieces) : IProgress<string>
    {
        public void Report(string value) => pieces.Add(value);
    }
}
