using System.Globalization;
using System.Text;
using System.Text.Json;
using Plumb.Tokens;

namespace Plumb.Cli.Commands;

/// <param name="Budget">Most tokens that plumb.json allows it; null where it has no budget, or none was asked for.</param>
internal readonly record struct CountedFile(string Path, TokenCount Count, int? Budget);

/// <summary>What <c>plumb tokens</c> shows: a table, a tree of folders or JSON.</summary>
internal static class TokensOutput
{
    public static string Json(TokenModel counter, IReadOnlyList<CountedFile> counted, bool limited)
    {
        var (total, low, high) = Sum(counted);
        var isEstimate = counter.Method is not null;
        var report = new TokensReport(
            counter.EncodingName,
            counter.IsExact,
            total,
            isEstimate ? low : null,
            isEstimate ? high : null,
            counter.Method,
            counter.RowName is null ? null : counter.Name,
            counter.ContextWindow,
            counter.InputCost(total),
            limited ? true : null,
            [.. counted.Select(c => new TokensFile(c.Path, c.Count.Tokens, c.Budget))]);
        return JsonSerializer.Serialize(report, CommandJson.Relaxed.TokensReport) + "\n";
    }

    public static string Table(TokenModel counter, IReadOnlyList<CountedFile> counted, bool limited)
    {
        var width = Width(counter, counted);
        var table = new StringBuilder().Append("tokens".PadLeft(width)).Append("  file\n");
        foreach (var (path, count, _) in counted)
        {
            table.Append(Show(counter, count.Tokens).PadLeft(width)).Append("  ").Append(path).Append('\n');
        }

        return table.Append(TotalLine(counter, counted, width, limited)).ToString();
    }

    /// <summary>Folders and files below each other, the heaviest first.</summary>
    public static string Tree(TokenModel counter, IReadOnlyList<CountedFile> counted, bool limited)
    {
        var root = new Folder("");
        foreach (var (path, count, _) in counted)
        {
            root.Add(path.Split('/'), 0, count.Tokens);
        }

        var width = Width(counter, counted);
        var tree = new StringBuilder().Append("tokens".PadLeft(width)).Append("   share  file\n");
        foreach (var child in root.Sorted)
        {
            child.Write(tree, counter, width, 0, Math.Max(1, root.Tokens));
        }

        return tree.Append(TotalLine(counter, counted, width, limited)).ToString();
    }

    private static string TotalLine(TokenModel counter, IReadOnlyList<CountedFile> counted, int width, bool limited)
    {
        var (total, low, high) = Sum(counted);
        var line = new StringBuilder().Append(Show(counter, total).PadLeft(width)).Append(limited ? "  so far, stopped at --limit, " : "  total, ").Append(counter.EncodingName);
        if (counter.Method is { } method)
        {
            line.Append(CultureInfo.InvariantCulture, $" estimate: {low} to {high} ({method})");
        }

        if (counter.ContextWindow is { } window)
        {
            line.Append(CultureInfo.InvariantCulture, $", {100.0 * total / window:0.#} % of the {window} that {counter.Name} takes");
        }

        if (counter.InputCost(total) is { } cost)
        {
            line.Append(CultureInfo.InvariantCulture, $", {(counter.IsExact ? "" : "≈")}{cost:0.######} USD");
        }

        return line.Append('\n').ToString();
    }

    private static (long Total, long Low, long High) Sum(IReadOnlyList<CountedFile> counted) =>
        (counted.Sum(c => (long)c.Count.Tokens), counted.Sum(c => (long)c.Count.Low), counted.Sum(c => (long)c.Count.High));

    private static int Width(TokenModel counter, IReadOnlyList<CountedFile> counted) =>
        Math.Max("tokens".Length, Show(counter, Sum(counted).Total).Length);

    private static string Show(TokenModel counter, long tokens) => (counter.IsExact ? "" : "≈") + tokens.ToString(CultureInfo.InvariantCulture);

    private sealed class Folder(string name)
    {
        private readonly Dictionary<string, Folder> children = new(StringComparer.Ordinal);

        public long Tokens { get; private set; }

        public IEnumerable<Folder> Sorted => children.Values.OrderByDescending(c => c.Tokens).ThenBy(c => c.Name, StringComparer.Ordinal);

        private string Name => name;

        public void Add(string[] parts, int at, long tokens)
        {
            Tokens += tokens;
            if (at < parts.Length)
            {
                if (!children.TryGetValue(parts[at], out var child))
                {
                    children[parts[at]] = child = new Folder(at == 0 && parts[0].Length == 0 ? "/" : parts[at]);
                }

                child.Add(parts, at + 1, tokens);
            }
        }

        public void Write(StringBuilder into, TokenModel counter, int width, int depth, long whole)
        {
            // A folder with one folder in it is one line.
            var (last, shown) = (this, name);
            while (last.children.Count == 1 && last.children.Values.First() is { children.Count: > 0 } only)
            {
                (last, shown) = (only, shown.TrimEnd('/') + "/" + only.Name);
            }

            into.Append(Show(counter, Tokens).PadLeft(width))
                .Append(CultureInfo.InvariantCulture, $"  {100.0 * Tokens / whole,4:0.0} %")
                .Append(' ', 1 + (2 * depth) + 1)
                .Append(shown).Append(last.children.Count > 0 && !shown.EndsWith('/') ? "/" : "").Append('\n');
            foreach (var child in last.Sorted)
            {
                child.Write(into, counter, width, depth + 1, whole);
            }
        }
    }
}
