using System.Text;

namespace Plumb.Ask.Guardrails;

/// <summary>
/// The filter for an answer that is still being written. Text goes on at once, but for what may become a link, an image or
/// a tag: that waits for the end of its line, since a viewer would load it the moment it is shown.
/// </summary>
internal sealed class LinkFilterStream(IProgress<string> inner) : IProgress<string>
{
    private static readonly string[] Schemes = ["http", "www.", "ftp:", "ws:", "wss:", "file:", "data:", "javascript:", "vscode:", "command:", "mailto:"];

    private readonly StringBuilder held = new();
    private CodeFence fence;
    private bool atLineStart = true;

    public void Report(string value)
    {
        held.Append(value);
        var text = held.ToString();
        var lineEnd = text.LastIndexOf('\n') + 1;
        var safe = lineEnd + (lineEnd > 0 || atLineStart ? SafePrefixOfNewLine(text.AsSpan(lineEnd)) : SafePrefix(text.AsSpan(lineEnd)));
        Send(text[..safe]);
    }

    /// <summary>Sends what is still held.</summary>
    public void Complete() => Send(held.ToString());

    private void Send(string text)
    {
        if (text.Length == 0)
        {
            return;
        }

        held.Remove(0, text.Length);

        // A part of a line is never a fence, and was found to hold nothing; whole lines are looked at whole.
        inner.Report(LinkFilter.Clean(text, ref fence, goesOn: !atLineStart));
        atLineStart = text[^1] == '\n';
    }

    // What may be a fence, a quote or a definition waits until it is more.
    private static int SafePrefixOfNewLine(ReadOnlySpan<char> line)
    {
        var start = line.TrimStart(" >");
        return start.Length == 0 || start[0] is '`' or '~' or '[' ? 0 : SafePrefix(line);
    }

    private static int SafePrefix(ReadOnlySpan<char> line)
    {
        var safe = line.IndexOfAny('[', '!', '<') is var special && special < 0 ? line.Length : special;
        var word = line[..safe].LastIndexOfAny(" \t(`\"'*_") + 1;
        foreach (var scheme in Schemes)
        {
            // A scheme that stands there, or may be beginning at the end.
            if (line[..safe].IndexOf(scheme, StringComparison.OrdinalIgnoreCase) is >= 0 and var found)
            {
                safe = Math.Min(safe, found);
            }
        }

        word = Math.Min(word, safe);
        foreach (var scheme in Schemes)
        {
            var rest = line[word..safe];
            if (rest.Length > 0 && rest.Length < scheme.Length && scheme.AsSpan().StartsWith(rest, StringComparison.OrdinalIgnoreCase))
            {
                return word;
            }
        }

        return safe;
    }
}
