using System.Globalization;
using Microsoft.Data.Sqlite;
using Plumb.Search;
using Plumb.Search.Chunking;
using Plumb.Search.Discovery;

namespace Plumb.DocstringRetrieval;

/// <summary>
/// SQLite's own full-text index over the very chunks that Plumb ranks: the <c>unicode61</c> tokenizer, <c>bm25()</c> with
/// its defaults, a query's words joined by OR (its AND finds nothing for most sentences).
/// </summary>
internal sealed class Fts5Baseline : IDisposable
{
    private readonly SqliteConnection connection = new("Data Source=:memory:");

    public int Chunks { get; private set; }

    public Fts5Baseline(string root)
    {
        connection.Open();
        Execute("CREATE VIRTUAL TABLE chunk USING fts5(path UNINDEXED, first UNINDEXED, last UNINDEXED, body, tokenize = 'unicode61')");
        using var transaction = connection.BeginTransaction();
        using var insert = connection.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = "INSERT INTO chunk(path, first, last, body) VALUES ($path, $first, $last, $body)";
        var (pathValue, first, last, body) = (insert.Parameters.Add("$path", SqliteType.Text), insert.Parameters.Add("$first", SqliteType.Integer), insert.Parameters.Add("$last", SqliteType.Integer), insert.Parameters.Add("$body", SqliteType.Text));
        WorkspaceWalker.Walk(root, new DiscoveryOptions(), new Sink(path =>
        {
            if (WorkspaceText.Read(root, path) is not { } document)
            {
                return;
            }

            foreach (var chunk in Chunker.Split(document))
            {
                pathValue.Value = path;
                first.Value = chunk.StartLine + 1;
                last.Value = chunk.EndLine;
                body.Value = document.Text[document.Lines.GetLineStart(chunk.StartLine)..document.Lines.GetLineStart(chunk.EndLine)];
                insert.ExecuteNonQuery();
                Chunks++;
            }
        }), CancellationToken.None);
        transaction.Commit();
    }

    public IReadOnlyList<HitPlace> Search(string query, int limit)
    {
        var words = query.Split([.. query.Where(c => !char.IsLetterOrDigit(c)).Distinct()], StringSplitOptions.RemoveEmptyEntries);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT path, first, last FROM chunk WHERE chunk MATCH $query ORDER BY bm25(chunk), rowid LIMIT $limit";
        command.Parameters.AddWithValue("$query", string.Join(" OR ", words.Select(word => $"\"{word}\"")));
        command.Parameters.AddWithValue("$limit", limit);
        using var reader = command.ExecuteReader();
        var found = new List<HitPlace>();
        while (reader.Read())
        {
            found.Add(new HitPlace(reader.GetString(0), Convert.ToInt32(reader.GetValue(1), CultureInfo.InvariantCulture), Convert.ToInt32(reader.GetValue(2), CultureInfo.InvariantCulture)));
        }

        return found;
    }

    public void Dispose() => connection.Dispose();

    private void Execute(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private sealed class Sink(Action<string> onFile) : IDiscoverySink
    {
        public void OnFile(in WorkspaceFile file) => onFile(file.Path);

        public void OnSkipped(in SkippedFile skipped)
        {
        }
    }
}
