using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.Tokenizers;

namespace Plumb.Tokens.Tests;

public sealed class TokenEncodingTests
{
    private static readonly TokenEncoding O200k = TokenEncoding.Find("o200k_base")!;
    private static readonly TokenEncoding Cl100k = TokenEncoding.Find("cl100k_base")!;

    /// <summary>
    /// Microsoft.ML.Tokenizers splits by UTF-16 units, so half a character beyond the first plane may go with a word,
    /// and a letter there is a symbol, which the published pattern does otherwise: such texts are compared with tiktoken's own counts only. The same goes for
    /// surrogates without a partner, which the library counts as something other than U+FFFD.
    /// </summary>
    [Theory]
    [InlineData("o200k_base", "gpt-4o")]
    [InlineData("cl100k_base", "gpt-4")]
    public void Counts_what_Microsoft_ML_Tokenizers_counts(string encoding, string model)
    {
        // No special tokens: theirs live in a cache, and their counts change as it fills.
        var oracle = TiktokenTokenizer.CreateForModel(model, new Dictionary<string, int>());
        var ours = TokenEncoding.Find(encoding)!;
        foreach (var raw in RandomText.Create(seed: 1, count: 20_000, allPlanes: false))
        {
            var text = string.Concat(raw.EnumerateRunes().Where(r => r.IsBmp).Select(r => r.ToString()));
            if (!text.Contains("<|", StringComparison.Ordinal) && oracle.CountTokens(text) != ours.Count(text))
            {
                Assert.Fail($"{oracle.CountTokens(text)} there, {ours.Count(text)} here: {string.Join(' ', text.Select(c => ((int)c).ToString("x", CultureInfo.InvariantCulture)))}");
            }
        }
    }

    [Fact]
    public void Counts_the_repositorys_own_files_as_Microsoft_ML_Tokenizers_does()
    {
        var oracle = TiktokenTokenizer.CreateForModel("gpt-4o");
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Lsp.sln")))
        {
            root = Path.GetDirectoryName(root)!;
        }

        foreach (var path in Directory.EnumerateFiles(Path.Combine(root, "server", "Plumb.Tokens"), "*.cs", SearchOption.AllDirectories))
        {
            var text = File.ReadAllText(path);
            Assert.Equal(oracle.CountTokens(text), O200k.Count(text));
        }
    }

    /// <summary>
    /// The fixture was written by npm tiktoken 1.0.22 (tests/Plumb.TokenOracle): the encodings, and then a line for each
    /// text: the text as UTF-16 in hexadecimal, and its counts.
    /// </summary>
    [Fact]
    public void Counts_what_tiktoken_counts()
    {
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Fixtures", "tiktoken-counts.txt"));
        var encodings = lines[0].Split(' ').Select(name => TokenEncoding.Find(name)!).ToArray();
        Assert.Equal(TokenEncoding.Names.Order(StringComparer.Ordinal), encodings.Select(e => e.Name).Order(StringComparer.Ordinal));
        Assert.True(lines.Length > 150);
        foreach (var line in lines[1..])
        {
            var parts = line.Split(' ');
            var text = string.Concat(parts[0].Chunk(4).Select(h => (char)Convert.ToInt32(new string(h), 16)));
            Assert.Equal((text, string.Join(' ', parts[1..])), (text, string.Join(' ', encodings.Select(e => e.Count(text)))));
        }
    }

    /// <summary>The build packs the vocabularies with a hash of its own: every token has to be found by the reader's.</summary>
    [Theory]
    [InlineData("o200k_base", "o200k_base")]
    [InlineData("o200k_harmony", "o200k_base")]
    [InlineData("cl100k_base", "cl100k_base")]
    [InlineData("p50k_base", "p50k_base")]
    [InlineData("r50k_base", "r50k_base")]
    public void Every_token_of_the_package_is_found_under_its_rank(string name, string resource)
    {
        var vocabulary = TokenEncoding.Find(name)!.Vocabulary;
        using var stream = typeof(SharpToken.GptEncoding).Assembly.GetManifestResourceStream($"SharpToken.data.{resource}.tiktoken")!;
        using var reader = new StreamReader(stream);
        var count = 0;
        while (reader.ReadLine() is { } line)
        {
            if (line.Split(' ') is [var token, var rank])
            {
                Assert.Equal(int.Parse(rank, CultureInfo.InvariantCulture), vocabulary.Rank(Convert.FromBase64String(token)));
                count++;
            }
        }

        Assert.True(count > 50_000);
        Assert.Equal(Bpe.Vocabulary.None, vocabulary.Rank("no token is as odd as this one"u8));
    }

    [Fact]
    public void A_run_of_spaces_is_one_token_in_p50k_base_alone() =>
        Assert.Equal((1, 24), (TokenEncoding.Find("p50k_base")!.Count(new string(' ', 24)), TokenEncoding.Find("r50k_base")!.Count(new string(' ', 24))));

    [Fact]
    public void Counts_special_tokens_as_plain_text() => Assert.Equal(7, Cl100k.Count("<|endoftext|>"));

    [Fact]
    public void Counts_the_text_after_a_byte_order_mark() => Assert.Equal(O200k.Count("hello"), O200k.Count("\uFEFFhello"));

    [Fact]
    public void Counts_nothing_in_an_empty_text() => Assert.Equal((0, 0), (O200k.Count(""), O200k.Count("\uFEFF")));

    [Fact]
    public void Counts_a_lone_surrogate_as_the_replacement_character() => Assert.Equal(O200k.Count("a\uFFFDb"), O200k.Count("a\uD800b"));

    [Fact]
    public void Counts_the_same_however_a_long_run_is_merged()
    {
        // The same merging, by scanning in the library and by a heap here.
        var oracle = TiktokenTokenizer.CreateForModel("gpt-4o");
        foreach (var text in (string[])[new string('a', 999), new string(' ', 700), string.Concat(Enumerable.Repeat("ab", 300)), string.Concat(Enumerable.Repeat("=-", 333)), new string('中', 200)])
        {
            Assert.Equal(oracle.CountTokens(text), O200k.Count(text));
        }
    }

    public static TheoryData<string, string> Megabytes => new()
    {
        { "one letter", new string('a', 1 << 20) },
        { "one CJK character", new string('中', 1 << 20) },
        { "spaces", new string(' ', 1 << 20) },
        { "new lines", new string('\n', 1 << 20) },
        { "emoji", string.Concat(Enumerable.Repeat("😀", 1 << 19)) },
        { "marks", new string('\u0301', 1 << 20) },
        { "mixed case", string.Concat(Enumerable.Repeat("中A", 1 << 19)) },
        { "base64", Convert.ToBase64String([.. Enumerable.Range(0, 786_432).Select(i => (byte)(i * 31 ^ (i >> 8)))]) },
    };

    [Theory]
    [MemberData(nameof(Megabytes))]
    public void Counts_a_megabyte_of_anything_in_seconds(string what, string text)
    {
        O200k.Count("load");
        var watch = Stopwatch.StartNew();
        O200k.Count(text);

        // A quarter of a second in truth; the library's merging would take an hour.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"{what}: {watch.Elapsed}");
    }

    [Fact]
    public void Counts_from_many_threads()
    {
        var texts = RandomText.Create(seed: 3, count: 500, allPlanes: true).ToArray();
        var expected = texts.Select(t => O200k.Count(t)).ToArray();
        Parallel.For(0, 4, _ => Assert.Equal(expected, texts.Select(t => O200k.Count(t))));
    }

    [Fact]
    public void An_unknown_encoding_is_not_found() => Assert.Null(TokenEncoding.Find("p50k_edit"));
}
