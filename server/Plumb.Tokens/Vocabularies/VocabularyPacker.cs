// Compiled and run by the build (see Vocabularies.targets), not part of the assembly. Only what netstandard 2.0 has.
using System;
using System.Collections.Generic;
using System.IO;
using System.Reflection;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Writes the vocabularies that SharpToken embeds (a line for each token: base64, a space, its rank) in the form that
/// <c>Vocabulary</c> reads in place: a header, the tokens of two bytes, a hash table, and the tokens in order of rank.
/// </summary>
public sealed class PackVocabularies : Task
{
    /// <summary>Path of SharpToken.dll.</summary>
    [Required]
    public string Assembly { get; set; }

    /// <summary>Names of encodings; each becomes NAME.bin.</summary>
    [Required]
    public string[] Names { get; set; }

    [Required]
    public string Folder { get; set; }

    public override bool Execute()
    {
        Directory.CreateDirectory(Folder);

        // From its bytes: a loaded file stays locked for as long as the build's process lives.
        var assembly = System.Reflection.Assembly.Load(File.ReadAllBytes(Assembly));
        foreach (var name in Names)
        {
            using (var stream = assembly.GetManifestResourceStream("SharpToken.data." + name + ".tiktoken"))
            {
                if (stream == null)
                {
                    Log.LogError("SharpToken does not hold the vocabulary " + name + ".");
                    return false;
                }

                File.WriteAllBytes(Path.Combine(Folder, name + ".bin"), Pack(Read(stream)));
            }
        }

        return true;
    }

    private static List<KeyValuePair<int, byte[]>> Read(Stream stream)
    {
        var tokens = new List<KeyValuePair<int, byte[]>>();
        using (var reader = new StreamReader(stream))
        {
            for (var line = reader.ReadLine(); line != null; line = reader.ReadLine())
            {
                var space = line.IndexOf(' ');
                if (space > 0)
                {
                    tokens.Add(new KeyValuePair<int, byte[]>(int.Parse(line.Substring(space + 1)), Convert.FromBase64String(line.Substring(0, space))));
                }
            }
        }

        tokens.Sort((a, b) => a.Key.CompareTo(b.Key));
        return tokens;
    }

    private static byte[] Pack(List<KeyValuePair<int, byte[]>> tokens)
    {
        // Half full: a miss, the most common answer while merging, ends at the first or second slot.
        var slots = new uint[tokens.Count * 2];
        var pairs = new MemoryStream();
        var records = new MemoryStream();
        var pairWriter = new BinaryWriter(pairs);
        var recordWriter = new BinaryWriter(records);
        var longest = 0;
        foreach (var token in tokens)
        {
            var bytes = token.Value;
            if (bytes.Length > 255 || records.Length >= (1 << 22) - 1)
            {
                throw new InvalidDataException("The vocabulary does not fit into its packed form.");
            }

            longest = Math.Max(longest, bytes.Length);
            if (bytes.Length == 2)
            {
                pairWriter.Write((bytes[0] << 8) | bytes[1]);
                pairWriter.Write(token.Key);
            }

            var hash = Hash(bytes);
            var at = (int)((ulong)(uint)hash * (ulong)slots.Length >> 32);
            while (slots[at] != 0)
            {
                at = at + 1 == slots.Length ? 0 : at + 1;
            }

            slots[at] = (uint)(hash >> 54) << 22 | (uint)(records.Length + 1);
            recordWriter.Write((uint)token.Key | (uint)bytes.Length << 24);
            recordWriter.Write(bytes);
        }

        var packed = new MemoryStream();
        var writer = new BinaryWriter(packed);
        writer.Write(0x31564C50); // "PLV1"
        writer.Write(tokens.Count);
        writer.Write(longest);
        writer.Write((int)pairs.Length);
        writer.Write(slots.Length);
        writer.Write((int)records.Length);
        writer.Write(pairs.ToArray());
        foreach (var slot in slots)
        {
            writer.Write(slot);
        }

        writer.Write(records.ToArray());
        return packed.ToArray();
    }

    // The same as Vocabulary.Hash; a test finds every token of every vocabulary by it.
    private static ulong Hash(byte[] token)
    {
        const ulong Multiplier = 0x9E3779B97F4A7C15;
        var length = token.Length;
        var hash = unchecked((ulong)length * Multiplier);
        ulong word;
        if (length >= 8)
        {
            for (var at = 0; at + 8 < length; at += 8)
            {
                hash = unchecked((hash ^ BitConverter.ToUInt64(token, at)) * Multiplier);
                hash ^= hash >> 32;
            }

            word = BitConverter.ToUInt64(token, length - 8);
        }
        else if (length >= 4)
        {
            word = BitConverter.ToUInt32(token, 0) | (ulong)BitConverter.ToUInt32(token, length - 4) << 32;
        }
        else
        {
            word = length == 0 ? 0 : token[0] | (ulong)token[length / 2] << 8 | (ulong)token[length - 1] << 16;
        }

        hash = unchecked((hash ^ word) * Multiplier);
        hash ^= hash >> 29;
        hash = unchecked(hash * 0xBF58476D1CE4E5B9);
        return hash ^ (hash >> 32);
    }
}
