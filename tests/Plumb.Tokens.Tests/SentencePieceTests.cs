using System.Text;
using System.Text.Json;

namespace Plumb.Tokens.Tests;

/// <summary>
/// <c>tokenizer.model</c>: the counts of the reference over small models of all sorts (Fixtures/sentencepiece/generate.py), and
/// by hand what no trainer writes.
/// </summary>
public sealed class SentencePieceTests
{
    private const int Normal = 1;
    private const int Unknown = 2;
    private const int Control = 3;
    private const int UserDefined = 4;
    private const int Unused = 5;
    private const int Unigram = 1;
    private const int Bpe = 2;
    private const int Word = 3;
    private const int Character = 4;

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Fixtures", "sentencepiece");

    [Theory]
    [InlineData("unigram")]
    [InlineData("unigram-bytes")]
    [InlineData("bpe")]
    [InlineData("bpe-phrases")]
    public void Counts_are_the_references(string model)
    {
        var tokenizer = TextTokenizer.Read(File.ReadAllBytes(Path.Combine(Folder, model + ".model")));
        var lines = File.ReadAllLines(Path.Combine(Folder, "counts.jsonl"));
        Assert.True(lines.Length > 250);
        foreach (var line in lines)
        {
            using var sample = JsonDocument.Parse(line);
            var text = sample.RootElement.GetProperty("text").GetString()!;
            Assert.True(sample.RootElement.GetProperty(model).GetInt32() == tokenizer.Count(text), $"{model}: {tokenizer.Count(text)} for {line}");
        }
    }

    [Fact]
    public void A_piece_that_is_not_to_come_out_is_cut_as_it_was_joined()
    {
        var pieces = new (string, float, int)[] { ("<unk>", 0, Unknown), ("a", -9, Normal), ("b", -9, Normal), ("ab", -1, Unused), ("abb", -2, Normal) };
        Assert.Equal(2, Count(Bpe, pieces, "ab"));
        Assert.Equal(1, Count(Bpe, pieces, "abb"));
        Assert.Equal(2, Count(Unigram, pieces, "ab"));
    }

    [Fact]
    public void Control_pieces_are_plain_text_and_the_users_symbols_are_whole()
    {
        var pieces = new (string, float, int)[] { ("<unk>", 0, Unknown), ("<s>", 0, Control), ("<x>", 0, UserDefined), ("<", -1, Normal), ("s", -1, Normal), (">", -1, Normal), ("x", -1, Normal) };
        foreach (var kind in new[] { Unigram, Bpe, Character })
        {
            Assert.Equal(3, Count(kind, pieces, "<s>"));
            Assert.Equal(1, Count(kind, pieces, "<x>"));
            Assert.Equal(3, Count(kind, pieces, "x<x>x"));
        }
    }

    [Fact]
    public void Neighbours_that_are_not_known_are_one_token()
    {
        var pieces = new (string, float, int)[] { ("<unk>", 0, Unknown), ("a", -1, Normal) };
        Assert.Equal(3, Count(Unigram, pieces, "a漢字a"));
        Assert.Equal(3, Count(Bpe, pieces, "a漢字a"));
        Assert.Equal(1, Count(Word, pieces, "漢字"));
    }

    [Fact]
    public void A_word_is_a_token_of_the_word_model()
    {
        var pieces = new (string, float, int)[] { ("<unk>", 0, Unknown), ("one", -1, Normal), ("\u2581two", -1, Normal) };
        Assert.Equal(3, Count(Word, pieces, "one two two"));
        Assert.Equal(2, Count(Word, pieces, "one three four"));
    }

    [Fact]
    public void A_surrogate_without_its_partner_and_a_byte_order_mark_are_what_they_are_elsewhere()
    {
        var pieces = new (string, float, int)[] { ("<unk>", 0, Unknown), ("a", -1, Normal), ("\uFFFD", -1, Normal) };
        Assert.Equal(2, Count(Unigram, pieces, "a\uD83D"));
        Assert.Equal(1, Count(Unigram, pieces, "\uFEFFa"));
        Assert.Equal(0, Count(Unigram, pieces, ""));
    }

    [Theory]
    [InlineData("It is no SentencePiece model, or a damaged one", new byte[] { 0x0A, 0x7F, 1 })]
    [InlineData("It is no SentencePiece model, or a damaged one", new byte[] { 0xFF, 0xFF, 0xFF })]
    [InlineData("It is no SentencePiece model, or holds no vocabulary", new byte[] { })]
    public void A_damaged_file_is_told(string message, byte[] content) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => TextTokenizer.Read(content)).Message, ignoreCase: true);

    [Fact]
    public void A_file_that_cannot_be_used_says_why()
    {
        Told("does not hold one piece for unknown text", Make(Unigram, [("a", -1, Normal)]));
        Told("holds the piece 2 twice", Make(Unigram, [("<unk>", 0, Unknown), ("a", -1, Normal), ("a", -1, Normal)]));
        Told("an empty piece", Make(Unigram, [("<unk>", 0, Unknown), ("", -1, Normal)]));
        Told("the unknown kind 9", Make(9, [("<unk>", 0, Unknown)]));
        Told("does not hold all 256", Make(Unigram, [("<unk>", 0, Unknown)], byteFallback: true));
        Told("character map is damaged", Make(Unigram, [("<unk>", 0, Unknown)], characterMap: [9, 0, 0, 0, 1]));
        Told("tiktoken's form", Encoding.ASCII.GetBytes("IQ== 0\nIg== 1\n"));
    }

    /// <summary>A model with any bit turned is read, or told to be damaged: nothing else, and never an endless loop.</summary>
    [Fact]
    public void Damage_is_a_format_exception_or_another_model()
    {
        var good = File.ReadAllBytes(Path.Combine(Folder, "unigram.model"));
        var random = new Random(5);
        for (var i = 0; i < 400; i++)
        {
            var bad = good[..(i % 3 == 0 ? random.Next(good.Length) : good.Length)];
            for (var n = random.Next(1, 6); n > 0 && bad.Length > 0; n--)
            {
                bad[random.Next(bad.Length)] = (byte)random.Next(256);
            }

            try
            {
                Assert.InRange(TextTokenizer.Read(bad).Count("the fox ﬃ 漢 <tab>"), 0, 100);
            }
            catch (FormatException)
            {
            }
        }
    }

    private static void Told(string part, byte[] content) =>
        Assert.Contains(part, Assert.Throws<FormatException>(() => TextTokenizer.Read(content)).Message, StringComparison.Ordinal);

    private static int Count(int kind, (string, float, int)[] pieces, string text) => TextTokenizer.Read(Make(kind, pieces)).Count(text);

    private static byte[] Make(int kind, (string Spelling, float Score, int Kind)[] pieces, bool byteFallback = false, byte[]? characterMap = null)
    {
        var model = new ProtobufWriter();
        foreach (var piece in pieces)
        {
            model.Bytes(1, new ProtobufWriter().Text(1, piece.Spelling).Float(2, piece.Score).Number(3, piece.Kind).ToArray());
        }

        return model
            .Bytes(2, new ProtobufWriter().Number(3, kind).Number(35, byteFallback ? 1 : 0).ToArray())
            .Bytes(3, new ProtobufWriter().Bytes(2, characterMap ?? []).Number(3, 0).Number(4, 0).ToArray())
            .ToArray();
    }
}
