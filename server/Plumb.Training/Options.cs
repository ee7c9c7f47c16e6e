using System.Globalization;
using Plumb.Training.Model;

namespace Plumb.Training;

/// <summary>A command and its <c>--name value</c> options.</summary>
internal sealed class Options
{
    private readonly List<(string Name, string Value)> values = [];

    public string Command { get; private set; } = string.Empty;

    public string this[string name] => Find(name) ?? throw new ArgumentException($"--{name} is missing.");

    public static Options Parse(string[] args)
    {
        var options = new Options { Command = args.Length > 0 ? args[0] : string.Empty };
        for (var i = 1; i + 1 < args.Length; i += 2)
        {
            options.values.Add((args[i].TrimStart('-'), args[i + 1]));
        }

        return options;
    }

    public string? Find(string name) => values.Where(v => v.Name == name).Select(v => v.Value).LastOrDefault();

    public IReadOnlyList<string> All(string name) => [.. values.Where(v => v.Name == name).Select(v => v.Value)];

    public Settings Settings()
    {
        var defaults = new Settings();
        return defaults with
        {
            Rows = Number("rows", defaults.Rows),
            Dimension = Number("dimension", defaults.Dimension),
            Batch = Number("batch", defaults.Batch),
            Epochs = Number("epochs", defaults.Epochs),
            Group = Number("group", defaults.Group),
            Seed = Number("seed", defaults.Seed),
            Temperature = Real("temperature", defaults.Temperature),
            LearningRate = Real("rate", defaults.LearningRate),
            Dropout = Real("dropout", defaults.Dropout),
            OverlapDropout = Real("overlap-dropout", defaults.OverlapDropout),
        };
    }

    private int Number(string name, int fallback) => Find(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : fallback;

    private float Real(string name, float fallback) => Find(name) is { } text ? float.Parse(text, CultureInfo.InvariantCulture) : fallback;
}
