using System.Globalization;
using System.Text;
using System.Text.Json;
using Plumb.Tokens;

namespace Plumb.Cli.Commands;

/// <summary><c>plumb tokens --models</c>: the models that are known.</summary>
internal static class ModelCatalogueOutput
{
    /// <summary>Columns that stand at their left edge; the others are numbers.</summary>
    private const int LeftColumns = 2;

    public static string Json(ModelTable models) => JsonSerializer.Serialize(
        new ModelsReport(models.AsOf, models.OldestAsOf, [.. models.Models.Select(m => new CatalogueModel(
            m.Name, m.Family, m.EncodingName, m.IsExact, m.Method, m.ContextWindow, m.MaxOutput, m.Price, m.Capabilities, m.Parameters, m.Retires, m.Source, m.AsOf))]),
        CommandJson.Relaxed.ModelsReport) + "\n";

    public static string Table(ModelTable models)
    {
        var rows = new List<string[]> { new[] { "model", "counted with", "window", "output", "USD in", "out", "cached", "retires", "as of", "source" } };
        var sources = new List<string>();
        rows.AddRange(models.Models.Select(m => new[]
        {
            m.Name,
            m.IsExact ? m.EncodingName : "≈ " + (m.Method?.Split(';')[0] ?? m.EncodingName),
            Show(m.ContextWindow), Show(m.MaxOutput), Show(m.Price?.Input), Show(m.Price?.Output), Show(m.Price?.CachedInput), m.Retires ?? "",
            m.AsOf ?? "", Number(sources, m.Source),
        }));
        var widths = Enumerable.Range(0, rows[0].Length).Select(i => rows.Max(row => row[i].Length)).ToArray();
        var table = new StringBuilder();
        foreach (var row in rows)
        {
            var line = string.Join("  ", row.Select((cell, i) => i < LeftColumns ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i])));
            table.Append(line.TrimEnd()).Append('\n');
        }

        table.Append(CultureInfo.InvariantCulture, $"Prices for a million tokens; '*' stands for any ending. Each row holds as of its own day, the oldest of Plumb's rows as of {models.OldestAsOf}, the newest as of {models.AsOf}.\n");
        table.Append("Sources; a row without one is from your plumb.json:\n");
        for (var i = 0; i < sources.Count; i++)
        {
            table.Append(CultureInfo.InvariantCulture, $"{i + 1,4}  {sources[i]}\n");
        }

        return table.ToString();
    }

    /// <summary>Sources are long and shared by many rows: a row has a number, and the list stands below.</summary>
    private static string Number(List<string> sources, string? source)
    {
        if (source is null)
        {
            return "";
        }

        var at = sources.IndexOf(source);
        if (at < 0)
        {
            at = sources.Count;
            sources.Add(source);
        }

        return Show(at + 1);
    }

    private static string Show(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture) ?? "";
}
