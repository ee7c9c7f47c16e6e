using Plumb.Text;

namespace Plumb.Tokens.Tests;

public sealed class TokenTableTests
{
    public static TheoryData<string> Encodings => [.. TokenEncoding.Names];

    // Longer than RandomText's: what is told apart has to meet itself.
    private static string LongText(int seed) => string.Concat(RandomText.Create(seed, 12, allPlanes: true));

    [Theory]
    [MemberData(nameof(Encodings))]
    public void A_range_has_the_tokens_of_its_text(string name)
    {
        var encoding = TokenEncoding.Find(name)!;
        var random = new Random(5);
        for (var seed = 0; seed < 300; seed++)
        {
            var text = LongText(seed);
            var table = TokenTable.Create(encoding, text);
            Assert.Equal(encoding.Count(text), table.Total);
            for (var i = 0; i < 20; i++)
            {
                var start = random.Next(text.Length + 1);
                var end = random.Next(start, text.Length + 1);
                var part = text[start..end];
                Assert.True(encoding.Count(part) == table.Count(new TextSpan(start, end)), $"{encoding.Count(part)} in the text, {table.Count(new TextSpan(start, end))} in the table: seed {seed}, [{start}..{end})");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void An_edited_text_has_the_table_of_a_new_one(string name)
    {
        var encoding = TokenEncoding.Find(name)!;
        var random = new Random(6);
        for (var seed = 0; seed < 200; seed++)
        {
            var text = LongText(seed);
            var table = TokenTable.Create(encoding, text);
            for (var i = 0; i < 8; i++)
            {
                var start = random.Next(text.Length + 1);
                var end = Math.Min(text.Length, start + random.Next(6));
                var donor = LongText(seed + 1);
                var from = random.Next(donor.Length);
                text = string.Concat(text.AsSpan(0, start), donor.AsSpan(from, Math.Min(random.Next(9), donor.Length - from)), text.AsSpan(end));
                table = table.With(text);
                var anew = TokenTable.Create(encoding, text);
                Assert.Equal((anew.Total, anew.PieceCount), (table.Total, table.PieceCount));
                var a = random.Next(text.Length + 1);
                var b = random.Next(a, text.Length + 1);
                Assert.Equal(encoding.Count(text.AsSpan(a, b - a)), table.Count(new TextSpan(a, b)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Runs_that_look_far_ahead_are_counted_as_they_stand(string name)
    {
        var encoding = TokenEncoding.Find(name)!;
        string[] units = ["中A", "A", " ", "\n", " \n", "\r\n", "1", "'s", "\u0301", "a\u0301", "=", "/", "中", "\u0301A", "😀", "'", " A", "\n  "];
        var random = new Random(8);
        for (var i = 0; i < 3000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 8)).Select(_ => string.Concat(Enumerable.Repeat(units[random.Next(units.Length)], random.Next(1, 12)))));
            var table = TokenTable.Create(encoding, text);
            var start = random.Next(text.Length + 1);
            var end = random.Next(start, text.Length + 1);
            Assert.Equal((text, start, end, encoding.Count(text.AsSpan(start, end - start))), (text, start, end, table.Count(new TextSpan(start, end))));
            var edited = text[..start] + units[random.Next(units.Length)] + text[end..];
            Assert.Equal((edited, encoding.Count(edited)), (edited, table.With(edited).Total));
        }
    }

    [Fact]
    public void An_edit_recounts_its_neighbourhood_only()
    {
        var text = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"line {i} of the text\n"));
        var table = TokenTable.Create(TokenEncoding.Default, text);
        var at = text.IndexOf("line 10000", StringComparison.Ordinal);
        var edited = table.With(text[..at] + "one more " + text[at..]);
        Assert.Equal(TokenEncoding.Default.Count(text[..at] + "one more " + text[at..]), edited.Total);
        Assert.InRange(edited.PiecesCounted, 1, 20);
        Assert.True(table.PiecesCounted > 100_000);
        Assert.Same(table, table.With(text));
    }

    [Fact]
    public void A_byte_order_mark_is_not_counted_and_comes_and_goes()
    {
        var table = TokenTable.Create(TokenEncoding.Default, "\uFEFFhello world");
        Assert.Equal((2, 2, 1), (table.Total, table.Count(new TextSpan(0, 12)), table.Count(new TextSpan(0, 6))));
        Assert.Equal(2, table.With("hello world").Total);
        Assert.Equal(2, TokenTable.Create(TokenEncoding.Default, "hello world").With("\uFEFFhello world").Total);
        Assert.Equal((0, 0), (TokenTable.Create(TokenEncoding.Default, "").Total, TokenTable.Create(TokenEncoding.Default, "\uFEFF").Total));
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Boundaries_lie_where_the_tokens_end(string name)
    {
        var encoding = TokenEncoding.Find(name)!;
        for (var seed = 0; seed < 100; seed++)
        {
            var text = LongText(seed);
            var ends = TokenTable.Create(encoding, text).Boundaries(new TextSpan(0, text.Length));
            Assert.Equal((encoding.Count(text), text.Length), (ends.Count, ends[^1]));
            Assert.Equal(ends.Order(), ends);
        }
    }

    [Fact]
    public void Boundaries_of_words_are_their_ends() =>
        Assert.Equal([8, 14, 15], TokenTable.Create(TokenEncoding.Default, "xx hello world!").Boundaries(new TextSpan(3, 15)));
}
