using System.Globalization;
using System.Text;
using System.Text.Json;
using Plumb.Text;
using Plumb.Tokens;

namespace Plumb.Cli.Commands;

/// <summary>What <c>plumb tokens</c> shows: a table, a tree of folders or JSON.</summary>
internal static class TokensOutput
{
    public static string Json(TokenModel counter, IReadOnlyList<CountedFile> counted, bool limited, bool tree)
    {
        var sum = TokenSum.Of(counter, counted);
        var report = new TokensReport(
            counter.EncodingName,
            sum.Exact,
            sum.Total,
            sum.Low,
            sum.High,
            sum.Method,
            counter.RowName is null ? null : counter.Name,
            counter.ContextWindow,
            counter.InputCost(sum.Total),
            limited ? true : null,
            [.. counted.Select(c => new TokensFile(c.Path, c.Count.Tokens, c.Budget))],
            tree ? ReadTree(counted).ToJson() : null);
        return JsonSerializer.Serialize(report, CommandJson.Relaxed.TokensReport) + "\n";
    }

    public static string Table(TokenModel counter, IReadOnlyList<CountedFile> counted, bool limited)
    {
        var sum = TokenSum.Of(counter, counted);
        var width = Width(sum, counted);
        var table = new StringBuilder().Append("tokens".PadLeft(width)).Append("  file\n");
        foreach (var file in counted)
        {
            table.Append(file.Shown.PadLeft(width)).Append("  ").Append(PrintableText.Of(file.Path)).Append('\n');
        }

        return table.Append(TotalLine(counter, sum, width, limited)).ToString();
    }

    /// <summary>Folders and files below each other, the heaviest first.</summary>
    public static string Tree(TokenModel counter, IReadOnlyList<CountedFile> counted, bool limited)
    {
        var root = ReadTree(counted);
        var sum = TokenSum.Of(counter, counted);
        var width = Width(sum, counted);
        var tree = new StringBuilder().Append("tokens".PadLeft(width)).Append("   share  file\n");
        foreach (var child in root.Sorted)
        {
            child.Write(tree, sum.Exact, width, 0, Math.Max(1, root.Tokens));
        }

        return tree.Append(TotalLine(counter, sum, width, limited)).ToString();
    }

    private static Folder ReadTree(IReadOnlyList<CountedFile> counted)
    {
        var root = new Folder("", "");
        foreach (var (path, count, _) in counted)
        {
            root.Add(path.Split('/'), 0, count.Tokens);
        }

        return root;
    }

    private static string TotalLine(TokenModel counter, TokenSum sum, int width, bool limited)
    {
        var line = new StringBuilder().Append(sum.Shown.PadLeft(width)).Append(limited ? "  so far, stopped at --limit, " : "  total, ").Append(counter.EncodingName);
        if (!sum.Exact)
        {
            line.Append(CultureInfo.InvariantCulture, $" estimate: {(sum.High is { } high ? $"{sum.Low} to {high}" : $"at least {sum.Low}")} ({sum.Method})");
        }

        if (counter.ContextWindow is { } window)
        {
            line.Append(CultureInfo.InvariantCulture, $", {100.0 * sum.Total / window:0.#} % of the {window} that {counter.Name} takes");
        }

        if (counter.InputCost(sum.Total) is { } cost)
        {
            line.Append(CultureInfo.InvariantCulture, $", {(sum.Exact ? "" : "≈")}{cost:0.######} USD");
        }

        return line.Append('\n').ToString();
    }

    private static int Width(TokenSum sum, IReadOnlyList<CountedFile> counted) =>
        Math.Max("tokens".Length, counted.Select(c => c.Shown.Length).Append(sum.Shown.Length).Max());

    private sealed class Folder(string name, string path)
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
                    var shown = at == 0 && parts[0].Length == 0 ? "/" : parts[at];
                    children[parts[at]] = child = new Folder(shown, at == 0 ? shown : path.TrimEnd('/') + "/" + shown);
                }

                child.Add(parts, at + 1, tokens);
            }
        }

        public TokensNode ToJson()
        {
            List<TokensNode> inner = [.. Sorted.Select(child => child.ToJson())];
            return new TokensNode(name, path, Tokens, inner.Count == 0 && path.Length > 0 ? 1 : inner.Sum(child => child.Files), inner.Count == 0 ? null : inner);
        }

        public void Write(StringBuilder into, bool exact, int width, int depth, long whole)
        {
            // A folder with one folder in it is one line.
            var (last, shown) = (this, name);
            while (last.children.Count == 1 && last.children.Values.First() is { children.Count: > 0 } only)
            {
                (last, shown) = (only, shown.TrimEnd('/') + "/" + only.Name);
            }

            into.Append(TokenSum.Show(Tokens, exact).PadLeft(width))
                .Append(CultureInfo.InvariantCulture, $"  {100.0 * Tokens / whole,4:0.0} %")
                .Append(' ', 1 + (2 * depth) + 1)
                .Append(PrintableText.Of(shown)).Append(last.children.Count > 0 && !shown.EndsWith('/') ? "/" : "").Append('\n');
            foreach (var child in last.Sorted)
            {
                child.Write(into, exact, width, depth + 1, whole);
            }
        }
    }
}
