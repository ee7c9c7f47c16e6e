using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Plumb.Search.Embedding;

/// <summary>
/// Exact dot products of a query in sixteen bits with rows in eight. Rows are widened to sixteen bits before they are
/// multiplied: the shorter instruction for bytes (VPMADDUBSW) saturates its sums and would be wrong.
/// </summary>
internal static class DotProduct
{
    /// <summary>The dot product with each row; all paths give the same numbers.</summary>
    /// <param name="query">One number for each dimension, -2047 to 2047; at most 4,096.</param>
    /// <param name="rows">Rows one after another, each as long as the query.</param>
    /// <param name="products">One for each row.</param>
    public static void Compute(ReadOnlySpan<short> query, ReadOnlySpan<sbyte> rows, Span<int> products)
    {
        if (Avx2.IsSupported)
        {
            ComputeAvx2(query, rows, products);
        }
        else if (Sse41.IsSupported || AdvSimd.Arm64.IsSupported)
        {
            Compute128(query, rows, products);
        }
        else
        {
            ComputeScalar(query, rows, products);
        }
    }

    internal static void ComputeScalar(ReadOnlySpan<short> query, ReadOnlySpan<sbyte> rows, Span<int> products)
    {
        for (var i = 0; i < products.Length; i++)
        {
            var row = rows.Slice(i * query.Length, query.Length);
            var sum = 0;
            for (var d = 0; d < row.Length; d++)
            {
                sum += query[d] * row[d];
            }

            products[i] = sum;
        }
    }

    // Four rows at a time, so that each piece of the query is loaded once for four.
    internal static void ComputeAvx2(ReadOnlySpan<short> query, ReadOnlySpan<sbyte> rows, Span<int> products)
    {
        var dimension = query.Length;
        ref var q = ref MemoryMarshal.GetReference(query);
        ref var r = ref MemoryMarshal.GetReference(rows[..(products.Length * dimension)]);
        var wide = dimension & ~15;
        var at = 0;
        for (; at + 4 <= products.Length; at += 4)
        {
            ref var row = ref Unsafe.Add(ref r, (nint)at * dimension);
            Vector256<int> a = default, b = default, c = default, e = default;
            for (nint d = 0; d < wide; d += 16)
            {
                var part = Vector256.LoadUnsafe(ref q, (nuint)d);
                a += Avx2.MultiplyAddAdjacent(part, Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref row, (nuint)d)));
                b += Avx2.MultiplyAddAdjacent(part, Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref row, (nuint)(d + dimension))));
                c += Avx2.MultiplyAddAdjacent(part, Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref row, (nuint)(d + (2 * (nint)dimension)))));
                e += Avx2.MultiplyAddAdjacent(part, Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref row, (nuint)(d + (3 * (nint)dimension)))));
            }

            products[at] = Vector256.Sum(a) + Rest(query, rows, at, wide);
            products[at + 1] = Vector256.Sum(b) + Rest(query, rows, at + 1, wide);
            products[at + 2] = Vector256.Sum(c) + Rest(query, rows, at + 2, wide);
            products[at + 3] = Vector256.Sum(e) + Rest(query, rows, at + 3, wide);
        }

        for (; at < products.Length; at++)
        {
            ref var row = ref Unsafe.Add(ref r, (nint)at * dimension);
            Vector256<int> sum = default;
            for (nint d = 0; d < wide; d += 16)
            {
                sum += Avx2.MultiplyAddAdjacent(Vector256.LoadUnsafe(ref q, (nuint)d), Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref row, (nuint)d)));
            }

            products[at] = Vector256.Sum(sum) + Rest(query, rows, at, wide);
        }
    }

    internal static void Compute128(ReadOnlySpan<short> query, ReadOnlySpan<sbyte> rows, Span<int> products)
    {
        var dimension = query.Length;
        ref var q = ref MemoryMarshal.GetReference(query);
        ref var r = ref MemoryMarshal.GetReference(rows[..(products.Length * dimension)]);
        var wide = dimension & ~15;
        var at = 0;
        for (; at + 4 <= products.Length; at += 4)
        {
            ref var row = ref Unsafe.Add(ref r, (nint)at * dimension);
            Vector128<int> a = default, b = default, c = default, e = default;
            for (nint d = 0; d < wide; d += 8)
            {
                var part = Vector128.LoadUnsafe(ref q, (nuint)d);
                a += MultiplyAddPairs(part, Widen(ref row, d));
                b += MultiplyAddPairs(part, Widen(ref row, d + dimension));
                c += MultiplyAddPairs(part, Widen(ref row, d + (2 * (nint)dimension)));
                e += MultiplyAddPairs(part, Widen(ref row, d + (3 * (nint)dimension)));
            }

            products[at] = Vector128.Sum(a) + Rest(query, rows, at, wide);
            products[at + 1] = Vector128.Sum(b) + Rest(query, rows, at + 1, wide);
            products[at + 2] = Vector128.Sum(c) + Rest(query, rows, at + 2, wide);
            products[at + 3] = Vector128.Sum(e) + Rest(query, rows, at + 3, wide);
        }

        for (; at < products.Length; at++)
        {
            ref var row = ref Unsafe.Add(ref r, (nint)at * dimension);
            Vector128<int> sum = default;
            for (nint d = 0; d < wide; d += 16)
            {
                var (low, high) = Vector128.Widen(Vector128.LoadUnsafe(ref row, (nuint)d));
                sum += MultiplyAddPairs(Vector128.LoadUnsafe(ref q, (nuint)d), low);
                sum += MultiplyAddPairs(Vector128.LoadUnsafe(ref q, (nuint)(d + 8)), high);
            }

            products[at] = Vector128.Sum(sum) + Rest(query, rows, at, wide);
        }
    }

    // Eight numbers, in one instruction with the load where there is one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> Widen(ref sbyte row, nint at)
    {
        var eight = Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<long>(ref Unsafe.As<sbyte, byte>(ref Unsafe.Add(ref row, at)))).AsSByte();
        return Sse41.IsSupported ? Sse41.ConvertToVector128Int16(eight) : Vector128.WidenLower(eight);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> MultiplyAddPairs(Vector128<short> x, Vector128<short> y)
    {
        if (Sse2.IsSupported)
        {
            return Sse2.MultiplyAddAdjacent(x, y);
        }

        if (AdvSimd.Arm64.IsSupported)
        {
            return AdvSimd.MultiplyWideningUpperAndAdd(AdvSimd.MultiplyWideningLower(x.GetLower(), y.GetLower()), x, y);
        }

        var (xLow, xHigh) = Vector128.Widen(x);
        var (yLow, yHigh) = Vector128.Widen(y);
        return (xLow * yLow) + (xHigh * yHigh);
    }

    // What is left of a row whose length is no multiple of sixteen.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Rest(ReadOnlySpan<short> query, ReadOnlySpan<sbyte> rows, int row, int from)
    {
        var sum = 0;
        for (var d = from; d < query.Length; d++)
        {
            sum += query[d] * rows[(row * query.Length) + d];
        }

        return sum;
    }
}
