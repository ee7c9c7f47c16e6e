using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Plumb.Search.Embedding;

/// <summary>
/// Sums rows of eight-bit numbers, each with a weight of its own: what a static embedding does for every chunk, and so
/// most of what vectors add to the time of indexing.
/// </summary>
internal static class WeightedSum
{
    // Eight registers of eight sums: they stay in registers while all rows pass by.
    private const int Block = 64;
    private const int Block128 = 32;

    /// <summary>Adds weight x row for each of some rows.</summary>
    /// <param name="table">Rows one after another, each as long as <paramref name="sum"/>.</param>
    /// <param name="rows">Which rows.</param>
    /// <param name="weights">One for each of them.</param>
    /// <param name="sum">What they are added to.</param>
    public static void Add(ReadOnlySpan<sbyte> table, ReadOnlySpan<int> rows, ReadOnlySpan<float> weights, Span<float> sum)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(weights.Length, rows.Length);
        var last = (table.Length / sum.Length) - 1;
        foreach (var row in rows)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)row, (uint)last, nameof(rows));
        }

        var done = 0;
        if (Avx2.IsSupported)
        {
            for (; done + Block <= sum.Length; done += Block)
            {
                AddBlock(table, rows, weights, sum, done);
            }
        }

        AddRest(table, rows, weights, sum, done);
    }

    /// <summary>From a column on, without the wider registers: the native executable does not count on them.</summary>
    internal static void AddRest(ReadOnlySpan<sbyte> table, ReadOnlySpan<int> rows, ReadOnlySpan<float> weights, Span<float> sum, int done)
    {
        if (Vector128.IsHardwareAccelerated)
        {
            for (; done + Block128 <= sum.Length; done += Block128)
            {
                AddBlock128(table, rows, weights, sum, done);
            }
        }

        for (var i = 0; i < rows.Length && done < sum.Length; i++)
        {
            var row = table.Slice(rows[i] * sum.Length, sum.Length);
            for (var d = done; d < sum.Length; d++)
            {
                sum[d] += weights[i] * row[d];
            }
        }
    }

    private static void AddBlock128(ReadOnlySpan<sbyte> table, ReadOnlySpan<int> rows, ReadOnlySpan<float> weights, Span<float> sum, int start)
    {
        ref var into = ref Unsafe.Add(ref MemoryMarshal.GetReference(sum), start);
        ref var numbers = ref Unsafe.Add(ref MemoryMarshal.GetReference(table), start);
        var s0 = Vector128.LoadUnsafe(ref into, 0);
        var s1 = Vector128.LoadUnsafe(ref into, 4);
        var s2 = Vector128.LoadUnsafe(ref into, 8);
        var s3 = Vector128.LoadUnsafe(ref into, 12);
        var s4 = Vector128.LoadUnsafe(ref into, 16);
        var s5 = Vector128.LoadUnsafe(ref into, 20);
        var s6 = Vector128.LoadUnsafe(ref into, 24);
        var s7 = Vector128.LoadUnsafe(ref into, 28);
        for (var i = 0; i < rows.Length; i++)
        {
            ref var row = ref Unsafe.Add(ref numbers, (nint)rows[i] * sum.Length);
            var weight = Vector128.Create(weights[i]);
            var (a, b) = Vector128.Widen(Vector128.LoadUnsafe(ref row, 0));
            var (c, d) = Vector128.Widen(Vector128.LoadUnsafe(ref row, 16));
            s0 += weight * Vector128.ConvertToSingle(Vector128.WidenLower(a));
            s1 += weight * Vector128.ConvertToSingle(Vector128.WidenUpper(a));
            s2 += weight * Vector128.ConvertToSingle(Vector128.WidenLower(b));
            s3 += weight * Vector128.ConvertToSingle(Vector128.WidenUpper(b));
            s4 += weight * Vector128.ConvertToSingle(Vector128.WidenLower(c));
            s5 += weight * Vector128.ConvertToSingle(Vector128.WidenUpper(c));
            s6 += weight * Vector128.ConvertToSingle(Vector128.WidenLower(d));
            s7 += weight * Vector128.ConvertToSingle(Vector128.WidenUpper(d));
        }

        s0.StoreUnsafe(ref into, 0);
        s1.StoreUnsafe(ref into, 4);
        s2.StoreUnsafe(ref into, 8);
        s3.StoreUnsafe(ref into, 12);
        s4.StoreUnsafe(ref into, 16);
        s5.StoreUnsafe(ref into, 20);
        s6.StoreUnsafe(ref into, 24);
        s7.StoreUnsafe(ref into, 28);
    }

    private static void AddBlock(ReadOnlySpan<sbyte> table, ReadOnlySpan<int> rows, ReadOnlySpan<float> weights, Span<float> sum, int start)
    {
        ref var into = ref Unsafe.Add(ref MemoryMarshal.GetReference(sum), start);
        ref var numbers = ref Unsafe.Add(ref MemoryMarshal.GetReference(table), start);
        var s0 = Vector256.LoadUnsafe(ref into, 0);
        var s1 = Vector256.LoadUnsafe(ref into, 8);
        var s2 = Vector256.LoadUnsafe(ref into, 16);
        var s3 = Vector256.LoadUnsafe(ref into, 24);
        var s4 = Vector256.LoadUnsafe(ref into, 32);
        var s5 = Vector256.LoadUnsafe(ref into, 40);
        var s6 = Vector256.LoadUnsafe(ref into, 48);
        var s7 = Vector256.LoadUnsafe(ref into, 56);
        for (var i = 0; i < rows.Length; i++)
        {
            ref var row = ref Unsafe.Add(ref numbers, (nint)rows[i] * sum.Length);
            var weight = Vector256.Create(weights[i]);
            s0 += weight * Widen(ref row, 0);
            s1 += weight * Widen(ref row, 8);
            s2 += weight * Widen(ref row, 16);
            s3 += weight * Widen(ref row, 24);
            s4 += weight * Widen(ref row, 32);
            s5 += weight * Widen(ref row, 40);
            s6 += weight * Widen(ref row, 48);
            s7 += weight * Widen(ref row, 56);
        }

        s0.StoreUnsafe(ref into, 0);
        s1.StoreUnsafe(ref into, 8);
        s2.StoreUnsafe(ref into, 16);
        s3.StoreUnsafe(ref into, 24);
        s4.StoreUnsafe(ref into, 32);
        s5.StoreUnsafe(ref into, 40);
        s6.StoreUnsafe(ref into, 48);
        s7.StoreUnsafe(ref into, 56);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Widen(ref sbyte row, nuint at) =>
        Avx.ConvertToVector256Single(Avx2.ConvertToVector256Int32(Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<long>(ref Unsafe.As<sbyte, byte>(ref Unsafe.Add(ref row, at)))).AsSByte()));
}
