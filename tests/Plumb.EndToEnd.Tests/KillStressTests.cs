using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace Plumb.EndToEnd.Tests;

/// <summary>
/// Processes that are killed at random moments while the tree changes. PLUMB_STRESS_ROUNDS and PLUMB_STRESS_SEED set how
/// many and which; a failure names its seed.
/// </summary>
public sealed class KillStressTests : IDisposable
{
    private const int Files = 300;

    private readonly int rounds = Number("PLUMB_STRESS_ROUNDS", 5);
    private readonly int seed = Number("PLUMB_STRESS_SEED", Random.Shared.Next());
    private readonly Random random;
    private readonly Fixture fixture = new();
    private readonly Dictionary<string, string> words = [];
    private int written;

    public KillStressTests() => random = new Random(seed);

    public void Dispose() => fixture.Dispose();

    [Fact]
    public async Task Nothing_committed_is_lost_whenever_a_process_is_killed()
    {
        for (var i = 0; i < Files; i++)
        {
            Write($"src/part{i % 12}/module{i}.py");
        }

        for (var round = 0; round < rounds; round++)
        {
            Change();
            using (var process = PlumbProcess.Start(fixture.Root, fixture.Environment, random.Next(4) == 0 ? ["index", "--rebuild"] : ["index"]))
            {
                await Task.Delay(random.Next(5, 600));
                process.Kill();
                await process.WaitForExitAsync();
            }

            await CheckAsync(round);
        }

        Assert.Equal(0, (await fixture.RunAsync("index")).ExitCode);
        var after = Rows(fixture.FindStore());
        using var fresh = new Fixture();
        fixture.Environment["PLUMB_HOME"] = fresh.Home;
        Assert.Equal(0, (await fixture.RunAsync("index")).ExitCode);
        Assert.True(Rows(fixture.FindStore()).SequenceEqual(after), $"The index differs from a fresh one (PLUMB_STRESS_SEED={seed}).");
        Assert.Equal(words.Count, after.Count);
    }

    private async Task CheckAsync(int round)
    {
        var store = Directory.Exists(fixture.Home) ? Directory.EnumerateFiles(fixture.Home, "index.db", SearchOption.AllDirectories).SingleOrDefault() : null;
        if (store is null)
        {
            return;
        }

        Assert.True(Ask(store, "PRAGMA integrity_check", row => row.GetString(0)) is ["ok"], $"The store is damaged in round {round} (PLUMB_STRESS_SEED={seed}).");
        var isSetUp = Ask(store, "SELECT count(*) FROM sqlite_master WHERE name = 'meta'", row => row.GetInt32(0))[0] == 1;
        if (!isSetUp || Ask(store, "SELECT count(*) FROM meta WHERE key = 'finished'", row => row.GetInt32(0))[0] == 0)
        {
            return;
        }

        // What is committed as it is now is found.
        var committed = Ask(store, "SELECT path, hash FROM file", row => (Path: row.GetString(0), Hash: (byte[])row.GetValue(1)))
            .Where(row => words.ContainsKey(row.Path) && SHA256.HashData(File.ReadAllBytes(fixture.At(row.Path))).AsSpan(0, 16).SequenceEqual(row.Hash)).ToList();
        foreach (var (path, _) in committed.OrderBy(_ => random.Next()).Take(3))
        {
            Assert.True((await fixture.SearchAsync(words[path], "--no-refresh")).Contains(path), $"{path} is lost in round {round} (PLUMB_STRESS_SEED={seed}).");
        }

        Assert.DoesNotContain(Directory.EnumerateFiles(fixture.Home, "*", SearchOption.AllDirectories), f => f.Contains(".aside", StringComparison.Ordinal) || f.EndsWith(".damaged", StringComparison.Ordinal));
    }

    private void Change()
    {
        for (var i = random.Next(1, 30); i > 0; i--)
        {
            var path = words.Keys.ElementAt(random.Next(words.Count));
            switch (random.Next(4))
            {
                case 0:
                    File.Delete(fixture.At(path));
                    words.Remove(path);
                    break;
                case 1:
                    var to = $"src/moved{random.Next(5)}/m{written++}.py";
                    Directory.CreateDirectory(Path.GetDirectoryName(fixture.At(to))!);
                    File.Move(fixture.At(path), fixture.At(to));
                    words.Remove(path, out var word);
                    words[to] = word!;
                    break;
                case 2:
                    Write($"src/new{random.Next(5)}/n{written}.py");
                    break;
                default:
                    Write(path);
                    break;
            }
        }
    }

    private void Write(string path)
    {
        var word = $"zebra{written++}quagga";
        words[path] = word;
        fixture.Write(path, $"\"\"\"About {word}.\"\"\"\n\n\ndef {word}(value):\n    return value + {written}\n\n\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"def part{i}_of_{written % 97}(value):\n    return value * {i}\n\n\n")));
    }

    private static List<string> Rows(string store) => Ask(
        store,
        "SELECT path, hex(hash), language, lines, chunks, symbols, hex(shape) FROM file ORDER BY path",
        row => string.Join('|', Enumerable.Range(0, row.FieldCount).Select(i => Convert.ToString(row.GetValue(i), CultureInfo.InvariantCulture))));

    private static List<T> Ask<T>(string store, string sql, Func<SqliteDataReader, T> read)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = store, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        var all = new List<T>();
        while (rows.Read())
        {
            all.Add(read(rows));
        }

        return all;
    }

    private static int Number(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
