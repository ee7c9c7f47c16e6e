namespace Plumb.Embedders.Safetensors;

/// <summary>Where a tensor lies in its file; checked to lie inside of it.</summary>
/// <param name="TypeName">As the header writes it, "F32".</param>
/// <param name="Type">Null for one that Plumb does not read.</param>
/// <param name="Shape">Sizes, outermost first; rows before columns.</param>
/// <param name="Start">Byte offset in the file.</param>
/// <param name="Bytes">Length in bytes.</param>
internal sealed record Tensor(string TypeName, ElementType? Type, IReadOnlyList<long> Shape, long Start, long Bytes);

/// <summary>Types of numbers, little-endian.</summary>
internal enum ElementType
{
    F64,
    F32,
    F16,
    BF16,
    I64,
    I32,
    I8,
}

internal static class ElementTypes
{
    public static ElementType? Find(string name) => name switch
    {
        "F64" => ElementType.F64,
        "F32" => ElementType.F32,
        "F16" => ElementType.F16,
        "BF16" => ElementType.BF16,
        "I64" => ElementType.I64,
        "I32" => ElementType.I32,
        "I8" => ElementType.I8,
        _ => null,
    };

    /// <summary>Bytes of one number.</summary>
    public static int Size(this ElementType type) => type switch
    {
        ElementType.F64 or ElementType.I64 => 8,
        ElementType.F32 or ElementType.I32 => 4,
        ElementType.F16 or ElementType.BF16 => 2,
        _ => 1,
    };
}
