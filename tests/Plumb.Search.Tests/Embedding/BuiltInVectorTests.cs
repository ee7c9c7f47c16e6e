using Microsoft.Data.Sqlite;
using Plumb.Search.Tests.Support;

namespace Plumb.Search.Tests.Embedding;

/// <summary>Vectors that are made while files are indexed.</summary>
public class BuiltInVectorTests
{
    private static readonly string[] Concepts = ["retry attempt again backoff", "delete remove erase", "lamp light beacon", "harbour port quay"];

    [Fact]
    public async Task A_chunk_that_shares_no_word_with_the_query_is_found_by_its_meaning()
    {
        using var folder = Folder();
        using var index = Open(folder);
        await index.Update();
        Assert.Empty((await Search(index, "erase", SearchMode.Lexical)).Hits);
        var hit = (await Search(index, "erase", SearchMode.Hybrid)).Hits[0];
        Assert.Equal("gone.py", hit.Path);
        Assert.Contains(hit.Signals, s => s.Name.StartsWith("vector similarity 0.", StringComparison.Ordinal) || s.Name == "vector similarity 1.00");
        Assert.Equal("gone.py", (await Search(index, "erase", SearchMode.Vectors)).Hits[0].Path);
    }

    [Fact]
    public async Task The_signals_of_a_hit_make_its_score()
    {
        using var folder = Folder();
        using var index = Open(folder);
        await index.Update();
        foreach (var query in new[] { "retry the lamp", "how does the harbour work", "delete", "attempt", "gone.py", "remove light" })
        {
            foreach (var mode in Enum.GetValues<SearchMode>())
            {
                foreach (var hit in (await Search(index, query, mode)).Hits)
                {
                    var sum = hit.Signals.Where(s => !IsFactor(s)).Sum(s => s.Value);
                    var factor = hit.Signals.Where(IsFactor).Aggregate(1.0, (product, s) => product * s.Value);
                    Assert.Equal(hit.Score, sum * factor, 6);
                }
            }
        }

        static bool IsFactor(RankSignal signal) => signal.Name.StartsWith(RankSignal.Factor, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Merged_segments_answer_as_fresh_ones_do()
    {
        using var folder = Folder();
        using var index = Open(folder);
        await index.Update();
        var words = string.Join(' ', Concepts).Split(' ');
        for (var i = 0; i < 30; i++)
        {
            folder.Write($"m{i}.py", $"def f{i}():\n    {words[i % words.Length]}({words[(i * 5) % words.Length]}, {words[(i * 7) % words.Length]})\n");
            if (i % 4 == 3)
            {
                File.Delete(Path.Combine(folder.Root, $"m{i - 1}.py"));
                folder.Write($"m{i - 2}.py", $"def g{i}():\n    {words[i % words.Length]}()\n");
            }

            await index.Update();
        }

        var merged = await Answers(index);
        Assert.True(Count(folder, "SELECT count(*) FROM segment") <= 14);
        Assert.Equal(Count(folder, "SELECT count(*) FROM segment"), Count(folder, "SELECT count(*) FROM vector"));
        Assert.Equal(Count(folder, "SELECT sum(documents) FROM segment"), Count(folder, "SELECT sum(length(lengths)) / 4 FROM vector"));
        Assert.Equal(Count(folder, "SELECT sum(documents) FROM segment"), Count(folder, $"SELECT sum(length(rows)) / {Concepts.Length} FROM vector"));
        await index.Update(rebuild: true);
        Assert.Equal(await Answers(index), merged);
    }

    [Fact]
    public async Task Another_table_gives_every_chunk_its_vector_anew()
    {
        using var folder = Folder();
        using (var index = Open(folder))
        {
            Assert.Equal(3, (await index.Update()).Added);
        }

        using (var index = WorkspaceIndex.Open(folder.Options with { BuiltIn = new ConceptEmbedder("concepts-2", "other words", "delete erase", "x") }))
        {
            // Until then words answer: vectors of another table say nothing.
            Assert.Empty((await Search(index, "erase", SearchMode.Hybrid)).Hits);
            Assert.Equal("none (lexical ranking)", index.GetStatus().Embedder);
            await index.Update();
            Assert.Equal("gone.py", (await Search(index, "erase", SearchMode.Hybrid)).Hits[0].Path);
            var status = index.GetStatus();
            Assert.Equal("concepts-2", status.Embedder);
            var vectors = Assert.Single(status.Vectors);
            Assert.Equal(("concepts-2", 3, status.Chunks, true), (vectors.Embedder, vectors.Dimension, vectors.Chunks, vectors.IsServing));
            Assert.Equal(3, (await index.Update()).Unchanged);
        }
    }

    [Fact]
    public async Task A_store_of_the_version_before_vectors_is_brought_up_to_date_with_a_message()
    {
        using var folder = Folder();
        using (var index = Open(folder))
        {
            await index.Update();
        }

        Execute(folder, "DROP TABLE tree; DROP TABLE masked; DROP TABLE graph; DROP TABLE vector; DROP TABLE embedding; ALTER TABLE segment DROP COLUMN fingerprints; PRAGMA user_version=1");
        using var again = Open(folder);
        Assert.Contains("older version", again.Notice, StringComparison.Ordinal);
        Assert.NotEmpty((await Search(again, "delete", SearchMode.Hybrid)).Hits);
        Assert.Equal(3, (await again.Update()).Changed);
        Assert.Equal("gone.py", (await Search(again, "erase", SearchMode.Hybrid)).Hits[0].Path);
        Assert.Equal(3, (await again.Update()).Unchanged);
    }

    [Fact]
    public async Task Damaged_vectors_are_told_as_damage()
    {
        using var folder = Folder();
        using (var index = Open(folder))
        {
            await index.Update();
        }

        Execute(folder, "UPDATE vector SET rows = x'00'");
        using var damaged = Open(folder);
        Assert.Contains("damaged", (await Assert.ThrowsAnyAsync<WorkspaceException>(() => Search(damaged, "erase", SearchMode.Hybrid))).Message, StringComparison.Ordinal);
    }

    // The first query compares vectors while they are read, later ones in memory; one that was edited has two segments.
    [Fact]
    public async Task The_first_query_is_answered_as_all_others_are()
    {
        var words = string.Join(' ', Concepts).Split(' ');
        using var folder = Folder();
        for (var i = 0; i < 300; i++)
        {
            folder.Write($"m{i}.py", $"def f{i}():\n    {words[i % words.Length]}({words[(i * 5) % words.Length]}, {words[(i * 7) % words.Length]})\n");
        }

        using (var index = Open(folder))
        {
            await index.Update();
            folder.Write("m7.py", "def f7():\n    quay(harbour)\n");
            await index.Update();
        }

        Assert.True(Count(folder, "SELECT count(*) FROM segment") > 1);
        using var cold = Open(folder);
        var first = await Search(cold, "light the port again", SearchMode.Hybrid);
        var second = await Search(cold, "light the port again", SearchMode.Hybrid);
        Assert.Equal(10, first.Hits.Count);
        Assert.Equal(first.Hits.Select(h => (h.Path, h.Score, h.Similarity)), second.Hits.Select(h => (h.Path, h.Score, h.Similarity)));
    }

    [Fact]
    public async Task Copies_of_a_text_are_one_hit_that_names_the_others()
    {
        const string Body = "def rotate_lantern(speed, angle):\n    mirror = polish(speed)\n    if mirror.cracked:\n        replace(mirror)\n    return spin(mirror, angle)\n";
        using var folder = new IndexedFolder(("src/a.py", Body), ("vendor/a.py", Body.Replace("    ", "\t", StringComparison.Ordinal)), ("src/b.py", "def rotate_lantern_back():\n    rotate_lantern(1, 2)\n"));
        using var index = folder.Open();
        await index.Update();
        var hits = index.Hits("rotate_lantern mirror");
        Assert.Equal(["src/a.py", "src/b.py"], hits.Select(h => h.Path));
        Assert.Equal(new HitPlace("vendor/a.py", 1, 5), Assert.Single(hits[0].Duplicates));
        Assert.Empty(hits[1].Duplicates);
    }

    private static IndexedFolder Folder() => new(
        ("tries.py", "def call_with_retry(action):\n    attempt(action)\n    backoff()\n"),
        ("gone.py", "def drop_entry(key):\n    delete(key)\n    remove(key)\n"),
        ("shine.py", "def shine():\n    lamp.on()\n    beacon(harbour)\n"));

    private static WorkspaceIndex Open(IndexedFolder folder) => WorkspaceIndex.Open(folder.Options with { BuiltIn = new ConceptEmbedder("concepts-1", Concepts) });

    private static Task<SearchResponse> Search(WorkspaceIndex index, string query, SearchMode mode) => index.SearchAsync(query, 10, mode, CancellationToken.None).AsTask();

    private static async Task<List<string>> Answers(WorkspaceIndex index)
    {
        var answers = new List<string>();
        foreach (var query in new[] { "erase again", "quay", "light the port", "attempt" })
        {
            answers.AddRange((await Search(index, query, SearchMode.Vectors)).Hits.Select(h => $"{query} {h.Path}:{h.StartLine} {h.Score:0.000000}"));
        }

        return answers;
    }

    private static long Count(IndexedFolder folder, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={folder.StorePath};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), null);
    }

