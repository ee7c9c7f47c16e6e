namespace Plumb.EndToEnd.Tests;

/// <summary>Several processes on one store, and processes that are killed.</summary>
public sealed class ConcurrencyTests : IDisposable
{
    private const int Files = 1500;

    private readonly Fixture fixture = new();

    public ConcurrencyTests()
    {
        for (var i = 0; i < Files; i++)
        {
            fixture.Write($"src/part{i % 40}/module{i}.py", $"\"\"\"Module {i}.\"\"\"\n\n\ndef function_{i}(value):\n    return value + {i}\n\n\nclass Thing{i}:\n    def method_{i}(self):\n        return function_{i}(self)\n");
        }
    }

    public void Dispose() => fixture.Dispose();

    [Fact]
    public async Task Two_processes_that_index_at_once_both_succeed()
    {
        var both = await Task.WhenAll(fixture.RunAsync("index"), fixture.RunAsync("index"));
        Assert.All(both, result => Assert.True(result.ExitCode == 0, result.Errors));
        await AssertWholeAsync();
    }

    [Theory]
    [InlineData(60)]
    [InlineData(150)]
    [InlineData(300)]
    [InlineData(500)]
    public async Task A_killed_run_leaves_a_store_that_the_next_run_completes(int milliseconds)
    {
        using (var process = PlumbProcess.Start(fixture.Root, fixture.Environment, "index"))
        {
            await Task.Delay(milliseconds);
            process.Kill();
            await process.WaitForExitAsync();
        }

        var status = await fixture.RunJsonAsync("status");
        Assert.Contains(status.GetProperty("state").GetString(), new[] { "absent", "partial", "ready" });
        await AssertWholeAsync();
    }

    [UnixFact]
    public async Task A_run_that_waits_for_another_says_so_and_can_be_cancelled()
    {
        await fixture.RunAsync("index");
        var lockFile = Directory.EnumerateFiles(fixture.Home, "writer.lock", SearchOption.AllDirectories).Single();
        using (new FileStream(lockFile, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            using var process = PlumbProcess.Start(fixture.Root, fixture.Environment, "index");
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
            var first = await process.StandardError.ReadLineAsync(patience.Token);
            Assert.Contains("another plumb process is indexing", first, StringComparison.Ordinal);

            // Only now is it sure that the process listens.
            System.Diagnostics.Process.Start("kill", ["-INT", process.Id.ToString()])!.WaitForExit();
            var result = await PlumbProcess.FinishAsync(process);
            Assert.Equal(2, result.ExitCode);
            Assert.StartsWith("plumb: cancelled", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
        }

        await AssertWholeAsync();
    }

    private async Task AssertWholeAsync()
    {
        Assert.Equal(Files, (await fixture.RunJsonAsync("index")).GetProperty("files").GetInt32());
        foreach (var i in new[] { 0, 777, Files - 1 })
        {
            Assert.Equal($"src/part{i % 40}/module{i}.py", (await fixture.SearchAsync($"function_{i}"))[0]);
        }

        Assert.Equal("ready", (await fixture.RunJsonAsync("status")).GetProperty("state").GetString());
    }
}
