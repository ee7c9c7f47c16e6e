using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Plumb.LintNoise.Rendering;

/// <summary>
/// Jinja and Nunjucks by nunjucks, in one process of node beside this one. It is found among the packages that are
/// installed at the repository's root.
/// </summary>
internal static class NunjucksEngine
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);
    private static readonly Lock Turn = new();
    private static readonly Lazy<Process?> Node = new(Start);

    /// <summary>Why nothing can be rendered; null where everything is there.</summary>
    public static string? Missing => Node.Value is null ? "nunjucks or node is not installed: run npm install" : null;

    /// <summary>What is sent; null where the engine refuses the template.</summary>
    public static string? Render(string text, Dictionary<string, object> values)
    {
        var given = new JsonObject();
        foreach (var (name, value) in values)
        {
            given[name] = value is List<string> list ? new JsonArray([.. list.Select(item => JsonValue.Create(item))]) : JsonValue.Create((string)value);
        }

        lock (Turn)
        {
            var node = Node.Value ?? throw new InvalidOperationException(Missing);
            node.StandardInput.WriteLine(new JsonObject { ["text"] = text, ["values"] = given }.ToJsonString());
            node.StandardInput.Flush();
            var answer = node.StandardOutput.ReadLineAsync();
            if (!answer.Wait(Longest) || answer.Result is not { } line)
            {
                throw new InvalidOperationException("nunjucks gave no answer to: " + text);
            }

            using var read = JsonDocument.Parse(line);
            return read.RootElement.TryGetProperty("text", out var rendered) ? rendered.GetString() : null;
        }
    }

    private static Process? Start()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "node_modules", "nunjucks", "package.json")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        if (folder is null)
        {
            return null;
        }

        try
        {
            var start = new ProcessStartInfo("node", [Path.Combine(folder, "tests", "Plumb.LintNoise", "Rendering", "nunjucks.mjs"), folder])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                StandardInputEncoding = new UTF8Encoding(false),
                StandardOutputEncoding = new UTF8Encoding(false),
            };
            var node = Process.Start(start);
            AppDomain.CurrentDomain.ProcessExit += (_, _) => node?.Kill();
            return node;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
