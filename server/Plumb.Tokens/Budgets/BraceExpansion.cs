namespace Plumb.Tokens.Budgets;

/// <summary>Writes a pattern with braces out: <c>src/{a,b}/*.cs</c> is <c>src/a/*.cs</c> and <c>src/b/*.cs</c>.</summary>
public static class BraceExpansion
{
    /// <summary>Patterns that braces may come to; one with more stands for its own text.</summary>
    public const int MostPatterns = 256;

    /// <summary>Braces without a comma, or without their other half, are characters.</summary>
    public static IReadOnlyList<string> Expand(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        var done = new List<string>();
        var pending = new Stack<(string Text, int From)>();
        pending.Push((pattern, 0));
        while (pending.TryPop(out var next))
        {
            if (done.Count + pending.Count >= MostPatterns)
            {
                return [pattern];
            }

            if (FindBraces(next.Text, next.From) is not { } braces)
            {
                done.Add(next.Text);
                continue;
            }

            var (open, close, parts) = braces;
            for (var i = parts.Count - 1; i >= 0; i--)
            {
                // What a brace was replaced by may hold braces of its own.
                pending.Push((string.Concat(next.Text.AsSpan(0, open), parts[i], next.Text.AsSpan(close + 1)), open));
            }
        }

        return done;
    }

    /// <summary>The first braces that hold a comma of their own, and what lies between the commas.</summary>
    private static (int Open, int Close, List<string> Parts)? FindBraces(string text, int from)
    {
        for (var open = text.IndexOf('{', from); open >= 0; open = text.IndexOf('{', open + 1))
        {
            var parts = new List<string>();
            var (depth, start) = (0, open + 1);
            for (var i = open; i < text.Length; i++)
            {
                switch (text[i])
                {
                    case '{':
                        depth++;
                        break;
                    case ',' when depth == 1:
                        parts.Add(text[start..i]);
                        start = i + 1;
                        break;
                    case '}' when --depth == 0:
                        if (parts.Count == 0)
                        {
                            i = text.Length;
                            break;
                        }

                        parts.Add(text[start..i]);
                        return (open, i, parts);
                }
            }
        }

        return null;
    }
}
