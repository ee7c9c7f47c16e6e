using System.Text.Json;

namespace Plumb.Lsp.Session;

/// <summary>What the user set about the index, under <c>plumb.index</c>.</summary>
internal sealed record IndexSettings
{
    public static readonly TimeSpan DefaultReconcile = TimeSpan.FromMinutes(10);

    public static IndexSettings Default { get; } = new();

    /// <summary><c>enabled</c>: false keeps no index, and lets the store lie as it is.</summary>
    public bool Enabled { get; private init; } = true;

    /// <summary><c>reconcileMinutes</c>: how often the tree is looked at for what no watcher told; zero never.</summary>
    public TimeSpan Reconcile { get; private init; } = DefaultReconcile;

    /// <summary><c>threads</c>: threads that index; 0 leaves one core to the editor.</summary>
    public int Threads { get; private init; }

    /// <summary><c>slowOnBattery</c>: one thread while the machine runs on its battery.</summary>
    public bool SlowOnBattery { get; private init; } = true;

    /// <summary><c>maxFiles</c>, <c>maxFileKilobytes</c>, <c>maxMemoryMegabytes</c>: 0 is no limit of the user's own.</summary>
    public Plumb.Search.IndexLimits Limits { get; private init; } = new();

    /// <summary>These settings with those that a client gave, wherever it put them; what it left out stays as it is here.</summary>
    public IndexSettings With(JsonElement? given) => given is not { } options ? this : this with
    {
        Enabled = Settings.FindIndexEnabled(options) ?? Enabled,
        Reconcile = Settings.FindNumber(options, "index.reconcileMinutes") is { } minutes ? TimeSpan.FromMinutes(Math.Clamp(minutes, 0, 24 * 60)) : Reconcile,
        Threads = Settings.FindNumber(options, "index.threads") is { } threads ? (int)Math.Clamp(threads, 0, 64) : Threads,
        Limits = new Plumb.Search.IndexLimits(
            Settings.FindNumber(options, "index.maxFiles") is { } files ? (int)Math.Clamp(files, 0, int.MaxValue) : Limits.MaxFiles,
            Settings.FindNumber(options, "index.maxFileKilobytes") is { } size ? (long)Math.Clamp(size, 0, 1024 * 1024) * 1024 : Limits.MaxFileBytes,
            Settings.FindNumber(options, "index.maxMemoryMegabytes") is { } memory ? (int)(memory <= 0 ? 0 : Math.Clamp(memory, 128, 1024 * 1024)) : Limits.MaxMemoryMegabytes),
        SlowOnBattery = Settings.FindSwitch(options, "index.slowOnBattery") ?? SlowOnBattery,
    };

    /// <summary>How the next run shares the machine: always behind whatever a person waits for, and with a core left free.</summary>
    /// <param name="onBattery">Whether the machine runs on its battery.</param>
    public Plumb.Search.IndexingPace Pace(bool onBattery) => new(
        SlowOnBattery && onBattery ? 1 : Threads > 0 ? Threads : Math.Max(1, Environment.ProcessorCount - 1),
        LowPriority: true);
}
