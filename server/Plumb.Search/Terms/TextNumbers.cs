using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Plumb.Search.Terms;

/// <summary>
/// Numbers texts in the order in which they are first seen. What an index run does most is looking up a word that it has seen
/// before: here that is one slot, one entry and the text, close together, where a dictionary of strings adds an object each.
/// Not safe to share between threads.
/// </summary>
internal sealed class TextNumbers
{
    // Below what the collector counts as a large object.
    private const int PageLength = 1 << 15;

    private const ulong Multiplier = 0x9E3779B97F4A7C15UL;

    // Nobody can write a file whose words all fall into one slot.
    private static readonly ulong Seed = (ulong)Random.Shared.NextInt64();

    private readonly List<char[]> pages = [];
    private int used = PageLength;

    // Upper half the hash, lower half the number and one; 0 is free.
    private ulong[] slots;
    private Entry[] entries;

    /// <param name="capacity">Texts that it holds before it grows, a power of two.</param>
    public TextNumbers(int capacity)
    {
        slots = new ulong[capacity * 2];
        entries = new Entry[capacity];
    }

    public int Count { get; private set; }

    public ReadOnlySpan<char> this[int number] => TextOf(entries[number]);

    /// <summary>The number of a text; the next one, and true, when it was not seen before.</summary>
    /// <param name="text">At most 32,768 characters.</param>
    public bool Add(ReadOnlySpan<char> text, out int number)
    {
        var hash = HashOf(text);
        var mask = slots.Length - 1;
        var slot = (int)hash & mask;
        for (; slots[slot] is var taken && taken != 0; slot = (slot + 1) & mask)
        {
            if ((uint)(taken >> 32) == hash && TextOf(entries[number = (int)(uint)taken - 1]).SequenceEqual(text))
            {
                return false;
            }
        }

        number = Count++;
        if (number == entries.Length)
        {
            Grow();
            for (mask = slots.Length - 1, slot = (int)hash & mask; slots[slot] != 0;)
            {
                slot = (slot + 1) & mask;
            }
        }

        entries[number] = Keep(text);
        slots[slot] = ((ulong)hash << 32) | (uint)(number + 1);
        return true;
    }

    private ReadOnlySpan<char> TextOf(Entry entry) => pages[entry.Page].AsSpan(entry.Start, entry.Length);

    private Entry Keep(ReadOnlySpan<char> text)
    {
        if (used + text.Length > PageLength)
        {
            pages.Add(GC.AllocateUninitializedArray<char>(PageLength));
            used = 0;
        }

        text.CopyTo(pages[^1].AsSpan(used));
        var entry = new Entry(pages.Count - 1, (ushort)used, (ushort)text.Length);
        used += text.Length;
        return entry;
    }

    private void Grow()
    {
        Array.Resize(ref entries, entries.Length * 2);
        var larger = new ulong[slots.Length * 2];
        var mask = larger.Length - 1;
        foreach (var taken in slots)
        {
            if (taken == 0)
            {
                continue;
            }

            var slot = (int)(taken >> 32) & mask;
            while (larger[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }

            larger[slot] = taken;
        }

        slots = larger;
    }

    // Eight bytes at a time; the last eight may be looked at twice.
    private static uint HashOf(ReadOnlySpan<char> text)
    {
        ref var bytes = ref Unsafe.As<char, byte>(ref MemoryMarshal.GetReference(text));
        var length = text.Length * sizeof(char);
        var hash = Seed ^ (uint)length;
        if (length < sizeof(ulong))
        {
            foreach (var c in text)
            {
                hash = (hash << 16) ^ (hash >> 48) ^ c;
            }

            return Fold(hash * Multiplier);
        }

        for (var at = 0; at + sizeof(ulong) < length; at += sizeof(ulong))
        {
            hash = Mix(hash ^ Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref bytes, at)));
        }

        return Fold(Mix(hash ^ Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref bytes, length - sizeof(ulong)))));
    }

    private static ulong Mix(ulong value)
    {
        value *= Multiplier;
        return value ^ (value >> 32);
    }

    private static uint Fold(ulong value) => (uint)(value >> 32) ^ (uint)value;

    /// <summary>Where a text lies.</summary>
    private readonly record struct Entry(int Page, ushort Start, ushort Length);
}
