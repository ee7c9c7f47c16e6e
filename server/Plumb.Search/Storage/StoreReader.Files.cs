using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Plumb.Search.Storage;

/// <summary>Reads the rows of all files: the first thing that every process does, and so without a reader's checks of each value.</summary>
internal sealed partial class StoreReader
{
    public List<StoredFile> ReadFiles()
    {
        const string sql = "SELECT id, path, size, modified, hash, language, lines, segment, first, chunks, symbols FROM file";
        var database = connection.Handle!;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(database, sql, out var statement), database);
        using (statement)
        {
            var files = new List<StoredFile>();
            var language = string.Empty;
            int result;
            while ((result = raw.sqlite3_step(statement)) == raw.SQLITE_ROW)
            {
                language = Language(raw.sqlite3_column_blob(statement, 5), language);
                files.Add(new StoredFile(
                    raw.sqlite3_column_int64(statement, 0),
                    raw.sqlite3_column_text(statement, 1).utf8_to_string(),
                    raw.sqlite3_column_int64(statement, 2),
                    raw.sqlite3_column_int64(statement, 3),
                    raw.sqlite3_column_blob(statement, 4).ToArray(),
                    language,
                    raw.sqlite3_column_int(statement, 6),
                    raw.sqlite3_column_int64(statement, 7),
                    raw.sqlite3_column_int(statement, 8),
                    raw.sqlite3_column_int(statement, 9),
                    raw.sqlite3_column_int(statement, 10)));
            }

            SqliteException.ThrowExceptionForRC(result, database);
            return files;
        }
    }

    // Mostly that of the file before.
    private static string Language(ReadOnlySpan<byte> utf8, string before)
    {
        if (utf8.Length == before.Length)
        {
            var i = 0;
            while (i < utf8.Length && utf8[i] == before[i])
            {
                i++;
            }

            if (i == utf8.Length)
            {
                return before;
            }
        }

        return string.Intern(System.Text.Encoding.UTF8.GetString(utf8));
    }
}
