using System.Text;
using Plumb.Search.Secrets;

namespace Plumb.Ask.Models;

/// <summary>
/// What all text passes that leaves the machine, piece by piece: secrets are blacked out. Files' text comes masked
/// already; this one sees to what people type, to names, and to what was put together since.
/// </summary>
public static class OutboundGate
{
    public const string Mark = "[secret removed]";

    /// <summary>The text with its secrets blacked out.</summary>
    public static string Pass(string text)
    {
        var removed = 0;
        return Pass(text, ref removed);
    }

    /// <summary>The text with its secrets blacked out, which are added to a count.</summary>
    public static string Pass(string text, ref int removed)
    {
        var secrets = SecretScanner.Find(text);
        if (secrets.Count == 0)
        {
            return text;
        }

        removed += secrets.Count;
        var passed = new StringBuilder(text.Length);
        var at = 0;
        foreach (var secret in secrets)
        {
            passed.Append(text, at, secret.Start - at).Append(Mark);
            at = secret.End;
        }

        return passed.Append(text, at, text.Length - at).ToString();
    }
}
