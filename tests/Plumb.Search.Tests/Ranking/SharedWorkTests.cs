using Plumb.Search.Ranking;

namespace Plumb.Search.Tests.Ranking;

public sealed class SharedWorkTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1000)]
    public void Every_piece_is_done_once(int pieces)
    {
        for (var round = 0; round < 50; round++)
        {
            var times = new int[pieces];
            SharedWork.Start(pieces, piece => Interlocked.Increment(ref times[piece])).Finish();
            Assert.All(times, time => Assert.Equal(1, time));
        }
    }

    [Fact]
    public void Whoever_waits_does_the_work_where_no_thread_comes()
    {
        using var blocked = new ManualResetEventSlim();

        // The first piece is held by one thread; the other must do all that is left.
        var others = 0;
        var work = SharedWork.Start(100, piece =>
        {
            if (piece == 0 && Environment.ProcessorCount > 1)
            {
                blocked.Wait();
            }
            else if (Interlocked.Increment(ref others) == 99)
            {
                blocked.Set();
            }
        });
        work.Finish();
        Assert.Equal(99, others);
    }

    [Fact]
    public void What_a_piece_throws_is_thrown_to_whoever_waits_when_all_are_through()
    {
        var through = 0;
        var work = SharedWork.Start(10, piece =>
        {
            Interlocked.Increment(ref through);
            if (piece == 3)
            {
                throw new InvalidDataException("of the third");
            }
        });
        Assert.Equal("of the third", Assert.Throws<InvalidDataException>(work.Finish).Message);
        Assert.Equal(10, through);
    }

    [Fact]
    public void What_is_abandoned_is_at_work_no_more()
    {
        for (var round = 0; round < 50; round++)
        {
            var (begun, ended) = (0, 0);
            var work = SharedWork.Start(1000, _ =>
            {
                Interlocked.Increment(ref begun);
                Thread.SpinWait(20);
                Interlocked.Increment(ref ended);
            });
            work.Abandon();
            Assert.Equal(begun, ended);
            work.Abandon();
        }
    }

    [Fact]
    public void What_an_abandoned_piece_throws_is_nobodys()
    {
        var work = SharedWork.Start(10, _ => throw new InvalidDataException());
        Assert.Null(Record.Exception(work.Abandon));
    }
}
