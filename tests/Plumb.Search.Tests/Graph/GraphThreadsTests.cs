using System.Globalization;
using System.Text;
using Plumb.Search.Graph;
using Plumb.Search.Ranking;
using Plumb.Search.Storage;
using Plumb.Search.Tests.Support;

namespace Plumb.Search.Tests.Graph;

public sealed class GraphThreadsTests
{
    private const int Files = 70;
    private const int NamesInFile = 80;

    [Fact]
    public async Task The_graph_is_the_same_to_the_last_bit_on_however_many_threads()
    {
        using var folder = new IndexedFolder([.. Enumerable.Range(0, Files).Select(f => ($"m{f}.py", Module(f)))]);
        using (var index = folder.Open())
        {
            await index.Update();
        }

        using var store = Store.Open(folder.StorePath, replaceNewer: false);
        var alone = store.Read(reader => GraphRun.Build(IndexSnapshot.Load(reader), reader, beside: null, CancellationToken.None));
        var calls = 0;
        var together = store.Read(reader => GraphRun.Build(IndexSnapshot.Load(reader), reader, Beside, CancellationToken.None));
        Assert.Equal(Files, alone.Files.Length);
        Assert.Equal(Environment.ProcessorCount > 1, calls > 0);
        Assert.Equal(StoredGraph.EncodeFiles(alone), StoredGraph.EncodeFiles(together));
        Assert.Equal(StoredGraph.EncodeSymbols(alone), StoredGraph.EncodeSymbols(together));

        void Beside(Action<StoreReader> work)
        {
            Interlocked.Increment(ref calls);
            store.Read(reader =>
            {
                work(reader);
                return true;
            });
        }
    }

    // Names of its own, and mentions of those of other files.
    private static string Module(int file)
    {
        var text = new StringBuilder();
        for (var n = 0; n < NamesInFile; n++)
        {
            text.Append(CultureInfo.InvariantCulture, $"def {Name(file, n)}():\n    return {Name((file + n + 1) % Files, (n * 7) % NamesInFile)}() + {Name((file * 3) % Files, n)}()\n\n");
        }

        return text.ToString();
    }

    private static string Name(int file, int n) => string.Create(CultureInfo.InvariantCulture, $"{(char)('a' + (file % 26))}{(char)('a' + (n % 26))}work_of_{file}_number_{n}");
}