    private static void Execute(IndexedFolder folder, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={folder.StorePath};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    // An update leaves the texts that it replaced in their segment until that is put together anew.
    [Fact]
    public async Task Words_of_texts_that_were_replaced_make_no_word_common()
    {
        string[] subjects = ["the wick of the lantern", "the tank and its oil", "letters to the harbour", "a list of ships", "the tide tables"];
        using var folder = new IndexedFolder([.. subjects.Select((s, i) => ($"src/part{i}.py", $"def keep{i}():\n    \"\"\"Looks after {s}.\"\"\"\n")), .. Old(), ("src/oil.py", "def fill(oil):\n    return oil\n")]);
        using var index = folder.Open();
        await index.Update();
        foreach (var (path, _) in Old())
        {
            folder.Write(path, "x = 1\n");
        }

        await index.Update();
        var followed = await Nearness();
        await index.Update(rebuild: true);
        Assert.Equal(await Nearness(), followed);

        static (string, string)[] Old() => [.. Enumerable.Range(0, 6).Select(i => ($"src/old{i}.py", $"# The wick of lantern {i}.\n"))];
        async Task<string[]> Nearness() =>
            [.. (await Search(index, "lantern wick oil ships", SearchMode.Vectors)).Hits.Select(h => FormattableString.Invariant($"{h.Path} {h.Score:0.0000}")).Order(StringComparer.Ordinal)];
    }
}
