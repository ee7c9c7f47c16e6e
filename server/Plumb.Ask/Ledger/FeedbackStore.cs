using Microsoft.Data.Sqlite;
using Plumb.Ask.Feedback;
using Plumb.Ask.Models;
using static Plumb.Ask.Ledger.LocalDatabase;

namespace Plumb.Ask.Ledger;

/// <summary>
/// Judgements of answers, in an SQLite file of Plumb's data folder that never leaves it. It has a file of its own because
/// it holds questions and answers, which the ledger does not.
/// </summary>
public sealed class FeedbackStore
{
    public const string FileName = "feedback.db";

    private const int MostKept = 5000;
    private const int MostCharacters = 100_000;

    private const string Schema =
        """
        CREATE TABLE IF NOT EXISTS feedback (
            id INTEGER PRIMARY KEY, at INTEGER NOT NULL, workspace TEXT NOT NULL, question TEXT NOT NULL, answer TEXT NOT NULL, good INTEGER NOT NULL, comment TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS citation (
            feedback INTEGER NOT NULL REFERENCES feedback (id) ON DELETE CASCADE, workspace TEXT NOT NULL, path TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, hash TEXT NOT NULL);
        CREATE INDEX IF NOT EXISTS citation_feedback ON citation (feedback);
        """;

    private readonly LocalDatabase database;

    /// <param name="folder">Plumb's data folder.</param>
    public FeedbackStore(string folder) => database = new LocalDatabase(Path.Combine(folder, FileName), "feedback file", 1, Schema);

    /// <summary>Keeps a judgement, its secrets blacked out: it may end up in a file that others read.</summary>
    /// <returns>How many judgements there are of that workspace now.</returns>
    /// <exception cref="LedgerException">It cannot be written.</exception>
    public int Save(AnswerFeedback feedback)
    {
        ArgumentNullException.ThrowIfNull(feedback);
        return database.Run(connection =>
        {
            Execute(connection, "PRAGMA foreign_keys = ON");
            using var transaction = connection.BeginTransaction();
            using var insert = Command(
                connection,
                "INSERT INTO feedback (at, workspace, question, answer, good, comment) VALUES ($0, $1, $2, $3, $4, $5) RETURNING id",
                feedback.At.ToUnixTimeMilliseconds(), feedback.Workspace, Clean(feedback.Question), Clean(feedback.Answer), feedback.IsGood ? 1 : 0, Clean(feedback.Comment));
            var id = (long)insert.ExecuteScalar()!;
            foreach (var citation in feedback.Citations)
            {
                Execute(
                    connection,
                    "INSERT INTO citation (feedback, workspace, path, first, last, hash) VALUES ($0, $1, $2, $3, $4, $5)",
                    id, citation.Workspace, citation.Path, citation.StartLine, citation.EndLine, citation.ContentHash);
            }

            Execute(connection, "DELETE FROM feedback WHERE id NOT IN (SELECT id FROM feedback ORDER BY id DESC LIMIT $0)", MostKept);
            using var count = Command(connection, "SELECT COUNT(*) FROM feedback WHERE workspace = $0", feedback.Workspace);
            var kept = (int)(long)count.ExecuteScalar()!;
            transaction.Commit();
            return kept;
        });
    }

    /// <summary>The newest first.</summary>
    /// <param name="workspace">The identity of a workspace that was open, or that was cited; null: of all.</param>
    /// <exception cref="LedgerException">It cannot be read.</exception>
    public IReadOnlyList<AnswerFeedback> List(string? workspace)
    {
        if (!database.Exists)
        {
            return [];
        }

        return database.Run(connection =>
        {
            using var command = Command(
                connection,
                """
                SELECT id, at, workspace, question, answer, good, comment FROM feedback
                WHERE $0 = '' OR workspace = $0 OR id IN (SELECT feedback FROM citation WHERE workspace = $0) ORDER BY id DESC
                """,
                workspace ?? "");
            using var reader = command.ExecuteReader();
            var found = new List<AnswerFeedback>();
            while (reader.Read())
            {
                found.Add(new AnswerFeedback(
                    DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(1)), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetInt64(5) != 0, reader.GetString(6),
                    CitationsOf(connection, reader.GetInt64(0))));
            }

            return found;
        });
    }

    private static List<JudgedCitation> CitationsOf(SqliteConnection connection, long id)
    {
        using var command = Command(connection, "SELECT workspace, path, first, last, hash FROM citation WHERE feedback = $0 ORDER BY rowid", id);
        using var reader = command.ExecuteReader();
        var citations = new List<JudgedCitation>();
        while (reader.Read())
        {
            citations.Add(new JudgedCitation(reader.GetString(0), reader.GetString(1), reader.GetInt32(2), reader.GetInt32(3), reader.GetString(4)));
        }

        return citations;
    }

    private static string Clean(string text) => OutboundGate.Pass(text.Length <= MostCharacters ? text : text[..MostCharacters] + "…");
}
