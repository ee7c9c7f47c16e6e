using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Plumb.Training.Model;

/// <summary>The few products of matrices that training wants, on all cores. Matrices are row-major.</summary>
internal static class Matrix
{
    /// <summary>C[n x m] = A[n x d] B[m x d]^T.</summary>
    public static unsafe void MultiplyTransposed(float[] a, float[] b, float[] c, int n, int m, int d)
    {
        Parallel.For(0, n / 4, block =>
        {
            fixed (float* pa = a, pb = b, pc = c)
            {
                var i = block * 4;
                for (var j = 0; j < m; j += 4)
                {
                    Tile(pa + ((long)i * d), pb + ((long)j * d), pc + ((long)i * m) + j, m, d);
                }
            }
        });
    }

    /// <summary>C[n x d] = A[n x m] B[m x d].</summary>
    public static unsafe void Multiply(float[] a, float[] b, float[] c, int n, int m, int d)
    {
        Parallel.For(0, n / 4, block =>
        {
            fixed (float* pa = a, pb = b, pc = c)
            {
                var i = block * 4;
                for (var k = 0; k < d; k += 16)
                {
                    Vector256<float> r00 = default, r01 = default, r10 = default, r11 = default, r20 = default, r21 = default, r30 = default, r31 = default;
                    for (var j = 0; j < m; j++)
                    {
                        var b0 = Vector256.Load(pb + ((long)j * d) + k);
                        var b1 = Vector256.Load(pb + ((long)j * d) + k + 8);
                        var x = Vector256.Create(pa[((long)i * m) + j]);
                        r00 = Vector256.FusedMultiplyAdd(x, b0, r00);
                        r01 = Vector256.FusedMultiplyAdd(x, b1, r01);
                        x = Vector256.Create(pa[((long)(i + 1) * m) + j]);
                        r10 = Vector256.FusedMultiplyAdd(x, b0, r10);
                        r11 = Vector256.FusedMultiplyAdd(x, b1, r11);
                        x = Vector256.Create(pa[((long)(i + 2) * m) + j]);
                        r20 = Vector256.FusedMultiplyAdd(x, b0, r20);
                        r21 = Vector256.FusedMultiplyAdd(x, b1, r21);
                        x = Vector256.Create(pa[((long)(i + 3) * m) + j]);
                        r30 = Vector256.FusedMultiplyAdd(x, b0, r30);
                        r31 = Vector256.FusedMultiplyAdd(x, b1, r31);
                    }

                    r00.Store(pc + ((long)i * d) + k);
                    r01.Store(pc + ((long)i * d) + k + 8);
                    r10.Store(pc + ((long)(i + 1) * d) + k);
                    r11.Store(pc + ((long)(i + 1) * d) + k + 8);
                    r20.Store(pc + ((long)(i + 2) * d) + k);
                    r21.Store(pc + ((long)(i + 2) * d) + k + 8);
                    r30.Store(pc + ((long)(i + 3) * d) + k);
                    r31.Store(pc + ((long)(i + 3) * d) + k + 8);
                }
            }
        });
    }

    public static float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        var sum = Vector<float>.Zero;
        for (var i = 0; i < x.Length; i += Vector<float>.Count)
        {
            sum += new Vector<float>(x[i..]) * new Vector<float>(y[i..]);
        }

        return Vector.Sum(sum);
    }

    /// <summary>y += factor x.</summary>
    public static void Add(ReadOnlySpan<float> x, float factor, Span<float> y)
    {
        for (var i = 0; i < x.Length; i += Vector<float>.Count)
        {
            (new Vector<float>(y[i..]) + (new Vector<float>(x[i..]) * factor)).CopyTo(y[i..]);
        }
    }

    // Four rows against four rows: each number is loaded once for four products.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Tile(float* a, float* b, float* c, int stride, int d)
    {
        for (var half = 0; half < 4; half += 2)
        {
            Vector256<float> s00 = default, s01 = default, s10 = default, s11 = default, s20 = default, s21 = default, s30 = default, s31 = default;
            var b0 = b + ((long)half * d);
            var b1 = b0 + d;
            for (var k = 0; k < d; k += 8)
            {
                var y0 = Vector256.Load(b0 + k);
                var y1 = Vector256.Load(b1 + k);
                var x = Vector256.Load(a + k);
                s00 = Vector256.FusedMultiplyAdd(x, y0, s00);
                s01 = Vector256.FusedMultiplyAdd(x, y1, s01);
                x = Vector256.Load(a + d + k);
                s10 = Vector256.FusedMultiplyAdd(x, y0, s10);
                s11 = Vector256.FusedMultiplyAdd(x, y1, s11);
                x = Vector256.Load(a + (2 * d) + k);
                s20 = Vector256.FusedMultiplyAdd(x, y0, s20);
                s21 = Vector256.FusedMultiplyAdd(x, y1, s21);
                x = Vector256.Load(a + (3 * d) + k);
                s30 = Vector256.FusedMultiplyAdd(x, y0, s30);
                s31 = Vector256.FusedMultiplyAdd(x, y1, s31);
            }

            c[half] = Vector256.Sum(s00);
            c[half + 1] = Vector256.Sum(s01);
            c[stride + half] = Vector256.Sum(s10);
            c[stride + half + 1] = Vector256.Sum(s11);
            c[(2 * stride) + half] = Vector256.Sum(s20);
            c[(2 * stride) + half + 1] = Vector256.Sum(s21);
            c[(3 * stride) + half] = Vector256.Sum(s30);
            c[(3 * stride) + half + 1] = Vector256.Sum(s31);
        }
    }
}
