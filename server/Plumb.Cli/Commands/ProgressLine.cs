using System.Diagnostics;
using Plumb.Search;

namespace Plumb.Cli.Commands;

/// <summary>
/// Progress on stderr: one line that is written over on a terminal, a line every few seconds elsewhere. Nothing at all
/// for a run that is over before anybody would look.
/// </summary>
internal sealed class ProgressLine : IProgress<IndexProgress>, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan TerminalInterval = TimeSpan.FromMilliseconds(80);
    private static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private readonly bool terminal = !Console.IsErrorRedirected;
    private readonly long started = Stopwatch.GetTimestamp();
    private TimeSpan next;
    private bool told;
    private int drawn;

    public ProgressLine() => next = terminal ? Patience : LogInterval;

    public void Report(IndexProgress value)
    {
        lock (gate)
        {
            var now = Stopwatch.GetElapsedTime(started);

            // That another process is waited for is told once, and at once.
            var waiting = value.Phase == "waiting" && !told;
            if (now < next && !waiting)
            {
                return;
            }

            told |= waiting;
            next = now + (terminal ? TerminalInterval : LogInterval);
            var text = value.FilesTotal > 0 ? $"{value.Phase} {value.FilesDone}/{value.FilesTotal}  {value.Message}" : $"{value.Phase}  {value.Message}";
            if (terminal)
            {
                Draw(text);
            }
            else
            {
                Console.Error.WriteLine("plumb: " + text.TrimEnd());
            }
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            if (drawn > 0)
            {
                Draw("");
                Console.Error.Write('\r');
            }

            next = TimeSpan.MaxValue;
        }
    }

    private void Draw(string text)
    {
        var width = Math.Max(20, Console.WindowWidth - 1);
        text = text.Length > width ? text[..(width - 1)] + "…" : text;
        Console.Error.Write('\r' + text.PadRight(drawn));
        drawn = text.Length;
    }
}
