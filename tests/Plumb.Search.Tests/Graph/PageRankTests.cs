using Plumb.Search.Graph;

namespace Plumb.Search.Tests.Graph;

public sealed class PageRankTests
{
    [Fact]
    public void No_files_have_no_ranks()
    {
        var flow = Compute([], []);
        Assert.Empty(flow.Ranks);
        Assert.Empty(flow.FileFlows);
    }

    [Fact]
    public void One_file_has_all_rank_and_nothing_flows()
    {
        var flow = Compute([1.0], []);
        Assert.Equal(1, flow.Ranks[0], 9);
        Assert.Equal(0, flow.FileFlows[0]);
    }

    [Fact]
    public void In_a_cycle_all_are_equal()
    {
        var flow = Compute([1, 1, 1], [Name(1, 0), Name(2, 1), Name(0, 2)]);
        Assert.All(flow.Ranks, rank => Assert.Equal(1.0 / 3, rank, 9));
        Assert.All(flow.NameFlows, share => Assert.Equal(0.85 / 3, share, 9));
    }

    [Fact]
    public void A_mention_carries_rank_as_computed_by_hand()
    {
        // File 0 mentions a name of file 1, which mentions nothing. With a = 0.075 + 0.425 r1, r1 = a + 0.85 r0 and
        // r0 = a: r0 = 0.5 / 1.425.
        var flow = Compute([1, 1], [Name(1, 0)]);
        Assert.Equal(0.5 / 1.425, flow.Ranks[0], 8);
        Assert.Equal(0.925 / 1.425, flow.Ranks[1], 8);
        Assert.Equal(0.425 / 1.425, flow.FileFlows[1], 8);
        Assert.Equal(0, flow.FileFlows[0]);
    }

    [Fact]
    public void Mentions_share_a_files_rank_by_their_weight_and_declaring_files_share_a_name()
    {
        // File 0 mentions one name of file 1 three times as strongly as one that 2 and 3 both declare.
        var flow = Compute([1, 1, 1, 1], [Name([1], 0, 3), Name([2, 3], 0, 1)]);
        Assert.Equal(3, flow.NameFlows[0] / flow.NameFlows[1], 9);
        Assert.Equal(flow.FileFlows[2], flow.FileFlows[3], 12);
        Assert.Equal(6, flow.FileFlows[1] / flow.FileFlows[2], 9);
        Assert.Equal(1, flow.Ranks.Sum(), 9);
    }

    [Fact]
    public void A_mention_by_a_file_of_less_weight_carries_less()
    {
        var flow = Compute([1, 0.3, 1, 1], [Name(2, 0), Name(3, 1)]);
        Assert.Equal(0.3, flow.FileFlows[3] / flow.FileFlows[2], 6);
    }

    private static RankFlow Compute(double[] weights, ReferencedName[] names) =>
        PageRank.Compute(new ReferenceGraph(weights, names), 0.85, 200, 1e-12, CancellationToken.None);

    private static ReferencedName Name(int declaring, int mentioning) => Name([declaring], mentioning, 1);

    private static ReferencedName Name(int[] declaring, int mentioning, double weight) =>
        new([.. declaring.Select(file => (file, "name"))], declaring, [new Mention(mentioning, weight)]);
}
