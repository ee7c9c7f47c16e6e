using System.Text;
using System.Text.Json;

namespace Plumb.EndToEnd.Tests;

/// <summary>A workspace that a test writes, with a data folder of its own.</summary>
internal sealed class Fixture : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("plumb-e2e-").FullName;

    public Fixture()
    {
        Directory.CreateDirectory(Root);
        Environment["PLUMB_HOME"] = Path.Combine(folder, "data");
        Environment["HOME"] = folder;
    }

    public string Root => Path.Combine(folder, "workspace");

    public string Home => Environment["PLUMB_HOME"];

    public Dictionary<string, string> Environment { get; } = [];

    public string At(string path) => Path.Combine(Root, path);

    public Fixture Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    public Fixture Write(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllBytes(At(path), bytes);
        return this;
    }

    /// <summary>A small project with code, docs and a test.</summary>
    public Fixture WriteProject() => this
        .Write("README.md", "# Lantern\n\nLantern keeps beacons lit.\n\n## Retry policy\n\nA failed beacon is retried three times with exponential backoff.\nAfter that it is reported as dark.\n")
        .Write("src/beacon.py", "\"\"\"Beacons.\"\"\"\n\n\nclass BeaconKeeper:\n    \"\"\"Keeps beacons lit.\"\"\"\n\n    def compute_backoff(self, attempt: int) -> float:\n        \"\"\"Seconds to wait before the next attempt.\"\"\"\n        return 0.5 * 2 ** attempt\n\n    def extinguish(self, name: str) -> None:\n        self.lit.discard(name)\n")
        .Write("src/ledger.cs", "namespace Lantern;\n\n/// <summary>Writes down which beacons went dark.</summary>\npublic sealed class DarkLedger\n{\n    public void RecordOutage(string beacon) => outages.Add(beacon);\n}\n")
        .Write("tests/test_beacon.py", "from src.beacon import BeaconKeeper\n\n\ndef test_backoff_doubles():\n    assert BeaconKeeper().compute_backoff(2) == 2.0\n");

    public Task<RunResult> RunAsync(params string[] arguments) => PlumbProcess.FinishAsync(PlumbProcess.Start(Root, Environment, arguments));

    public async Task<JsonElement> RunJsonAsync(params string[] arguments)
    {
        var result = await RunAsync([.. arguments, "--json"]);
        Assert.True(result.ExitCode is 0 or 1, $"exit code {result.ExitCode}: {result.Errors}");
        return JsonDocument.Parse(result.Output).RootElement.Clone();
    }

    /// <summary>The paths that a query finds.</summary>
    public async Task<IReadOnlyList<string>> SearchAsync(string query, params string[] more)
    {
        var found = await RunJsonAsync(["search", query, .. more]);
        return [.. found.GetProperty("results").EnumerateArray().Select(r => r.GetProperty("path").GetString()!)];
    }

    public string FindStore() => Directory.EnumerateFiles(Home, "index.db", SearchOption.AllDirectories).Single();

    public void Dispose()
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A process that was killed may hold a file a moment longer.
        }
    }
}

/// <summary>A test that needs permissions to hold, which they do not for root.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PermissionsFactAttribute : FactAttribute
{
    public PermissionsFactAttribute() =>
        Skip = OperatingSystem.IsWindows() ? "needs Unix permissions" : Environment.UserName == "root" ? "root may read everything" : null!;
}

/// <summary>A test that needs a Unix system.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute() => Skip = OperatingSystem.IsWindows() ? "needs Unix" : null!;
}

/// <summary>Tests that need a Unix system.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnixTheoryAttribute : TheoryAttribute
{
    public UnixTheoryAttribute() => Skip = OperatingSystem.IsWindows() ? "needs Unix" : null!;
}
