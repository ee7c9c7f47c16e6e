
namespace Plumb.Training.Mining;

/// <summary>All pairs, the terms that they are made of, and the sources' names.</summary>
internal sealed record Corpus(IReadOnlyList<string> Terms, IReadOnlyList<string> Repositories, IReadOnlySet<int> HeldOut, IReadOnlyList<Pair> Pairs)
{
    public void Write(string file)
    {
        using var writer = new BinaryWriter(new BufferedStream(File.Create(file), 1 << 20));
        WriteTexts(writer, Terms);
        WriteTexts(writer, Repositories);
        writer.Write(HeldOut.Count);
        foreach (var repository in HeldOut.Order())
        {
            writer.Write(repository);
        }

        var languages = Pairs.Select(p => p.Language).Distinct().Order(StringComparer.Ordinal).ToList();
        var numbers = languages.Select((l, i) => (l, i)).ToDictionary(p => p.l, p => p.i, StringComparer.Ordinal);
        WriteTexts(writer, languages);
        writer.Write(Pairs.Count);
        foreach (var pair in Pairs)
        {
            writer.Write((byte)pair.Source);
            writer.Write((short)numbers[pair.Language]);
            writer.Write(pair.Repository);
            writer.Write((byte)pair.Query.Length);
            foreach (var term in pair.Query)
            {
                writer.Write(term);
            }

            writer.Write((byte)pair.Passage.Length);
            foreach (var (term, weight) in pair.Passage)
            {
                writer.Write(term);
                writer.Write((Half)weight);
            }
        }
    }

    public static Corpus Read(string file)
    {
        using var reader = new BinaryReader(new BufferedStream(File.OpenRead(file), 1 << 20));
        var terms = ReadTexts(reader);
        var repositories = ReadTexts(reader);
        var heldOut = new HashSet<int>();
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            heldOut.Add(reader.ReadInt32());
        }

        var languages = ReadTexts(reader);
        var pairs = new Pair[reader.ReadInt32()];
        for (var i = 0; i < pairs.Length; i++)
        {
            var source = (PairSource)reader.ReadByte();
            var language = languages[reader.ReadInt16()];
            var repository = reader.ReadInt32();
            var query = new int[reader.ReadByte()];
            for (var q = 0; q < query.Length; q++)
            {
                query[q] = reader.ReadInt32();
            }

            var passage = new Weighted[reader.ReadByte()];
            for (var p = 0; p < passage.Length; p++)
            {
                passage[p] = new Weighted(reader.ReadInt32(), (float)reader.ReadHalf());
            }

            pairs[i] = new Pair(source, language, repository, query, passage);
        }

        return new Corpus(terms, repositories, heldOut, pairs);
    }

    private static void WriteTexts(BinaryWriter writer, IReadOnlyList<string> texts)
    {
        writer.Write(texts.Count);
        foreach (var text in texts)
        {
            writer.Write(text);
        }
    }

    private static List<string> ReadTexts(BinaryReader reader)
    {
        var texts = new List<string>(reader.ReadInt32());
        for (var left = texts.Capacity; left > 0; left--)
        {
            texts.Add(reader.ReadString());
        }

        return texts;
    }
}
