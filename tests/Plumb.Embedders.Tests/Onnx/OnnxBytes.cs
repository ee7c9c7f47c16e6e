using System.Text;

namespace Plumb.Embedders.Tests.Onnx;

/// <summary>
/// Writes an ONNX model by hand: <c>last_hidden_state = Gather(table, input_ids)</c>, with the further inputs and outputs
/// that a test wants. Field numbers are those of onnx.proto.
/// </summary>
internal static class OnnxBytes
{
    private const int Float = 1;
    private const int Int64 = 7;

    /// <param name="table">A row for each token.</param>
    /// <param name="inputs">Names of the inputs besides <c>input_ids</c>; they are declared and passed through Identity.</param>
    /// <param name="pooled">The output is <c>sentence_embedding</c>: the sum over tokens, padding among them.</param>
    public static byte[] Model(float[][] table, string[] inputs, bool pooled = false)
    {
        var dimension = table[0].Length;
        var weights = Message(
            (1, Varints(table.Length)), (1, Varints(dimension)), (2, Varints(Float)), (8, Text("table")),
            (9, Bytes([.. table.SelectMany(row => row.SelectMany(BitConverter.GetBytes))])));
        var nodes = new List<byte[]> { Node("Gather", ["table", "input_ids"], ["gathered"]) };
        nodes.Add(pooled
            ? Node("ReduceSum", ["gathered", "axes"], ["sentence_embedding"], ("keepdims", 0))
            : Node("Identity", ["gathered"], ["last_hidden_state"]));
        nodes.AddRange(inputs.Select(name => Node("Identity", [name], [name + "_out"])));
        var fields = nodes.Select(node => (1, Bytes(node))).ToList();
        fields.Add((2, Text("test")));
        fields.Add((5, Bytes(weights)));
        if (pooled)
        {
            fields.Add((5, Bytes(Message((1, Varints(1)), (2, Varints(Int64)), (8, Text("axes")), (9, Bytes(BitConverter.GetBytes(1L)))))));
        }

        foreach (var name in inputs.Prepend("input_ids"))
        {
            fields.Add((11, Bytes(Value(name, Int64, "batch", "sequence"))));
        }

        fields.Add((12, Bytes(pooled ? Value("sentence_embedding", Float, "batch", dimension) : Value("last_hidden_state", Float, "batch", "sequence", dimension))));
        return Message((1, Varints(8)), (7, Bytes(Message([.. fields]))), (8, Bytes(Message((1, Text("")), (2, Varints(13))))));
    }

    private static byte[] Node(string operation, string[] inputs, string[] outputs, params (string Name, long Value)[] attributes) => Message(
    [
        .. inputs.Select(i => (1, Text(i))),
        .. outputs.Select(o => (2, Text(o))),
        (4, Text(operation)),
        .. attributes.Select(a => (5, Bytes(Message((1, Text(a.Name)), (3, Varints(a.Value)), (20, Varints(2)))))),
    ]);

    private static byte[] Value(string name, int type, params object[] shape)
    {
        var dimensions = shape.Select(d => (1, Bytes(Message(d is int size ? (1, Varints(size)) : (2, Text((string)d)))))).ToArray();
        var tensor = Message((1, Varints(type)), (2, Bytes(Message(dimensions))));
        return Message((1, Text(name)), (2, Bytes(Message((1, Bytes(tensor))))));
    }

    // A field is its number and wire type, then its value: a varint, or a length and bytes.
    private static byte[] Message(params (int Number, (int Wire, byte[] Data) Value)[] fields) =>
        [.. fields.SelectMany(f => Varint((f.Number << 3) | f.Value.Wire).Concat(f.Value.Data))];

    private static (int Wire, byte[] Data) Varints(long value) => (0, Varint(value));

    private static (int Wire, byte[] Data) Text(string text) => Bytes(Encoding.UTF8.GetBytes(text));

    private static (int Wire, byte[] Data) Bytes(byte[] bytes) => (2, [.. Varint(bytes.Length), .. bytes]);

    private static byte[] Varint(long value)
    {
        var bytes = new List<byte>();
        for (var rest = (ulong)value; ; rest >>= 7)
        {
            if (rest < 0x80)
            {
                bytes.Add((byte)rest);
                return [.. bytes];
            }

            bytes.Add((byte)(rest | 0x80));
        }
    }
}
