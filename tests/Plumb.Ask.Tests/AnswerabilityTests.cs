using Plumb.Ask.Evidence;
using Plumb.Search;

namespace Plumb.Ask.Tests;

public sealed class AnswerabilityTests
{
    private static readonly QueryWord Office = new("office", 2, true);
    private static readonly QueryWord Leave = new("leave", 2, true);
    private static readonly QueryWord Dog = new("dog", 6, false);

    [Fact]
    public void A_question_whose_words_are_all_known_is_answered_even_where_no_hit_has_them() =>
        Assert.True(Answerability.IsExpected([Office, Leave], [[]]));

    [Fact]
    public void A_heavy_word_that_is_nowhere_refuses() =>
        Assert.False(Answerability.IsExpected([Office, Leave, Dog], [["office", "leave"]]));

    [Fact]
    public void A_light_word_that_is_nowhere_does_not() =>
        Assert.True(Answerability.IsExpected([Office, Leave, Dog with { Weight = 1 }], [[]]));

    [Fact]
    public void Half_of_the_question_in_one_passage_is_enough() =>
        Assert.True(Answerability.IsExpected([Office, Leave, Dog with { Weight = 3 }], [["leave"], ["office", "leave"]]));

    [Fact]
    public void Halves_in_two_passages_are_not() =>
        Assert.False(Answerability.IsExpected([Office, Leave, Dog with { Weight = 3 }], [["leave"], ["office"]]));

    [Fact]
    public void Hits_that_nobody_reads_do_not_count() =>
        Assert.False(Answerability.IsExpected([Office, Leave, Dog with { Weight = 3 }], [[], [], [], [], [], ["office", "leave"]]));

    [Fact]
    public void Without_words_there_is_nothing_to_refuse_by() =>
        Assert.True(Answerability.IsExpected([], []));
}
