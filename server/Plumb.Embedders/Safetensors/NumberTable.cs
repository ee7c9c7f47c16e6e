using System.Buffers.Binary;

namespace Plumb.Embedders.Safetensors;

/// <summary>Reads a whole small tensor into an array.</summary>
internal static class NumberTable
{
    /// <summary>Null when the tensor holds no I32 or I64; a number that does not fit becomes -1.</summary>
    public static int[]? ReadIntegers(SafetensorsFile.Borrowed bytes, Tensor tensor)
    {
        if (tensor.Type is not (ElementType.I64 or ElementType.I32) || tensor.Bytes > Array.MaxLength)
        {
            return null;
        }

        var size = tensor.Type.Value.Size();
        var data = bytes.Read(tensor, 0, (int)tensor.Bytes);
        var numbers = new int[data.Length / size];
        for (var i = 0; i < numbers.Length; i++)
        {
            var at = data[(i * size)..];
            var number = size == 8 ? BinaryPrimitives.ReadInt64LittleEndian(at) : BinaryPrimitives.ReadInt32LittleEndian(at);
            numbers[i] = number is >= int.MinValue and <= int.MaxValue ? (int)number : -1;
        }

        return numbers;
    }

    /// <summary>Null when the tensor holds integers.</summary>
    public static float[]? ReadFloats(SafetensorsFile.Borrowed bytes, Tensor tensor)
    {
        if (tensor.Type is not (ElementType.F64 or ElementType.F32 or ElementType.F16 or ElementType.BF16) || tensor.Bytes > Array.MaxLength)
        {
            return null;
        }

        var data = bytes.Read(tensor, 0, (int)tensor.Bytes);
        var numbers = new float[data.Length / tensor.Type.Value.Size()];
        RowAdder.Add(tensor.Type.Value, data, 1, numbers);
        return numbers;
    }
}
