using System.Diagnostics;

namespace Plumb.EndToEnd.Tests;

/// <summary>In a network namespace that has not even a loopback device, with no endpoint configured: everything else works.</summary>
public sealed class NoNetworkTests : IDisposable
{
    private readonly Fixture fixture = new Fixture().WriteProject();

    public void Dispose() => fixture.Dispose();

    [NetworkNamespaceFact]
    public async Task Everything_but_a_model_works()
    {
        fixture.Write("answer.prompty", "---\ninputs:\n  city: Rome\n---\nWeather in {{city}}\n");
        Assert.NotEqual(0, (await RunAsync("sh", "-c", "exec 3<>/dev/tcp/127.0.0.1/9 || cat < /dev/null > /dev/tcp/1.1.1.1/53")).ExitCode);
        await ExpectAsync(0, "5 added", "index");
        await ExpectAsync(0, "beacon.py", "search", "backoff");
        await ExpectAsync(0, "src/beacon.py", "ask", "how is the backoff computed?");
        await ExpectAsync(0, "src/beacon.py", "ask", "--deep", "how is the backoff computed?");
        await ExpectAsync(0, "Nothing was sent.", "ask", "--show-prompt", "how is the backoff computed?");
        await ExpectAsync(0, "test_beacon.py", "ask", "--tests", "compute_backoff");
        await ExpectAsync(0, "README.md", "tokens", "README.md");
        await ExpectAsync(0, "", "lint", ".");
        await ExpectAsync(0, "beacon.py", "map");
        await ExpectAsync(0, "files", "status");
        await ExpectAsync(0, "No model was asked", "usage");
        await ExpectAsync(0, "indexed", "why", "src/beacon.py");
    }

    [NetworkNamespaceFact]
    public async Task A_model_that_cannot_be_reached_is_told_and_the_passages_are_shown()
    {
        fixture.Environment["PLUMB_MODEL"] = "m";
        fixture.Environment["PLUMB_ENDPOINT"] = "http://127.0.0.1:9/v1";
        var result = await RunAsync(PlumbProcess.Binary, "ask", "how is the backoff computed?");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("cannot be reached", result.Output);
        Assert.Contains("src/beacon.py", result.Output);
    }

    private async Task ExpectAsync(int code, string text, params string[] arguments)
    {
        var result = await RunAsync([PlumbProcess.Binary, .. arguments]);
        Assert.True(result.ExitCode == code && (result.Output + result.Errors).Contains(text, StringComparison.OrdinalIgnoreCase), $"{string.Join(' ', arguments)} ended with {result.ExitCode}: {result.Output}{result.Errors}");
    }

    private Task<RunResult> RunAsync(params string[] command) =>
        PlumbProcess.FinishAsync(PlumbProcess.StartProgram("unshare", fixture.Root, fixture.Environment, ["--user", "--map-root-user", "--net", .. command]));
}

/// <summary>A test that needs a network namespace of its own, which not every system lets everybody make.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NetworkNamespaceFactAttribute : FactAttribute
{
    private static readonly string? Reason = Find();

    public NetworkNamespaceFactAttribute() => Skip = Reason!;

    private static string? Find()
    {
        if (!OperatingSystem.IsLinux())
        {
            return "needs Linux";
        }

        try
        {
            using var tried = Process.Start(new ProcessStartInfo("unshare", ["--user", "--map-root-user", "--net", "true"]) { RedirectStandardError = true })!;
            var problem = tried.StandardError.ReadToEnd();
            tried.WaitForExit();
            return tried.ExitCode == 0 ? null : "no network namespace can be made here: " + problem.Trim();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "needs unshare, of util-linux";
        }
    }
}
