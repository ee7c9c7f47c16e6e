using Microsoft.Data.Sqlite;
using Plumb.Search.Secrets;

namespace Plumb.Search.Storage;

/// <summary>What is written of secrets: how many a file holds, never what they are.</summary>
internal sealed partial class Store
{
    private const string RulesKey = "maskRules";

    /// <summary>Records that all that is indexed from now on, or everything, is masked by the rules of this version.</summary>
    public void SetSecretRules(string version) => InTransaction(transaction => SetMeta(transaction, RulesKey, version), changesIndex: false);

    /// <summary>Overwrites what was deleted: it may hold words of secrets that older rules let pass.</summary>
    public void Purge()
    {
        lock (writing)
        {
            Guard(() =>
            {
                Sql.Execute(writer, "VACUUM");
                return true;
            });
        }
    }

    private static void WriteSecrets(SqliteTransaction transaction, IEnumerable<string> paths, IReadOnlyDictionary<string, IReadOnlyList<Secret>> secrets)
    {
        using var delete = Sql.Command(transaction, "DELETE FROM masked WHERE path = $path", "$path");
        using var insert = Sql.Command(transaction, "INSERT INTO masked(path, kind, count) VALUES ($path, $kind, $count)", "$path", "$kind", "$count");
        foreach (var path in paths)
        {
            delete.Parameters[0].Value = path;
            delete.ExecuteNonQuery();
            if (secrets.TryGetValue(path, out var found))
            {
                foreach (var kind in found.GroupBy(s => s.Kind))
                {
                    insert.Parameters[0].Value = path;
                    insert.Parameters[1].Value = kind.Key.ToString();
                    insert.Parameters[2].Value = kind.Count();
                    insert.ExecuteNonQuery();
                }
            }
        }
    }
}
