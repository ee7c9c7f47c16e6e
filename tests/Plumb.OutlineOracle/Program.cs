using System.Globalization;
using Plumb.OutlineOracle;

string? language = null;
var misses = 0;
var extras = 0;
var sample = 0;
var seed = 1;
var directories = new List<string>();
for (var i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--language":
            language = args[++i];
            break;
        case "--show-misses":
            misses = int.Parse(args[++i], CultureInfo.InvariantCulture);
            break;
        case "--show-extras":
            extras = int.Parse(args[++i], CultureInfo.InvariantCulture);
            break;
        case "--sample":
            sample = int.Parse(args[++i], CultureInfo.InvariantCulture);
            break;
        case "--seed":
            seed = int.Parse(args[++i], CultureInfo.InvariantCulture);
            break;
        case "--dump":
            Console.Write(OutlineText.Of(args[++i]));
            return 0;
        default:
            directories.Add(args[i]);
            break;
    }
}

if (directories.Count == 0 || Ctags.Missing() is not null)
{
    Console.Error.WriteLine(Ctags.Missing() ?? "usage: Plumb.OutlineOracle DIR... [--language X] [--show-misses N] [--show-extras N] [--sample N [--seed S]] | --dump FILE");
    return 1;
}

var scores = Comparison.Run(directories, language);
Console.WriteLine($"{"language",-12}{"ctags",9}{"found",9}{"recall",9}{"ours",9}{"precision",11}{"MB/s",8}{"MB",8}");
foreach (var score in scores)
{
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{score.Language,-12}{score.Wanted,9}{score.Found,9}{score.Recall,9:P1}{score.Ours,9}{score.Precision,11:P1}{score.MegabytesPerSecond,8:F0}{score.Characters / 1e6,8:F1}"));
    Show("miss", score.Misses, misses);
    Show("extra", score.Extras, extras);
    if (sample > 0)
    {
        Sample(score, sample, seed);
    }
}

return 0;

// Spread over the list, so that one file's trouble does not hide the others'.
static void Show(string label, List<string> lines, int count)
{
    var step = Math.Max(1, count == 0 ? 1 : lines.Count / count);
    for (var i = 0; i < lines.Count && count > 0; i += step, count--)
    {
        Console.WriteLine($"  {label} {lines[i]}");
    }
}

// What ctags does not list, drawn at random but the same for the same seed: sorted first, since directories come in any order.
static void Sample(LanguageScore score, int count, int seed)
{
    Console.WriteLine($"  of {score.Reported} reported {score.Agreed} are in ctags, {score.Unlisted.Count} are not");
    var lines = score.Unlisted.Order(StringComparer.Ordinal).ToArray();
#pragma warning disable CA5394 // A sample to be repeated, no secret.
    new Random(seed).Shuffle(lines);
#pragma warning restore CA5394
    foreach (var line in lines.Take(count))
    {
        Console.WriteLine($"  sample {line}");
    }
}
