using System.Text;

namespace Plumb.Ask.Models;

/// <summary>Passes on what a model writes, but for what may still become the bare word that says it found nothing.</summary>
internal sealed class HeldBack(IProgress<string> inner) : IProgress<string>
{
    private readonly StringBuilder held = new();
    private bool released;

    public bool HasReported { get; private set; }

    public void Report(string value)
    {
        held.Append(value);
        if (released || !MayBeNotFound(held.ToString()))
        {
            Release();
        }
    }

    /// <summary>Passes on what is still held: it turned out to be the answer.</summary>
    public void Release()
    {
        released = true;
        if (held.Length > 0)
        {
            HasReported = true;
            inner.Report(held.ToString());
            held.Clear();
        }
    }

    /// <summary>Reports this in place of what is held.</summary>
    public void Replace(string text)
    {
        held.Clear().Append(text);
        Release();
    }

    private static bool MayBeNotFound(string text)
    {
        text = text.Trim();
        return EvidencePrompt.NotFound.StartsWith(text, StringComparison.Ordinal);
    }
}
