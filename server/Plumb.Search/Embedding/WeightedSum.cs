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

    private static void AddRest(ReadOnlySpan<sbyte> table, ReadOnlySpan<int> rows, ReadOnlySpan<float> weights, Span<float> sum, int start)
    {
        for (var i = 0; i < rows.Length && start < sum.Length; i++)
        {
            var row = table.Slice(rows[i] * sum.Length, sum.Length);
            var weight = weights[i];
            var d = start;
            if (Vector128.IsHardwareAccelerated)
            {
                for (; d + 8 <= sum.Length; d += 8)
                {
                    var wide = Vector128.WidenLower(Vector128.CreateScalarUnsafe(MemoryMarshal.Read<long>(MemoryMarshal.AsBytes(row[d..]))).AsSByte());
                    var into = sum[d..];
                    (Vector128.Create<float>(into) + (weight * Vector128.ConvertToSingle(Vector128.WidenLower(wide)))).CopyTo(into);
                    (Vector128.Create<float>(into[4..]) + (weight * Vector128.ConvertToSingle(Vector128.WidenUpper(wide)))).CopyTo(into[4..]);
                }
            }

            for (; d < sum.Length; d++)
            {
                sum[d] += weight * row[d];
            }
        }
    }
}
