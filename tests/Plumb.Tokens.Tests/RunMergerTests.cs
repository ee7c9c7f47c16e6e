using System.Text;
using Plumb.Text;
using Plumb.Tokens.Bpe;

namespace Plumb.Tokens.Tests;

public sealed class RunMergerTests
{
    private static readonly string[] Characters = ["a", "b", "A", " ", "-", "=", "_", "0", "\n", "\t", ".", "é", "あ", "你", "ー", "─", "🙂", "ha"];

    public static TheoryData<string> Encodings => [.. TokenEncoding.Names];

    /// <summary>The way that merges one pair after the other is the measure.</summary>
    private static int OneByOne(Vocabulary vocabulary, byte[] piece)
    {
        var ends = new List<int>();
        PieceMerger.AddEnds(vocabulary, piece, ends);
        return ends.Count;
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Repetitions_have_the_tokens_of_merging_one_by_one(string name)
    {
        var vocabulary = TokenEncoding.Find(name)!.Vocabulary;
        var random = new Random(11);
        var counted = 0;
        for (var i = 0; i < 1000; i++)
        {
            var text = new StringBuilder();
            for (var runs = random.Next(1, 7); runs > 0; runs--)
            {
                text.Insert(text.Length, Characters[random.Next(Characters.Length)], 1 + (random.Next(4) == 0 ? random.Next(3) : random.Next(300)));
            }

            var piece = Encoding.UTF8.GetBytes(text.ToString());
            if (RunMerger.TryCount(vocabulary, piece) is { } count)
            {
                counted++;
                Assert.True(OneByOne(vocabulary, piece) == count, $"{OneByOne(vocabulary, piece)} one by one, {count} at once: {text}");
            }
        }

        // Most of them can be merged at once: else nothing was compared.
        Assert.True(counted > 300, $"{counted} of 1000");
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Every_length_of_one_character_is_counted(string name)
    {
        var vocabulary = TokenEncoding.Find(name)!.Vocabulary;
        foreach (var character in (ReadOnlySpan<string>)["a", "x", " ", "-", "=", "*", "#", "你", "あ", "─"])
        {
            for (var length = 1; length <= 400; length++)
            {
                var piece = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(character, length)));
                if (RunMerger.TryCount(vocabulary, piece) is { } count)
                {
                    Assert.True(OneByOne(vocabulary, piece) == count, $"{length} x '{character}': {OneByOne(vocabulary, piece)} one by one, {count} at once");
                }
            }
        }
    }

    [Theory]
    [InlineData("a")]
    [InlineData(" ")]
    [InlineData("-")]
    [InlineData("你")]
    public void A_megabyte_of_one_character_and_an_edit_in_it_are_of_this_kind(string character)
    {
        var vocabulary = TokenEncoding.Default.Vocabulary;
        var half = string.Concat(Enumerable.Repeat(character, 300_000));
        Assert.NotNull(RunMerger.TryCount(vocabulary, Encoding.UTF8.GetBytes(half)));
        Assert.NotNull(RunMerger.TryCount(vocabulary, Encoding.UTF8.GetBytes(half + "x" + half)));
    }

    /// <summary>Boundaries are found by merging one pair after the other, so their number is the measure.</summary>
    [Theory]
    [MemberData(nameof(Encodings))]
    public void A_range_and_an_edit_inside_of_a_long_run_are_exact(string name)
    {
        var random = new Random(12);
        foreach (var character in (ReadOnlySpan<string>)["a", " ", "-", "你"])
        {
            var text = "before " + string.Concat(Enumerable.Repeat(character, 3000)) + " after";
            var table = TokenTable.Create(TokenEncoding.Find(name)!, text);
            for (var i = 0; i < 10; i++)
            {
                var start = random.Next(text.Length);
                var span = new TextSpan(start, random.Next(start, text.Length + 1));
                Assert.Equal(table.Boundaries(span).Count, table.Count(span));
                text = text.Insert(random.Next(text.Length), i % 2 == 0 ? character : "x");
                table = table.With(text);
                Assert.Equal(table.Boundaries(new TextSpan(0, text.Length)).Count, table.Total);
            }
        }
    }

    [Fact]
    public void What_changes_too_often_is_merged_one_by_one() =>
        Assert.Null(RunMerger.TryCount(TokenEncoding.Default.Vocabulary, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("ab", 100)))));
}
