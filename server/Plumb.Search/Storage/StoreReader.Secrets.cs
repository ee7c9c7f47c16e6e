using Plumb.Search.Secrets;

namespace Plumb.Search.Storage;

/// <summary>What is read of secrets.</summary>
internal sealed partial class StoreReader
{
    /// <summary>How many secrets of which kind are masked, and in how many files.</summary>
    public MaskedSecrets ReadSecrets()
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT kind, sum(count) FROM masked GROUP BY kind ORDER BY 2 DESC, kind";
        var kinds = new Dictionary<SecretKind, int>();
        using (var rows = command.ExecuteReader())
        {
            while (rows.Read())
            {
                if (Enum.TryParse<SecretKind>(rows.GetString(0), out var kind))
                {
                    kinds[kind] = rows.GetInt32(1);
                }
            }
        }

        command.CommandText = "SELECT count(DISTINCT path) FROM masked";
        return new MaskedSecrets(Convert.ToInt32(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture), kinds);
    }

    /// <summary>The files in which something is masked; null where not all was looked at by the rules of this version.</summary>
    public HashSet<string>? ReadMaskedPaths()
    {
        if (ReadMeta("maskRules") != SecretScanner.Rules)
        {
            return null;
        }

        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT DISTINCT path FROM masked";
        using var rows = command.ExecuteReader();
        var paths = new HashSet<string>(StringComparer.Ordinal);
        while (rows.Read())
        {
            paths.Add(rows.GetString(0));
        }

        return paths;
    }

    /// <summary>How many secrets are masked in one file.</summary>
    public int CountSecrets(string path)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT coalesce(sum(count), 0) FROM masked WHERE path = $path";
        command.Parameters.AddWithValue("$path", path);
        return Convert.ToInt32(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }
}
