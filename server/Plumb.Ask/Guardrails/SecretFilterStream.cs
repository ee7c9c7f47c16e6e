using System.Text;
using Plumb.Ask.Models;
using Plumb.Search.Secrets;

namespace Plumb.Ask.Guardrails;

/// <summary>
/// Masks secrets in an answer that is still being written. Text goes on word by word: what may be the beginning of a secret
/// waits until it is whole, and a private key until its end.
/// </summary>
internal sealed class SecretFilterStream(IProgress<string> inner) : IProgress<string>
{
    private const string KeyBegin = "-----BEGIN";
    private const string KeyEnd = "-----END";

    // The line so far, of which some has gone on already: a value is known by the name before it.
    private readonly StringBuilder line = new();
    private int sent;

    public void Report(string value)
    {
        line.Append(value);
        Flush(SafeEnd(line.ToString()));
    }

    /// <summary>Sends what is still held.</summary>
    public void Complete() => Flush(line.Length);

    private static int SafeEnd(string text)
    {
        if (text.LastIndexOf(KeyBegin, StringComparison.Ordinal) is >= 0 and var begin
            && (text.IndexOf(KeyEnd, begin, StringComparison.Ordinal) is var last && (last < 0 || text.IndexOf('\n', last) < 0)))
        {
            return begin;
        }

        // Secrets are of ASCII: whatever writing has no spaces need not wait for one.
        var end = text.Length;
        while (end > 0 && text[end - 1] is > ' ' and < '\u0080')
        {
            end--;
        }

        return end;
    }

    private void Flush(int end)
    {
        if (end <= sent)
        {
            return;
        }

        var text = line.ToString();
        var passed = new StringBuilder();
        var at = sent;
        foreach (var secret in SecretScanner.Find(text).Where(secret => secret.End > sent))
        {
            if (secret.End > end && secret.Start < end)
            {
                // Not whole yet.
                end = Math.Max(at, secret.Start);
                break;
            }

            if (secret.Start >= end)
            {
                break;
            }

            passed.Append(text, at, Math.Max(at, secret.Start) - at).Append(OutboundGate.Mark);
            at = secret.End;
        }

        passed.Append(text, Math.Min(at, end), Math.Max(0, end - at));
        sent = Math.Max(at, end);
        var lastLine = text.LastIndexOf('\n', Math.Max(0, sent - 1)) + 1;
        if (lastLine > 0 && sent >= lastLine)
        {
            line.Remove(0, lastLine);
            sent -= lastLine;
        }

        if (passed.Length > 0)
        {
            inner.Report(passed.ToString());
        }
    }
}
