using System.Globalization;
using System.Text;
using System.Text.Json;
using Plumb.Tokens;

namespace Plumb.Cli.Commands;

/// <summary><c>plumb tokens --models</c>: the models that are known.</summary>
internal static class ModelCatalogueOutput
{
    public static string Json(ModelTable models) => JsonSerializer.Serialize(
        new ModelsReport(models.AsOf, [.. models.Models.Select(m => new CatalogueModel(
            m.Name, m.Family, m.EncodingName, m.IsExact, m.Method, m.ContextWindow, m.MaxOutput, m.Price, m.Capabilities, m.Parameters, m.Retires, m.Source, m.AsOf))]),
        CommandJson.Relaxed.ModelsReport) + "\n";

    public static string Table(ModelTable models)
    {
        var rows = new List<string[]> { new[] { "model", "counted with", "window", "output", "USD in", "out", "cached", "retires" } };
        rows.AddRange(models.Models.Select(m => new[]
        {
            m.Name,
            m.IsExact ? m.EncodingName : "≈ " + (m.Method?.Split(';')[0] ?? m.EncodingName),
            Show(m.ContextWindow), Show(m.MaxOutput), Show(m.Price?.Input), Show(m.Price?.Output), Show(m.Price?.CachedInput), m.Retires ?? "",
        }));
        var widths = Enumerable.Range(0, rows[0].Length).Select(i => rows.Max(row => row[i].Length)).ToArray();
        var table = new StringBuilder();
        foreach (var row in rows)
        {
            var line = string.Join("  ", row.Select((cell, i) => i < 2 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i])));
            table.Append(line.TrimEnd()).Append('\n');
        }

        return table.Append(CultureInfo.InvariantCulture, $"Prices for a million tokens. Checked on {models.AsOf}; '*' stands for any ending.\n").ToString();
    }

    private static string Show(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture) ?? "";
}
