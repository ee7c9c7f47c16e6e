using Plumb.Search;
using Plumb.Search.Embedding;

namespace Plumb.Ask.Tests;

/// <summary>What only vectors find is evidence too; with an embedder that knows two topics and nothing else.</summary>
public sealed class OtherWordsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("plumb-ask-").FullName;

    [Fact]
    public async Task A_passage_without_a_word_of_the_question_is_shown_where_vectors_found_it()
    {
        var root = Path.Combine(folder, "ws");
        Directory.CreateDirectory(root);
        await File.WriteAllTextAsync(Path.Combine(root, "leave.md"), "# Leave\n\nTime off is granted after twelve months of service, and more of it to those who stay beyond their third year with the company, as long as their manager agrees to the dates.\n");
        await File.WriteAllTextAsync(Path.Combine(root, "desks.md"), "# Desks\n\nEvery vacation photo on a wall needs a frame.\n");
        for (var i = 0; i < 5; i++)
        {
            await File.WriteAllTextAsync(Path.Combine(root, $"page{i}.md"), $"# Page {i}\n\nThe vacation of room number {i} is cleaned on Mondays.\n");
        }

        using var embedder = new Topics();
        using var index = WorkspaceIndex.Open(new WorkspaceOptions(root, Path.Combine(folder, "data")) { Embedder = embedder });
        await index.UpdateAsync(rebuild: false, null, CancellationToken.None);
        await index.EmbedAsync(null, CancellationToken.None);
        var answer = await new AskEngine(index, null).AskAsync(new Question("vacation room"), null, CancellationToken.None);
        Assert.Equal(AnswerKind.Extractive, answer.Kind);
        Assert.Contains(answer.Citations, c => c.Path == "leave.md");
        Assert.Contains("near to the question in meaning", answer.Markdown);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private sealed class Topics : IEmbedder
    {
        public string Id => "topics";

        public int Dimension => 2;

        public ValueTask<float[][]> EmbedAsync(IReadOnlyList<EmbeddingText> texts, EmbeddingKind kind, CancellationToken cancellation) =>
            ValueTask.FromResult(texts.Select(t => kind == EmbeddingKind.Query || t.Text.Contains("Time off", StringComparison.Ordinal) ? new[] { 1f, 0f } : [0f, 1f]).ToArray());

        public void Dispose()
        {
        }
    }
}
