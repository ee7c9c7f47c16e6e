using System.Numerics;
using System.Runtime.InteropServices;

namespace Plumb.Embedders.Safetensors;

/// <summary>Adds a row of numbers of some type, times a weight, to a sum of floats. The inner loop of static embeddings.</summary>
internal static class RowAdder
{
    // 2^112: what a half's bits, moved into a float's places, are too small by. Halves that are infinite or no number come
    // out as finite numbers; no table of embeddings holds any.
    private const float HalfScale = 5.192297e33f;

    /// <param name="row">As many numbers of the type as <paramref name="sum"/> has.</param>
    public static void Add(ElementType type, ReadOnlySpan<byte> row, float weight, Span<float> sum)
    {
        switch (type)
        {
            case ElementType.F32:
                AddSingles(MemoryMarshal.Cast<byte, float>(row), weight, sum);
                break;
            case ElementType.F16:
                AddHalves(MemoryMarshal.Cast<byte, ushort>(row), weight, sum);
                break;
            case ElementType.BF16:
                AddBrainFloats(MemoryMarshal.Cast<byte, ushort>(row), weight, sum);
                break;
            case ElementType.I8:
                AddBytes(MemoryMarshal.Cast<byte, sbyte>(row), weight, sum);
                break;
            case ElementType.F64:
                AddDoubles(MemoryMarshal.Cast<byte, double>(row), weight, sum);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(type), type, "not a type of embeddings");
        }
    }

    private static void AddSingles(ReadOnlySpan<float> row, float weight, Span<float> sum)
    {
        var i = 0;
        for (; i <= sum.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            (new Vector<float>(sum[i..]) + (new Vector<float>(row[i..]) * weight)).CopyTo(sum[i..]);
        }

        for (; i < sum.Length; i++)
        {
            sum[i] += row[i] * weight;
        }
    }

    private static void AddHalves(ReadOnlySpan<ushort> row, float weight, Span<float> sum)
    {
        var i = 0;
        var scale = HalfScale * weight;
        for (; i <= sum.Length - Vector<ushort>.Count; i += Vector<ushort>.Count)
        {
            Vector.Widen(new Vector<ushort>(row[i..]), out var low, out var high);
            (new Vector<float>(sum[i..]) + (Place(low) * scale)).CopyTo(sum[i..]);
            var next = sum[(i + Vector<float>.Count)..];
            (new Vector<float>(next) + (Place(high) * scale)).CopyTo(next);
        }

        for (; i < sum.Length; i++)
        {
            sum[i] += (float)BitConverter.UInt16BitsToHalf(row[i]) * weight;
        }

        static Vector<float> Place(Vector<uint> half) =>
            Vector.AsVectorSingle(((half & new Vector<uint>(0x7FFF)) << 13) | ((half & new Vector<uint>(0x8000)) << 16));
    }

    private static void AddBrainFloats(ReadOnlySpan<ushort> row, float weight, Span<float> sum)
    {
        var i = 0;
        for (; i <= sum.Length - Vector<ushort>.Count; i += Vector<ushort>.Count)
        {
            Vector.Widen(new Vector<ushort>(row[i..]), out var low, out var high);
            (new Vector<float>(sum[i..]) + (Vector.AsVectorSingle(low << 16) * weight)).CopyTo(sum[i..]);
            var next = sum[(i + Vector<float>.Count)..];
            (new Vector<float>(next) + (Vector.AsVectorSingle(high << 16) * weight)).CopyTo(next);
        }

        for (; i < sum.Length; i++)
        {
            sum[i] += BitConverter.UInt32BitsToSingle((uint)row[i] << 16) * weight;
        }
    }

    private static void AddBytes(ReadOnlySpan<sbyte> row, float weight, Span<float> sum)
    {
        var i = 0;
        for (; i <= sum.Length - Vector<sbyte>.Count; i += Vector<sbyte>.Count)
        {
            Vector.Widen(new Vector<sbyte>(row[i..]), out var low, out var high);
            AddShorts(low, weight, sum[i..]);
            AddShorts(high, weight, sum[(i + Vector<short>.Count)..]);
        }

        for (; i < sum.Length; i++)
        {
            sum[i] += row[i] * weight;
        }
    }

    private static void AddShorts(Vector<short> row, float weight, Span<float> sum)
    {
        Vector.Widen(row, out var low, out var high);
        (new Vector<float>(sum) + (Vector.ConvertToSingle(low) * weight)).CopyTo(sum);
        var next = sum[Vector<float>.Count..];
        (new Vector<float>(next) + (Vector.ConvertToSingle(high) * weight)).CopyTo(next);
    }

    private static void AddDoubles(ReadOnlySpan<double> row, float weight, Span<float> sum)
    {
        for (var i = 0; i < sum.Length; i++)
        {
            sum[i] += (float)row[i] * weight;
        }
    }
}
