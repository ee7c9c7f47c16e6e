using System.Globalization;
using System.Net;
using System.Text;

namespace Plumb.Cli.Evaluation.Answers;

/// <summary>Plots as SVG in the page itself. Colours are the page's: they follow its light or dark scheme.</summary>
internal static class SvgPlot
{
    private const int Label = 150;
    private const int Plot = 420;
    private const int Row = 34;
    private const int Right = 70;

    /// <summary>Horizontal bars from 0 to 1, one or two for each name, with a tick where the bar to reach is.</summary>
    public static string Bars(string title, IReadOnlyList<(string Name, double? Before, double Now, double? Wanted)> rows)
    {
        var compared = rows.Any(row => row.Before is not null);
        var height = (rows.Count * Row) + 30;
        var svg = Open(title, Label + Plot + Right, height);
        Grid(svg, rows.Count * Row, 0, 1, value => Number(value, "0.0#"));
        for (var i = 0; i < rows.Count; i++)
        {
            var (name, before, now, wanted) = rows[i];
            var y = i * Row;
            Text(svg, Label - 8, y + 21, "end", "name", name);
            if (before is { } b)
            {
                Bar(svg, y + 6, 9, b, "before", $"{name} before: {Number(b, "0.000")}");
            }

            Bar(svg, y + (compared ? 17 : 9), compared ? 9 : 16, now, "now", $"{name}: {Number(now, "0.000")}");
            Text(svg, Label + Plot + 8, y + 21, "start", "value", Number(now, "0.000"));
            if (wanted is { } bar)
            {
                var x = Label + (bar * Plot);
                svg.Append(CultureInfo.InvariantCulture, $"<line class=\"bar\" x1=\"{x:0.#}\" x2=\"{x:0.#}\" y1=\"{y + 3}\" y2=\"{y + 31}\"><title>bar {bar:0.###}</title></line>");
            }
        }

        return svg.Append("</svg>").ToString();
    }

    /// <summary>Differences with their intervals around a line at 0.</summary>
    public static string Differences(string title, IReadOnlyList<DifferenceReport> rows)
    {
        var most = Math.Max(0.05, rows.Max(row => Math.Max(Math.Abs(row.Low), Math.Abs(row.High))));
        most = Math.Min(1, Math.Ceiling(most * 10) / 10);
        var svg = Open(title, Label + Plot + Right, (rows.Count * Row) + 30);
        Grid(svg, rows.Count * Row, -most, most, value => Number(value, "+0.0#;-0.0#;0"));
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            var y = (i * Row) + 17;
            Text(svg, Label - 8, y + 4, "end", "name", row.Metric);
            var kind = !row.Significant ? "noise" : "change";
            svg.Append(CultureInfo.InvariantCulture, $"<g class=\"{kind}\"><title>{Encode(row.Metric)}: {row.Difference:+0.000;-0.000;0.000}, 95 % interval {row.Low:+0.000;-0.000;0.000} to {row.High:+0.000;-0.000;0.000}, p {row.P:0.000}</title>");
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{X(row.Low):0.#}\" x2=\"{X(row.High):0.#}\" y1=\"{y}\" y2=\"{y}\"/><circle cx=\"{X(row.Difference):0.#}\" cy=\"{y}\" r=\"5\"/></g>");
            Text(svg, Label + Plot + 8, y + 4, "start", "value", Number(row.Difference, "+0.000;-0.000;0.000"));
        }

        return svg.Append("</svg>").ToString();

        double X(double value) => Label + (((value / most) + 1) / 2 * Plot);
    }

    /// <summary>One dot a question along a scale of milliseconds, which is logarithmic.</summary>
    public static string Times(string title, IReadOnlyList<(string Name, IReadOnlyList<(string Question, double Ms)> Times)> groups)
    {
        var all = groups.SelectMany(group => group.Times.Select(time => Math.Max(0.1, time.Ms))).ToList();
        var (low, high) = (Math.Floor(Math.Log10(all.Min())), Math.Ceiling(Math.Log10(all.Max() + 0.001)));
        high = Math.Max(high, low + 1);
        var svg = Open(title, Label + Plot + Right, (groups.Count * Row) + 30);
        for (var power = low; power <= high; power++)
        {
            var x = X(Math.Pow(10, power));
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"grid\" x1=\"{x:0.#}\" x2=\"{x:0.#}\" y1=\"0\" y2=\"{groups.Count * Row}\"/>");
            Text(svg, x, (groups.Count * Row) + 18, "middle", "tick", power < 3 ? Number(Math.Pow(10, power), "0.###") + " ms" : Number(Math.Pow(10, power - 3), "0") + " s");
        }

        for (var i = 0; i < groups.Count; i++)
        {
            Text(svg, Label - 8, (i * Row) + 21, "end", "name", groups[i].Name);
            foreach (var (question, ms) in groups[i].Times)
            {
                svg.Append(CultureInfo.InvariantCulture, $"<circle class=\"{(i == groups.Count - 1 ? "now" : "before")} dot\" cx=\"{X(ms):0.#}\" cy=\"{(i * Row) + 17}\" r=\"4\"><title>{ms:0.0} ms: {Encode(question)}</title></circle>");
            }
        }

        return svg.Append("</svg>").ToString();

        double X(double ms) => Label + ((Math.Log10(Math.Max(0.1, ms)) - low) / (high - low) * Plot);
    }

    public static string Encode(string text) => WebUtility.HtmlEncode(text);

    private static StringBuilder Open(string title, int width, int height) =>
        new StringBuilder().Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{Encode(title)}\">");

    private static void Grid(StringBuilder svg, int height, double from, double to, Func<double, string> tell)
    {
        for (var i = 0; i <= 4; i++)
        {
            var value = from + ((to - from) * i / 4);
            var x = Label + (Plot * i / 4.0);
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"{(value == 0 ? "zero" : "grid")}\" x1=\"{x:0.#}\" x2=\"{x:0.#}\" y1=\"0\" y2=\"{height}\"/>");
            Text(svg, x, height + 18, "middle", "tick", tell(value));
        }
    }

    private static void Bar(StringBuilder svg, int y, int height, double value, string kind, string title) =>
        svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"{kind}\" x=\"{Label}\" y=\"{y}\" width=\"{Math.Max(1, Math.Clamp(value, 0, 1) * Plot):0.#}\" height=\"{height}\" rx=\"2\"><title>{Encode(title)}</title></rect>");

    private static void Text(StringBuilder svg, double x, double y, string anchor, string kind, string text) =>
        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"{kind}\" x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"{anchor}\">{Encode(text)}</text>");

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
