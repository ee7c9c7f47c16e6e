using Plumb.Search.Embedding;
using Plumb.Training.Mining;
using Plumb.Training.Model;

namespace Plumb.Training.Tests;

public sealed class TrainerTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("plumb-training-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Words_that_answer_each_other_come_close_and_the_same_seed_gives_the_same_table()
    {
        var corpus = MakeCorpus();
        var first = Train(corpus, "a.bin");
        var second = Train(corpus, "b.bin");

        Assert.Equal(File.ReadAllBytes(first), File.ReadAllBytes(second));
        using var embedder = StaticEmbedder.OpenFile(first);
        Assert.True(Similarity(embedder, "erase item", "remove") > Similarity(embedder, "erase item", "paint") + 0.1f);
        Assert.True(Similarity(embedder, "colour item", "paint") > Similarity(embedder, "colour item", "remove") + 0.1f);
    }

    [Fact]
    public void A_corpus_survives_its_file()
    {
        var corpus = MakeCorpus();
        var file = Path.Combine(folder, "pairs.bin");
        corpus.Write(file);
        var read = Corpus.Read(file);

        Assert.Equal(corpus.Terms, read.Terms);
        Assert.Equal(corpus.Repositories, read.Repositories);
        Assert.Equal(corpus.HeldOut.Order(), read.HeldOut.Order());
        Assert.Equal(corpus.Pairs.Select(p => string.Join(',', p.Query)), read.Pairs.Select(p => string.Join(',', p.Query)));
        Assert.Equal(corpus.Pairs.SelectMany(p => p.Passage), read.Pairs.SelectMany(p => p.Passage));
    }

    [Fact]
    public void Sentences_that_everything_shares_are_dropped()
    {
        var corpus = MakeCorpus();
        var common = corpus.Pairs[0] with { Query = [0, 1, 2] };
        var many = corpus with { Pairs = [.. corpus.Pairs, .. Enumerable.Range(0, 20).Select(i => common with { Passage = [new Weighted(i % 6, 1 + i)] })] };

        Assert.DoesNotContain(Filter.Apply(many).Pairs, p => p.Query is [0, 1, 2]);
    }

    private static float Similarity(StaticEmbedder embedder, string query, string passage)
    {
        var passages = embedder.EmbedAsync([new EmbeddingText(string.Empty, string.Empty, passage)], EmbeddingKind.Passage, default).AsTask().GetAwaiter().GetResult();
        return Matrix.Dot(embedder.EmbedQuery(query, _ => 1), passages[0]);
    }

    private string Train(Corpus corpus, string name)
    {
        var settings = new Settings { Rows = 100, Dimension = 32, Batch = 64, Epochs = 60, Group = 8, LearningRate = 0.02f };
        var encoder = new Encoder(Vocabulary.Build(corpus, settings.Rows), settings.Dimension, settings.Seed);
        var trainer = new Trainer(encoder, settings);
        for (var epoch = 0; epoch < settings.Epochs; epoch++)
        {
            trainer.Run(corpus.Pairs, epoch);
        }

        var file = Path.Combine(folder, name);
        TableWriter.Write(encoder, file);
        return file;
    }

    // Four repositories in which each of twenty words is always answered by one other: "erase" by "remove", "colour" by
    // "paint". No word stands on both sides, so that only learning brings them together.
    private static Corpus MakeCorpus()
    {
        var asked = Enumerable.Range(0, 18).Select(i => $"ask{(char)('a' + i)}");
        var answers = Enumerable.Range(0, 18).Select(i => $"answer{(char)('a' + i)}");
        string[] terms = ["eras", "colour", .. asked, "remov", "paint", .. answers, "item"];
        var random = new Random(1);
        var pairs = new List<Pair>();
        for (var i = 0; i < 512; i++)
        {
            var kind = i % 20;
            pairs.Add(new Pair(PairSource.Doc, "csharp", random.Next(4), [kind, 40], [new Weighted(20 + kind, 2), new Weighted(40, 1)]));
        }

        return new Corpus(terms, ["one", "two", "three", "four", "held"], new HashSet<int> { 4 }, pairs);
    }
}
