using Microsoft.Data.Sqlite;

namespace Plumb.Search.Storage;

/// <summary>The tables and their versions. A change of the layout appends a migration; none is ever edited.</summary>
internal static class Schema
{
    private static readonly string[] Migrations =
    [
        // file: the files as they are now; a row's segment, first and chunks name its documents.
        // segment, posting: immutable pieces of the inverted index. A document lives while a file row points at it.
        // skipped: what the last full run left out, and why; with size and time where the content had to be read to tell.
        // meta.revision: counts transactions, so that a process sees that another one changed the index.
        """
        CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE segment(id INTEGER PRIMARY KEY AUTOINCREMENT, documents INTEGER NOT NULL, lengths BLOB NOT NULL);
        CREATE TABLE file(
            id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, size INTEGER NOT NULL, modified INTEGER NOT NULL, hash BLOB NOT NULL,
            language TEXT NOT NULL, lines INTEGER NOT NULL, segment INTEGER NOT NULL, first INTEGER NOT NULL, chunks INTEGER NOT NULL,
            symbols INTEGER NOT NULL, shape BLOB NOT NULL);
        CREATE TABLE posting(segment INTEGER NOT NULL, term BLOB NOT NULL, data BLOB NOT NULL, PRIMARY KEY (segment, term)) WITHOUT ROWID;
        CREATE TABLE skipped(path TEXT PRIMARY KEY, reason TEXT NOT NULL, detail TEXT NOT NULL, size INTEGER NOT NULL, modified INTEGER NOT NULL) WITHOUT ROWID;
        INSERT INTO meta(key, value) VALUES ('revision', '0');
        """,

        // vector: the vectors of one embedder for all documents of one segment; the large column is last.
        // embedding: what was embedded at a cost, by content, so that no content is embedded twice; used is a run's number.
        // segment.fingerprints: tells copies of a chunk; empty in segments of before, which show every copy.
        """
        ALTER TABLE segment ADD COLUMN fingerprints BLOB NOT NULL DEFAULT x'';
        CREATE TABLE vector(
            id INTEGER PRIMARY KEY, segment INTEGER NOT NULL, embedder TEXT NOT NULL, dimension INTEGER NOT NULL, lengths BLOB NOT NULL,
            rows BLOB NOT NULL, UNIQUE (segment, embedder, dimension));
        CREATE TABLE embedding(
            embedder TEXT NOT NULL, dimension INTEGER NOT NULL, hash BLOB NOT NULL, used INTEGER NOT NULL, row BLOB NOT NULL,
            PRIMARY KEY (embedder, dimension, hash)) WITHOUT ROWID;
        """,

        // graph: one row, which files and names others mention, and how many files changed since that was made.
        """
        CREATE TABLE graph(id INTEGER PRIMARY KEY CHECK (id = 1), changes INTEGER NOT NULL, files BLOB NOT NULL, symbols BLOB NOT NULL);
        """,

        // secret: how many secrets of which kind are masked in a file's text; never the secrets themselves.
        // meta.maskRules: the rules by which the whole index was masked; what others made is read again.
        """
        CREATE TABLE masked(path TEXT NOT NULL, kind TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (path, kind)) WITHOUT ROWID;
        """,

        // tree: one row, by what a look tells that nothing changed since the last run, and the revision that it is true of.
        """
        CREATE TABLE tree(id INTEGER PRIMARY KEY CHECK (id = 1), revision INTEGER NOT NULL, stamp BLOB NOT NULL);
        """,
    ];

    public static int Version => Migrations.Length;

    public static void Migrate(SqliteConnection connection, int from)
    {
        if (from == Version)
        {
            return;
        }

        using var transaction = connection.BeginTransaction(deferred: false);

        // Another process may have migrated between our look and our lock.
        from = Convert.ToInt32(Sql.Scalar(connection, "PRAGMA user_version"), null);
        for (var i = from; i < Version; i++)
        {
            Sql.Execute(connection, Migrations[i]);
        }

        Sql.Execute(connection, $"PRAGMA user_version={Version}");
        transaction.Commit();
    }
}
