using Plumb.Lsp.Features.Ask;
using Plumb.Lsp.Tests.Support;

namespace Plumb.Lsp.Tests.Features;

public sealed class DeltaBatcherTests
{
    [Fact]
    public async Task Pieces_that_come_close_together_are_sent_as_one_and_the_rest_at_the_end()
    {
        var time = new ManualTime();
        var sent = new List<string>();
        await using (var batcher = new DeltaBatcher(time, piece =>
        {
            sent.Add(piece);
            return Task.CompletedTask;
        }))
        {
            batcher.Report("a");
            batcher.Report("b");
            Assert.Empty(sent);
            await time.AdvanceAsync(TimeSpan.FromMilliseconds(50));
            Assert.Equal(["ab"], sent);
            batcher.Report("c");
            batcher.Report("");
        }

        Assert.Equal(["ab", "c"], sent);
    }
}
