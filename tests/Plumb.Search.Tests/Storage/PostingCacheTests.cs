using Plumb.Search.Storage;

namespace Plumb.Search.Tests.Storage;

public class PostingCacheTests
{
    [Fact]
    public void What_was_added_is_found_by_its_segment_and_the_bytes_of_its_term()
    {
        var cache = new PostingCache();
        cache.AddPostings(1, "retry"u8.ToArray(), [(3, 17)]);
        cache.AddPostings(2, "retry"u8.ToArray(), []);
        Assert.True(cache.TryGetPostings(1, "retry"u8.ToArray(), out var found));
        Assert.Equal([(3, (byte)17)], found);
        Assert.True(cache.TryGetPostings(2, "retry"u8.ToArray(), out var none));
        Assert.Empty(none);
        Assert.False(cache.TryGetPostings(1, "retries"u8.ToArray(), out _));
        cache.AddTerms(1, "retr", 10, ["retri"]);
        Assert.True(cache.TryGetTerms(1, "retr", 10, out var terms));
        Assert.Equal(["retri"], terms);
        Assert.False(cache.TryGetTerms(1, "retr", 20, out _));
    }

    [Fact]
    public void It_never_holds_more_than_it_may()
    {
        var cache = new PostingCache();
        var many = new (int, byte)[900_000];
        for (var i = 0; i < 3; i++)
        {
            cache.AddPostings(i, "self"u8.ToArray(), many);
        }

        Assert.False(cache.TryGetPostings(0, "self"u8.ToArray(), out _));
        Assert.True(cache.TryGetPostings(2, "self"u8.ToArray(), out _));
    }
}
