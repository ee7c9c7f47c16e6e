using System.Text.Json;
using Plumb.Embedders.Tests.Support;
using Plumb.Embedders.Tokenizers;
using Plumb.Search.Embedding;

namespace Plumb.Embedders.Tests.Tokenizers;

/// <summary>Tokenizers of each kind, compared with what Hugging Face's own implementation makes of the same texts.</summary>
public sealed class TokenizerTests
{
    public static TheoryData<string> Fixtures => ["wordpiece", "bytelevel", "metaspace", "unigram"];

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Ids_are_those_of_the_reference(string name)
    {
        var tokenizer = TokenizerFixture.Load(name, out var expected);
        var differing = expected.Select(e => (e.Text, Wanted: string.Join(' ', e.Ids), Got: string.Join(' ', tokenizer.Encode(e.Text)))).Where(e => e.Wanted != e.Got).ToList();
        Assert.True(differing.Count == 0, string.Join('\n', differing.Select(d => $"{JsonSerializer.Serialize(d.Text)}\n  reference {d.Wanted}\n  ours      {d.Got}")));
        Assert.True(expected.Count > 10);
    }

    [Fact]
    public void Special_tokens_come_from_the_post_processor()
    {
        var bert = TokenizerFixture.Load("wordpiece", out _).Special;
        Assert.Equal([2], bert.Before);
        Assert.Equal([3], bert.Behind);
        var roberta = TokenizerFixture.Load("bytelevel", out _).Special;
        Assert.Equal([0], roberta.Before);
        Assert.Equal([2], roberta.Behind);
        Assert.Equal(0, TokenizerFixture.Load("unigram", out _).Special.Count);
    }

    [Fact]
    public void A_vocabulary_file_is_berts_tokenizer()
    {
        using var folder = new Folder();
        var path = folder.Write("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\nretry\npol\n##icy\n!\n");
        var tokenizer = TokenizerFile.LoadVocabulary(path, lowercase: true);
        Assert.Equal([4, 5, 6, 7, 1], tokenizer.Encode("Retry POLÍCY! unknown"));
        Assert.Equal([2], tokenizer.Special.Before);
        Assert.Equal([1, 5, 6], TokenizerFile.LoadVocabulary(path, lowercase: false).Encode("Retry policy"));
    }

    [Theory]
    [InlineData("""{"type":"Whitespace"}""", "a b,,c d", "a|b|,,|c|d")]
    [InlineData("""{"type":"Sequence","pretokenizers":[{"type":"WhitespaceSplit"},{"type":"Digits","individual_digits":true}]}""", "a 12", "a|1|2")]
    [InlineData("""{"type":"Sequence","pretokenizers":[{"type":"WhitespaceSplit"},{"type":"Digits","individual_digits":false}]}""", "a12 b", "a|12|b")]
    [InlineData("""{"type":"Punctuation","behavior":"MergedWithPrevious"}""", "a,b,,c", "a,|b,|,|c")]
    [InlineData("""{"type":"Punctuation","behavior":"MergedWithNext"}""", "a,b,,c", "a|,b|,|,c")]
    [InlineData("""{"type":"Punctuation","behavior":"Contiguous"}""", "a,,b", "a|,,|b")]
    [InlineData("""{"type":"Split","pattern":{"Regex":"[a-z]+"},"behavior":"Removed","invert":true}""", "ab 12 cd", "ab|cd")]
    [InlineData("""{"type":"Split","pattern":{"String":"."},"behavior":"Isolated","invert":false}""", "a.b", "a|.|b")]
    [InlineData("""{"type":"CharDelimiterSplit","delimiter":"|"}""", "a|b", "a|b")]
    [InlineData("null", "a b", "a b")]
    public void Pieces_are_cut_as_the_file_says(string preTokenizer, string text, string pieces)
    {
        using var folder = new Folder();
        var words = pieces.Split('|').Distinct().ToList();
        var vocabulary = string.Join(',', words.Select((word, id) => $"{JsonSerializer.Serialize(word)}:{id}"));
        var path = folder.Write("tokenizer.json", $$$"""{"pre_tokenizer":{{{preTokenizer}}},"model":{"type":"WordLevel","unk_token":"?","vocab":{ {{{vocabulary}}},"?":99} }}""");
        Assert.Equal(pieces, string.Join('|', TokenizerFile.Load(path).Encode(text).Select(id => id == 99 ? "?" : words[id])));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"model":{"type":"WordPiece","vocab":{}}}""")]
    [InlineData("""{"model":{"type":"WordPiece","vocab":{"a":-1,"[UNK]":0}}}""")]
    [InlineData("""{"model":{"type":"WordPiece","vocab":{"a":2000000000,"[UNK]":0}}}""")]
    [InlineData("""{"model":{"type":"WordPiece","vocab":{"a":0}}}""")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":0},"merges":["a b"]}}""")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":0},"merges":[7]}}""")]
    [InlineData("""{"model":{"type":"Unigram","unk_id":9,"vocab":[["a",-1]]}}""")]
    [InlineData("""{"model":{"type":"Unigram","vocab":[["a"]]}}""")]
    [InlineData("""{"model":{"type":"Magic","vocab":{"a":0}}}""")]
    [InlineData("""{"normalizer":{"type":"Magic"},"model":{"type":"WordLevel","vocab":{"a":0}}}""")]
    [InlineData("""{"normalizer":{"type":"Precompiled","precompiled_charsmap":"AAAA"},"model":{"type":"WordLevel","vocab":{"a":0}}}""")]
    [InlineData("""{"normalizer":{"type":"Precompiled","precompiled_charsmap":"!"},"model":{"type":"WordLevel","vocab":{"a":0}}}""")]
    [InlineData("""{"pre_tokenizer":{"type":"Split","pattern":{"Regex":"("}},"model":{"type":"WordLevel","vocab":{"a":0}}}""")]
    [InlineData("""{"added_tokens":[{"id":-4,"content":"x"}],"model":{"type":"WordLevel","vocab":{"a":0}}}""")]
    [InlineData("""{"added_tokens":7,"model":{"type":"WordLevel","vocab":{"a":0}}}""")]
    public void A_file_that_cannot_be_used_is_told_in_one_sentence(string json)
    {
        using var folder = new Folder();
        var path = folder.Write("tokenizer.json", json);
        var error = Assert.Throws<EmbedderException>(() => TokenizerFile.Load(path));
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_long_run_without_spaces_takes_no_quadratic_time()
    {
        // Were merging quadratic, a million characters would take hours; the test would not end.
        var ids = TokenizerFixture.Load("metaspace", out _).Encode(string.Concat(Enumerable.Repeat("retryattempt", 80_000)));
        Assert.InRange(ids.Count, 100_000, 960_001);
    }
}
