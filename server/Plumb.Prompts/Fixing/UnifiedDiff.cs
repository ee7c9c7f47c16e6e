using System.Globalization;
using System.Text;

namespace Plumb.Prompts.Fixing;

/// <summary>
/// The difference of two texts in the unified format, as <c>patch</c> and <c>git apply</c> read it. The lines that both
/// have are found by Myers's algorithm ("An O(ND) Difference Algorithm and Its Variations", 1986).
/// </summary>
public static class UnifiedDiff
{
    private const int Context = 3;

    /// <summary>Past so many differences what lies between the common ends is replaced as a whole.</summary>
    private const int MostDifferences = 1500;

    /// <summary>Empty where the texts are the same.</summary>
    /// <param name="path">Posix.</param>
    public static string Write(string path, string before, string after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        if (before == after)
        {
            return "";
        }

        var (old, @new) = (Lines(before), Lines(after));
        var script = Script(old, @new);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"--- {Name("a/" + path)}\n+++ {Name("b/" + path)}\n");
        for (var at = 0; at < script.Count;)
        {
            if (script[at].Kind == ' ')
            {
                at++;
                continue;
            }

            at = WriteHunk(text, script, at, old, @new);
        }

        return text.ToString();
    }

    /// <summary>As git writes names: quoted, like a string of C, where they hold what would end or change the line.</summary>
    private static string Name(string path)
    {
        if (!path.Any(c => c is '"' or '\\' || char.IsControl(c)))
        {
            return path;
        }

        var quoted = new StringBuilder().Append('"');
        foreach (var c in path)
        {
            _ = c switch
            {
                '"' or '\\' => quoted.Append('\\').Append(c),
                < ' ' or '\u007F' => quoted.Append('\\').Append(Convert.ToString(c, 8).PadLeft(3, '0')),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append('"').ToString();
    }

    private static int WriteHunk(StringBuilder text, List<Line> script, int first, string[] old, string[] @new)
    {
        var start = Math.Max(0, first - Context);
        var end = first;
        var last = first;
        while (end < script.Count && end - last <= 2 * Context)
        {
            last = script[end].Kind == ' ' ? last : end;
            end++;
        }

        end = Math.Min(script.Count, last + Context + 1);
        var olds = script.Skip(start).Take(end - start).Count(l => l.Kind != '+');
        var news = script.Skip(start).Take(end - start).Count(l => l.Kind != '-');
        text.Append(CultureInfo.InvariantCulture, $"@@ -{Range(script[start].Old, olds)} +{Range(script[start].New, news)} @@\n");
        for (var i = start; i < end; i++)
        {
            var line = script[i].Kind == '+' ? @new[script[i].New] : old[script[i].Old];
            text.Append(script[i].Kind).Append(line);
            if (!line.EndsWith('\n'))
            {
                text.Append("\n\\ No newline at end of file\n");
            }
        }

        return end;
    }

    private static string Range(int start, int count) => count == 1
        ? (start + 1).ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{(count == 0 ? start : start + 1)},{count}");

    private static string[] Lines(string text)
    {
        var lines = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            var end = text.IndexOf('\n', at);
            end = end < 0 ? text.Length : end + 1;
            lines.Add(text[at..end]);
            at = end;
        }

        return [.. lines];
    }

    private static List<Line> Script(string[] old, string[] @new)
    {
        var prefix = 0;
        while (prefix < old.Length && prefix < @new.Length && old[prefix] == @new[prefix])
        {
            prefix++;
        }

        var suffix = 0;
        while (suffix < old.Length - prefix && suffix < @new.Length - prefix && old[^(suffix + 1)] == @new[^(suffix + 1)])
        {
            suffix++;
        }

        var script = new List<Line>();
        for (var i = 0; i < prefix; i++)
        {
            script.Add(new Line(' ', i, i));
        }

        script.AddRange(Middle(old.AsSpan(prefix, old.Length - prefix - suffix), @new.AsSpan(prefix, @new.Length - prefix - suffix)).Select(l => new Line(l.Kind, l.Old + prefix, l.New + prefix)));
        for (var i = suffix; i > 0; i--)
        {
            script.Add(new Line(' ', old.Length - i, @new.Length - i));
        }

        return script;
    }

    private static List<Line> Middle(ReadOnlySpan<string> old, ReadOnlySpan<string> @new)
    {
        var (n, m) = (old.Length, @new.Length);
        var limit = Math.Min(n + m, MostDifferences);
        var reach = new int[(2 * limit) + 3];
        var trace = new List<int[]>();
        for (var d = 0; d <= limit; d++)
        {
            trace.Add(reach[(limit + 1 - d)..(limit + 2 + d)]);
            for (var k = -d; k <= d; k += 2)
            {
                var x = k == -d || (k != d && reach[limit + k] < reach[limit + k + 2]) ? reach[limit + k + 2] : reach[limit + k] + 1;
                var y = x - k;
                while (x < n && y < m && old[x] == @new[y])
                {
                    x++;
                    y++;
                }

                reach[limit + 1 + k] = x;
                if (x >= n && y >= m)
                {
                    return Back(trace, d, n, m);
                }
            }
        }

        var whole = new List<Line>(n + m);
        for (var i = 0; i < n; i++)
        {
            whole.Add(new Line('-', i, 0));
        }

        for (var i = 0; i < m; i++)
        {
            whole.Add(new Line('+', n, i));
        }

        return whole;
    }

    /// <summary>Walks back from the end; <paramref name="trace"/>[d] holds the furthest x of the diagonals -d to d before round d.</summary>
    private static List<Line> Back(List<int[]> trace, int differences, int x, int y)
    {
        var script = new List<Line>();
        for (var d = differences; d > 0; d--)
        {
            var before = trace[d];
            var k = x - y;
            int At(int diagonal) => before[diagonal + d];
            var down = k == -d || (k != d && At(k - 1) < At(k + 1));
            var (fromX, fromK) = down ? (At(k + 1), k + 1) : (At(k - 1), k - 1);
            var fromY = fromX - fromK;
            var (middleX, middleY) = down ? (fromX, fromY + 1) : (fromX + 1, fromY);
            while (x > middleX && y > middleY)
            {
                script.Add(new Line(' ', --x, --y));
            }

            (x, y) = (fromX, fromY);
            script.Add(new Line(down ? '+' : '-', x, y));
        }

        while (x > 0 && y > 0)
        {
            script.Add(new Line(' ', --x, --y));
        }

        script.Reverse();
        return script;
    }

    private readonly record struct Line(char Kind, int Old, int New);
}
