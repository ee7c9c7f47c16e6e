using System.Buffers;

namespace Plumb.Tokens.Bpe;

/// <summary>A min-heap of (rank, place), each pair packed in one number so that the leftmost of equal ranks comes first.</summary>
internal ref struct MergeHeap
{
    private ulong[] items;
    private int count;

    public MergeHeap(int capacity) => items = ArrayPool<ulong>.Shared.Rent(capacity);

    /// <summary>Adds without ordering: call <see cref="Order"/> before the first pop.</summary>
    public void Append(int rank, int place)
    {
        if (count == items.Length)
        {
            Grow();
        }

        items[count++] = ((ulong)(uint)rank << 32) | (uint)place;
    }

    public readonly void Order()
    {
        for (var i = (count / 2) - 1; i >= 0; i--)
        {
            SiftDown(i);
        }
    }

    public void Push(int rank, int place)
    {
        Append(rank, place);
        var at = count - 1;
        var item = items[at];
        while (at > 0)
        {
            var parent = (at - 1) / 2;
            if (items[parent] <= item)
            {
                break;
            }

            items[at] = items[parent];
            at = parent;
        }

        items[at] = item;
    }

    public bool TryPop(out int rank, out int place)
    {
        if (count == 0)
        {
            (rank, place) = (0, 0);
            return false;
        }

        var top = items[0];
        count--;
        if (count > 0)
        {
            items[0] = items[count];
            SiftDown(0);
        }

        (rank, place) = ((int)(top >> 32), (int)(uint)top);
        return true;
    }

    public readonly void Dispose() => ArrayPool<ulong>.Shared.Return(items);

    private readonly void SiftDown(int at)
    {
        var item = items[at];
        while (true)
        {
            var child = (at * 2) + 1;
            if (child >= count)
            {
                break;
            }

            if (child + 1 < count && items[child + 1] < items[child])
            {
                child++;
            }

            if (items[child] >= item)
            {
                break;
            }

            items[at] = items[child];
            at = child;
        }

        items[at] = item;
    }

    private void Grow()
    {
        var larger = ArrayPool<ulong>.Shared.Rent(items.Length * 2);
        items.AsSpan(0, count).CopyTo(larger);
        ArrayPool<ulong>.Shared.Return(items);
        items = larger;
    }
}
