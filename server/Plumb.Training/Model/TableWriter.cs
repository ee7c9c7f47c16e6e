using System.Security.Cryptography;
using System.Text;
using Plumb.Search.Embedding;

namespace Plumb.Training.Model;

/// <summary>Writes a trained encoder in the layout of <see cref="StaticTable"/>.</summary>
internal static class TableWriter
{
    public static void Write(Encoder encoder, string file)
    {
        var rows = encoder.Vocabulary.Rows.Count;
        var dimension = encoder.Dimension;
        var texts = encoder.Vocabulary.Rows.Select(Encoding.UTF8.GetBytes).ToArray();
        var numbers = new byte[rows * dimension];
        var passageScales = new float[rows];
        var queryScales = new float[rows];
        for (var row = 0; row < rows; row++)
        {
            var vector = encoder.Vectors.AsSpan(row * dimension, dimension);
            var largest = 0f;
            foreach (var number in vector)
            {
                largest = Math.Max(largest, Math.Abs(number));
            }

            var scale = largest / 127;
            for (var k = 0; k < dimension; k++)
            {
                numbers[(row * dimension) + k] = (byte)(sbyte)MathF.Round(vector[k] / scale);
            }

            passageScales[row] = scale * MathF.Exp(encoder.PassageWeights[row]);
            queryScales[row] = scale * MathF.Exp(encoder.QueryWeights[row]);
        }

        var slots = new int[(rows * 3 / 2) | 1];
        for (var row = 0; row < rows; row++)
        {
            var slot = (int)(StaticTable.Hash(texts[row]) % (uint)slots.Length);
            while (slots[slot] != 0)
            {
                slot = (slot + 1) % slots.Length;
            }

            slots[slot] = row + 1;
        }

        using var body = new MemoryStream();
        using (var writer = new BinaryWriter(body, Encoding.UTF8, leaveOpen: true))
        {
            Array.ForEach(slots, writer.Write);
            var offset = 0;
            writer.Write(offset);
            foreach (var text in texts)
            {
                writer.Write(offset += text.Length);
            }

            Array.ForEach(passageScales, writer.Write);
            Array.ForEach(queryScales, writer.Write);
            writer.Write(numbers);
            Array.ForEach(texts, t => writer.Write(t));
        }

        var bytes = body.ToArray();
        using var output = new BinaryWriter(File.Create(file));
        output.Write(StaticTable.Magic);
        output.Write(dimension);
        output.Write(rows);
        output.Write(slots.Length);
        output.Write(texts.Sum(t => t.Length));
        output.Write(BitConverter.ToUInt64(SHA256.HashData(bytes)));
        output.Write(bytes);
    }
}
