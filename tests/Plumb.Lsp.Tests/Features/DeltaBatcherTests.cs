using Plumb.Lsp.Features.Ask;
using Plumb.Lsp.Tests.Support;

namespace Plumb.Lsp.Tests.Features;

public sealed class DeltaBatcherTests
{
    [Fact]
    public async Task The_first_piece_is_sent_at_once_what_comes_close_together_as_one_and_the_rest_at_the_end()
    {
        var time = new ManualTime();
        var sent = new List<string>();
        await using (var batcher = new DeltaBatcher(time, piece =>
        {
            sent.Add(piece);
            return Task.CompletedTask;
        }))
        {
            batcher.Report("");
            batcher.Report("first");
            Assert.Equal(["first"], sent);
            batcher.Report("a");
            batcher.Report("b");
            Assert.Equal(["first"], sent);
            await time.AdvanceAsync(TimeSpan.FromMilliseconds(50));
            Assert.Equal(["first", "ab"], sent);
            batcher.Report("c");
            batcher.Report("");
        }

        Assert.Equal(["first", "ab", "c"], sent);
    }
}
