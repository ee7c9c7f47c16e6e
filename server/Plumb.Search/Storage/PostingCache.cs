namespace Plumb.Search.Storage;

/// <summary>
/// Postings and families of terms that were read before, decoded. Segments are immutable and their numbers are never given
/// again, so that what is kept stays right; it goes all at once when it has become too much. Safe to use from many threads.
/// </summary>
internal sealed class PostingCache
{
    // Eight bytes for each posting: at most about 16 MB.
    private const int MaxPostings = 2_000_000;

    // What a list takes besides its entries, in entries.
    private const int Overhead = 16;

    private readonly Lock gate = new();
    private readonly Dictionary<(long Segment, byte[] Term), (int Document, byte Packed)[]> postings = new(ByTerm.Instance);
    private readonly Dictionary<(long Segment, string Prefix, int Limit), string[]> terms = [];
    private int size;

    public bool TryGetPostings(long segment, byte[] term, out (int Document, byte Packed)[] found)
    {
        lock (gate)
        {
            return postings.TryGetValue((segment, term), out found!);
        }
    }

    /// <summary>Keeps what a term has in a segment; nothing is worth keeping too, since most segments lack a rare term.</summary>
    public void AddPostings(long segment, byte[] term, (int Document, byte Packed)[] found)
    {
        lock (gate)
        {
            MakeRoom(found.Length + Overhead);
            postings[(segment, term)] = found;
        }
    }

    public bool TryGetTerms(long segment, string prefix, int limit, out string[] found)
    {
        lock (gate)
        {
            return terms.TryGetValue((segment, prefix, limit), out found!);
        }
    }

    public void AddTerms(long segment, string prefix, int limit, string[] found)
    {
        lock (gate)
        {
            MakeRoom((found.Length * 8) + Overhead);
            terms[(segment, prefix, limit)] = found;
        }
    }

    private void MakeRoom(int more)
    {
        if (size + more > MaxPostings)
        {
            postings.Clear();
            terms.Clear();
            size = 0;
        }

        size += more;
    }

    private sealed class ByTerm : IEqualityComparer<(long Segment, byte[] Term)>
    {
        public static readonly ByTerm Instance = new();

        public bool Equals((long Segment, byte[] Term) x, (long Segment, byte[] Term) y) => x.Segment == y.Segment && x.Term.AsSpan().SequenceEqual(y.Term);

        public int GetHashCode((long Segment, byte[] Term) key)
        {
            var hash = default(HashCode);
            hash.Add(key.Segment);
            hash.AddBytes(key.Term);
            return hash.ToHashCode();
        }
    }
}
