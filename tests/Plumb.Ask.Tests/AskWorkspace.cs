using Plumb.Ask.Ledger;
using Plumb.Ask.Models;
using Plumb.Ask.Settings;
using Plumb.Search;
using Plumb.Tokens;

namespace Plumb.Ask.Tests;

/// <summary>A small indexed workspace with a data folder of its own.</summary>
internal sealed class AskWorkspace : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("plumb-ask-").FullName;

    private AskWorkspace(IEnumerable<(string Path, string Text)> files)
    {
        foreach (var (path, text) in files)
        {
            Write(path, text);
        }

        Index = WorkspaceIndex.Open(new WorkspaceOptions(Root, Home));
    }

    public string Root => Path.Combine(folder, "ws");

    public string Home => Path.Combine(folder, "data");

    public WorkspaceIndex Index { get; }

    public UsageLedger Ledger => new(Home);

    public static async Task<AskWorkspace> CreateAsync(params (string Path, string Text)[] files)
    {
        var made = new AskWorkspace(files);
        await made.Index.UpdateAsync(rebuild: false, null, CancellationToken.None);
        return made;
    }

    /// <summary>A retry helper and a guide.</summary>
    public static Task<AskWorkspace> CreateAsync() => CreateAsync(
        ("src/retry.py", "import time\n\n\ndef retry_with_backoff(action, attempts=3):\n    \"\"\"Calls action again until it works.\"\"\"\n    for attempt in range(attempts):\n        try:\n            return action()\n        except OSError:\n            time.sleep(2 ** attempt)\n    raise TimeoutError\n"),
        ("src/pause.py", "def pause_between_retries(attempt):\n    \"\"\"How long to wait before the next retry with backoff.\"\"\"\n    return 2 ** attempt\n"),
        ("docs/guide.md", "# Guide\n\n## Certificates\n\nCertificates are rotated every thirty days by the janitor.\n"));

    public void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Root, path))!);
        File.WriteAllText(Path.Combine(Root, path), text);
    }

    public AskEngine Engine(LoopbackModel? model, AskSettings? settings = null, int? window = null, ModelPrice? price = null) => AskEngine.Open(Index, new AskOptions
    {
        Model = model is null ? null : new ChatModel(new ModelSettings("test-model", model.Endpoint, "key-1", TimeSpan.FromSeconds(20)) { ContextWindow = window, Price = price }, ModelHttp.Create(TimeProvider.System)),
        Settings = settings ?? AskSettings.None with { Expand = Expansion.Never, Cache = false },
        Ledger = Ledger,
    });

    public Task<Answer> AskAsync(string question, LoopbackModel? model, AskSettings? settings = null, IProgress<string>? partial = null) =>
        Engine(model, settings).AskAsync(new Question(question), partial, CancellationToken.None);

    public void Dispose()
    {
        Index.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
