using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Plumb.Embedders.Choice;
using Plumb.Embedders.Hub;
using Plumb.Search.Embedding;

namespace Plumb.Cli.Commands;

/// <summary><c>plumb model list</c>: what can be chosen, what is installed, what is in use.</summary>
internal static class ModelListCommand
{
    private const double Megabyte = 1_000_000;

    public static Command Create()
    {
        var json = WorkspaceArguments.Json();
        var command = new Command("list", "List the models that are here and those that can be downloaded. Asks no server.") { json };
        command.SetAction(parsed => Run(parsed.GetValue(json)));
        return command;
    }

    private static int Run(bool json)
    {
        var source = EmbedderArguments.Source();
        EmbedderChoice? choice = null;
        string? problem = null;
        try
        {
            choice = source.Choose();
        }
        catch (EmbedderException e)
        {
            problem = e.Message;
        }

        var installed = source.Models.List().ToDictionary(m => m.Name, m => m.Bytes, StringComparer.OrdinalIgnoreCase);
        var models = new List<ModelReport>
        {
            new(EmbedderChoice.BuiltInName, choice?.Kind == EmbedderKind.BuiltIn, Installed: true, Bytes: null, Megabytes: null, Licence: null, Verified: null, "comes with Plumb"),
        };
        models.AddRange(PublishedModel.All.Select(m => new ModelReport(
            m.Name,
            Uses(m.Name),
            installed.ContainsKey(m.Name),
            installed.TryGetValue(m.Name, out var bytes) ? bytes : null,
            m.Megabytes,
            m.Licence,
            m.Files.All(m.Hashes.ContainsKey),
            m.About)));
        models.AddRange(installed.Where(m => PublishedModel.Find(m.Key) is null).Select(m => new ModelReport(m.Key, Uses(m.Key), Installed: true, m.Value, null, null, null, "")));
        if (choice is { Kind: EmbedderKind.Path or EmbedderKind.Endpoint })
        {
            models.Add(new ModelReport(choice.ToString(), InUse: true, Installed: choice.Kind == EmbedderKind.Path, null, null, null, null, ""));
        }

        var report = new ModelListReport(choice?.ToString(), choice?.Source, problem, models);
        Console.Out.Write(json ? JsonSerializer.Serialize(report, ModelJson.Readable.ModelListReport) + "\n" : WriteText(report));
        return PlumbCommand.Good;

        bool Uses(string name) => choice?.Kind == EmbedderKind.Installed && string.Equals(choice.Value, name, StringComparison.OrdinalIgnoreCase);
    }

    private static string WriteText(ModelListReport report)
    {
        var style = Style.ForOutput();
        var text = new StringBuilder();
        var width = report.Models.Max(m => m.Name.Length);
        foreach (var model in report.Models)
        {
            var size = model.Bytes is { } bytes ? string.Create(CultureInfo.InvariantCulture, $"{bytes / Megabyte:0} MB here")
                : model.Megabytes is { } about ? string.Create(CultureInfo.InvariantCulture, $"≈ {about} MB") : "";
            string[] notes = [size, model.Licence ?? "", model.About, model is { Installed: false, Verified: false } ? "hashes not verified" : ""];
            text.Append(model.InUse ? "* " : "  ").Append(style.Bold(model.Name)).Append(' ', width - model.Name.Length + 2).AppendJoin(", ", notes.Where(n => n.Length > 0)).Append('\n');
        }

        if (report.Problem is { } problem)
        {
            text.Append('\n').Append(problem).Append('\n');
        }
        else if (report.ChosenBy is { } by && by != EmbedderChoice.BuiltIn.Source)
        {
            text.Append('\n').Append(style.Dim($"chosen by {by}")).Append('\n');
        }

        return text.ToString();
    }
}

/// <summary>What <c>plumb model list --json</c> prints.</summary>
/// <param name="ChosenBy">The variable or the file that says so.</param>
internal sealed record ModelListReport(string? Chosen, string? ChosenBy, string? Problem, IReadOnlyList<ModelReport> Models);

/// <param name="Bytes">On this machine.</param>
/// <param name="Megabytes">About how much is downloaded.</param>
/// <param name="Verified">Plumb's table holds the hash of each of its files.</param>
internal sealed record ModelReport(string Name, bool InUse, bool Installed, long? Bytes, int? Megabytes, string? Licence, bool? Verified, string About);

[JsonSerializable(typeof(ModelListReport))]
internal sealed partial class ModelJson : JsonSerializerContext
{
    public static ModelJson Readable { get; } = new(new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
    });
}
