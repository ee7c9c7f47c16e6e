using System.Text;
using Plumb.Training.Mining;
using Plumb.Training.Sources;

namespace Plumb.Training.Tests;

public sealed class MiningTests
{
    private const string Code =
        """
        /// <summary>Gives the connection back to the pool when nobody needs it.</summary>
        public void Release(Connection connection)
        {
            // If the pool is full already, the oldest one has to go.
            if (idle.Count >= limit)
            {
                idle.Dequeue().Close();
            }

            idle.Enqueue(connection);
        }
        """;

    [Fact]
    public void Code_gives_its_doc_comments_and_the_comments_inside()
    {
        var (pairs, numbers) = Mine(("src/Pool.cs", "class Pool\n{\n" + Code + "\n}\n"));

        var doc = Assert.Single(pairs, p => p.Source == PairSource.Doc);
        Assert.Contains("nobodi", Words(doc.Query, numbers));
        Assert.Contains("releas", Words(doc.Passage, numbers));
        Assert.DoesNotContain("nobodi", Words(doc.Passage, numbers));
        var comment = Assert.Single(pairs, p => p.Source == PairSource.Comment);
        Assert.Contains("oldest", Words(comment.Query, numbers));
        Assert.Contains("dequeu", Words(comment.Passage, numbers));
    }

    [Fact]
    public void Tests_say_what_they_test()
    {
        var (pairs, numbers) = Mine(("test/pool.test.ts", "describe('pool', () => {\n  it('closes idle connections after a while', async () => {\n    await clock.tick(5000);\n    expect(pool.size).toBe(0);\n  });\n});\n"));

        var test = Assert.Single(pairs, p => p.Source == PairSource.Test);
        Assert.Contains("idl", Words(test.Query, numbers));
        Assert.Contains("pool", Words(test.Passage, numbers));
    }

    [Fact]
    public void Documentation_gives_headings_sentences_and_links()
    {
        const string guide = "# Guide\n\nSee [how backups are restored](#restoring-a-backup) before you begin with anything else here.\n\n## Restoring a backup\n\nStop the server before you begin with this. Then copy the newest archive into the data folder. Start the server again and read its log for errors.\n";
        var (pairs, numbers) = Mine(("docs/guide.md", guide));

        Assert.Contains(pairs, p => p.Source == PairSource.Heading && Words(p.Query, numbers).Contains("backup") && Words(p.Passage, numbers).Contains("archiv"));
        Assert.Contains(pairs, p => p.Source == PairSource.Cloze);
        Assert.Contains(pairs, p => p.Source == PairSource.Link && Words(p.Passage, numbers).Contains("archiv"));
    }

    [Fact]
    public void One_large_repository_gives_no_more_than_its_share()
    {
        var sink = new PairSink(new TermNumbers(), 0, limitPerSource: 10);
        for (var i = 0; i < 1000; i++)
        {
            sink.Add(PairSource.Doc, "csharp", $"removes the word{i} from store", new Passage(sink.Numbers).Body($"alpha beta gamma delta word{i}"));
        }

        Assert.Equal(10, sink.Take().Count());
    }

    private static (List<Pair> Pairs, TermNumbers Numbers) Mine(params (string Path, string Text)[] files)
    {
        var numbers = new TermNumbers();
        var sink = new PairSink(numbers, 0, 1000);
        SourceTree.Mine(files.Select(f => (f.Path, Encoding.UTF8.GetBytes(f.Text))), sink);
        return ([.. sink.Take()], numbers);
    }

    private static List<string> Words(IEnumerable<int> terms, TermNumbers numbers) => [.. terms.Select(t => numbers[t])];

    private static List<string> Words(IEnumerable<Weighted> terms, TermNumbers numbers) => Words(terms.Select(t => t.Term), numbers);
}
