using Microsoft.Data.Sqlite;

namespace Plumb.Search.Storage;

/// <summary>Connections to a database file and the commands that go through them. All throw what SQLite throws.</summary>
internal static class Sql
{
    /// <summary>Opens a connection with the settings that every one has. It is not pooled: disposing of it closes the file.</summary>
    /// <param name="path">The database file, or the name of one in memory.</param>
    public static SqliteConnection Connect(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = 30 }.ToString());
        try
        {
            connection.Open();
            Execute(connection, "PRAGMA synchronous=NORMAL");

            // Many small saves must not grow the log beyond the index itself: it is written back at 0.8 MB.
            Execute(connection, "PRAGMA wal_autocheckpoint=200");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Opens a connection that queries read through.</summary>
    public static SqliteConnection ConnectReader(string path)
    {
        var connection = Connect(path, SqliteOpenMode.ReadWrite);
        try
        {
            // Reading through a map spares a system call and a copy for each page of four kilobytes: most of what a process that
            // answers one query would do. See docs/decisions/0013.
            Execute(connection, "PRAGMA mmap_size=1073741824");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>A command within a transaction, with parameters that have names and no values yet.</summary>
    public static SqliteCommand Command(SqliteTransaction transaction, string sql, params ReadOnlySpan<string> parameters)
    {
        var command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        foreach (var name in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            command.Parameters.Add(parameter);
        }

        return command;
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public static void Execute(SqliteTransaction transaction, string sql)
    {
        using var command = Command(transaction, sql);
        command.ExecuteNonQuery();
    }

    /// <summary>The first column of the first row; null where there is none.</summary>
    public static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
