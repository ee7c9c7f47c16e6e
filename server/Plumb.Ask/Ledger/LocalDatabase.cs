using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Plumb.Ask.Ledger;

/// <summary>
/// A small SQLite file in Plumb's data folder that many processes write to now and then. Every use opens it anew.
/// </summary>
/// <param name="path">The file; it and its folder are made when they are not there.</param>
/// <param name="what">How it is called in errors: "usage ledger".</param>
/// <param name="version">Of the schema, as its <c>user_version</c>.</param>
/// <param name="schema">Makes what is not there yet.</param>
internal sealed class LocalDatabase(string path, string what, int version, string schema)
{
    private readonly Lock making = new();
    private bool made;

    public bool Exists => File.Exists(path);

    /// <exception cref="LedgerException">It cannot be read or written.</exception>
    public T Run<T>(Func<SqliteConnection, T> work)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = 5, Pooling = false }.ConnectionString);
            connection.Open();
            Make(connection);

            // A row that is lost with the power is a pity; no row is ever damaged.
            Execute(connection, "PRAGMA synchronous = NORMAL");
            return work(connection);
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new LedgerException($"The {what} {path} cannot be used ({e.Message.ReplaceLineEndings(" ").TrimEnd('.')}): make it writable, or move it away.", e);
        }
    }

    public static int Execute(SqliteConnection connection, string sql, params object[] values)
    {
        using var command = Command(connection, sql, values);
        return command.ExecuteNonQuery();
    }

    // All of the statement comes from this folder; values are parameters.
    public static SqliteCommand Command(SqliteConnection connection, string sql, params object[] values)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters.AddWithValue("$" + i.ToString(CultureInfo.InvariantCulture), values[i]);
        }

        return command;
    }

    private void Make(SqliteConnection connection)
    {
        lock (making)
        {
            if (made)
            {
                return;
            }

            Execute(connection, "PRAGMA journal_mode = WAL");
            using var read = Command(connection, "PRAGMA user_version");
            if (read.ExecuteScalar() is not long found || found != version)
            {
                Execute(connection, $"{schema}\nPRAGMA user_version = {version.ToString(CultureInfo.InvariantCulture)};");
            }

            made = true;
        }
    }
}
