using System.Diagnostics;
using System.Globalization;

namespace Plumb.Search.Indexing;

/// <summary>
/// What a running language server says beside the store, so that a terminal can tell who keeps the index and when it looks
/// at the tree next. A note of a process that is gone counts for nothing.
/// </summary>
internal static class KeeperNote
{
    private const string Prefix = "keeper-";

    /// <summary>Writes this process's note. What cannot be written is left: nothing hangs on it.</summary>
    public static void Write(string folder, DateTimeOffset? nextReconcile, string watching)
    {
        try
        {
            File.WriteAllText(PathOf(folder), string.Create(CultureInfo.InvariantCulture, $"{StartOf(Environment.ProcessId)} {nextReconcile?.ToUnixTimeMilliseconds() ?? 0} {watching}"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    public static void Remove(string folder) => TryDelete(PathOf(folder));

    public static IReadOnlyList<IndexKeeper> ReadAll(string folder)
    {
        var keepers = new List<IndexKeeper>();
        try
        {
            foreach (var file in Directory.EnumerateFiles(folder, Prefix + "*").Order(StringComparer.Ordinal))
            {
                if (int.TryParse(Path.GetFileName(file.AsSpan())[Prefix.Length..], CultureInfo.InvariantCulture, out var process)
                    && File.ReadAllText(file).Split(' ') is [var start, var next, var watching] && long.TryParse(next, CultureInfo.InvariantCulture, out var milliseconds))
                {
                    if (start == StartOf(process).ToString(CultureInfo.InvariantCulture))
                    {
                        keepers.Add(new IndexKeeper(process, milliseconds > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null, watching));
                    }
                    else
                    {
                        TryDelete(file);
                    }
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }

        return keepers;
    }

    private static string PathOf(string folder) => Path.Combine(folder, Prefix + Environment.ProcessId.ToString(CultureInfo.InvariantCulture));

    // A number is given out again: with its start it names one process. 0 where there is none.
    private static long StartOf(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return found.StartTime.ToUniversalTime().Ticks / TimeSpan.TicksPerSecond;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception or NotSupportedException)
        {
            return 0;
        }
    }

    private static void TryDelete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }
}
