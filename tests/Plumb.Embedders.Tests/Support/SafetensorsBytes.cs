using System.Buffers.Binary;
using System.Text;

namespace Plumb.Embedders.Tests.Support;

/// <summary>Writes safetensors files, whole or with a header of the test's choice.</summary>
internal static class SafetensorsBytes
{
    public static byte[] Of(params (string Name, string Type, int[] Shape, byte[] Data)[] tensors)
    {
        var at = 0;
        var entries = new List<string>();
        foreach (var (name, type, shape, data) in tensors)
        {
            entries.Add($"\"{name}\":{{\"dtype\":\"{type}\",\"shape\":[{string.Join(',', shape)}],\"data_offsets\":[{at},{at + data.Length}]}}");
            at += data.Length;
        }

        return WithHeader("{\"__metadata__\":{\"format\":\"np\"}," + string.Join(',', entries) + "}", [.. tensors.SelectMany(t => t.Data)]);
    }

    public static byte[] WithHeader(string header, byte[] data, ulong? claimedLength = null)
    {
        var text = Encoding.UTF8.GetBytes(header);
        var prefix = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, claimedLength ?? (ulong)text.Length);
        return [.. prefix, .. text, .. data];
    }

    /// <summary>The bytes of numbers in a type.</summary>
    public static byte[] Numbers(string type, IEnumerable<float> numbers) => [.. numbers.SelectMany(n => type switch
    {
        "F64" => BitConverter.GetBytes((double)n),
        "F32" => BitConverter.GetBytes(n),
        "F16" => BitConverter.GetBytes((Half)n),
        "BF16" => BitConverter.GetBytes((ushort)(BitConverter.SingleToUInt32Bits(n) >> 16)),
        "I64" => BitConverter.GetBytes((long)n),
        "I32" => BitConverter.GetBytes((int)n),
        "I8" => [(byte)(sbyte)n],
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    })];
}
