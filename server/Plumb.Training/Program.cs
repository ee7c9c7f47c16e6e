using Plumb.Training.Mining;
using Plumb.Training.Model;
using Plumb.Training.Report;
using Plumb.Training.Sources;

namespace Plumb.Training;

/// <summary>
/// Trains the built-in embedding: <c>mine</c> collects pairs from the manifest's clones and what is installed, <c>fit</c>
/// trains a table from them and writes a report; <c>train</c> does both.
/// </summary>
internal static class Program
{
    private const string Usage =
        """
        usage: train --manifest FILE --clones DIR [--installed DIR]... --out TABLE [--report FILE]
               mine  --manifest FILE --clones DIR [--installed DIR]... --pairs FILE
               fit   --pairs FILE --out TABLE [--report FILE] [--manifest FILE] [--rows N] [--dimension N] [--epochs N] [--batch N] ...
               score --table TABLE --tasks FILE
        """;

    public static int Main(string[] args)
    {
        var options = Options.Parse(args);
        switch (options.Command)
        {
            case "train":
                Fit(Mine(options), options);
                return 0;
            case "mine":
                Mine(options).Write(options["pairs"]);
                return 0;
            case "fit":
                Fit(Corpus.Read(options["pairs"]), options);
                return 0;
            case "score":
                Score.Run(options["table"], options["tasks"], Console.WriteLine);
                return 0;
            default:
                Console.Error.WriteLine(Usage);
                return 2;
        }
    }

    private static Corpus Mine(Options options)
    {
        var corpus = Miner.Mine(Manifest.Read(options["manifest"]), options["clones"], options.All("installed"), Console.Error.WriteLine);
        return Filter.Apply(corpus);
    }

    private static void Fit(Corpus corpus, Options options)
    {
        var settings = options.Settings();
        var vocabulary = Vocabulary.Build(corpus, settings.Rows);
        var encoder = new Encoder(vocabulary, settings.Dimension, settings.Seed);
        var pairs = corpus.Pairs.Where(p => !corpus.HeldOut.Contains(p.Repository)).ToList();
        Console.Error.WriteLine($"{pairs.Count} pairs, {vocabulary.Rows.Count} rows, {settings}");
        var trainer = new Trainer(encoder, settings);
        var epochs = new List<TrainingReport.Epoch>();
        for (var epoch = 0; epoch < settings.Epochs; epoch++)
        {
            var clock = System.Diagnostics.Stopwatch.StartNew();
            var loss = trainer.Run(pairs, epoch);
            var measured = HeldOut.Measure(corpus, encoder);
            epochs.Add(new TrainingReport.Epoch(epoch + 1, loss, measured));
            Console.Error.WriteLine($"epoch {epoch + 1}: loss {loss:F3}, {clock.Elapsed.TotalSeconds:F0} s, held out MRR {measured.Average(m => m.Mrr):F4} ({string.Join(", ", measured.GroupBy(m => m.Name.Split(' ')[1]).Select(g => $"{g.Key} {g.Average(m => m.Mrr):F3}"))})");
            TableWriter.Write(encoder, options["out"]);
        }

        if (options.Find("report") is { } report)
        {
            var manifest = options.Find("manifest") is { } path ? Manifest.Read(path).Repositories : [];
            TrainingReport.Write(report, manifest.ToDictionary(r => r.Url, r => r.License, StringComparer.Ordinal), corpus, encoder, settings, epochs);
        }
    }
}
