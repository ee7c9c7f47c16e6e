using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.ML.Tokenizers;
using Plumb.Text;
using Plumb.Tokens;
using SharpToken;

// How fast tokens are counted, beside other libraries in the same run: `npm run bench` runs it, or by hand
// dotnet run -c Release --project tests/benchmarks/Plumb.Tokens.Benchmarks -- DIR [LIST]
// The texts are the files of source code below DIR; their paths are written to LIST, for others that count the same. Figures are medians; rounds alternate between the libraries.
if (args is not [var folder, ..] || args.Length > 2)
{
    Console.Error.WriteLine("usage: Plumb.Tokens.Benchmarks DIR [LIST]");
    return 2;
}

const int MostBytes = 8 << 20;
const int Rounds = 7;
string[] kinds = [".cs", ".ts", ".js", ".py", ".go", ".java", ".rs", ".cpp", ".rb", ".php", ".kt", ".md", ".json"];
string[] noise = ["node_modules", "bin", "obj", ".git", "artifacts"];
var texts = new List<string>();
var paths = new List<string>();
long bytes = 0;
foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
{
    if (bytes >= MostBytes || !kinds.Contains(Path.GetExtension(path)) || path.Split('/', '\\').Intersect(noise).Any() || new FileInfo(path).Length > 200_000)
    {
        continue;
    }

    texts.Add(File.ReadAllText(path));
    paths.Add(Path.GetFullPath(path));
    bytes += Encoding.UTF8.GetByteCount(texts[^1]);
}

if (texts.Count == 0)
{
    Console.Error.WriteLine($"There is no source code below {folder}: name a folder that has some.");
    return 2;
}

if (args is [_, var list])
{
    File.WriteAllLines(list, paths);
}

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{texts.Count} files, {bytes / 1e6:0.0} MB\n"));
Console.WriteLine("| counting | Plumb | Plumb, two threads | Microsoft.ML.Tokenizers | SharpToken |\n|:--|--:|--:|--:|--:|");
foreach (var (name, model) in new[] { ("o200k_base", "gpt-4o"), ("cl100k_base", "gpt-4") })
{
    var ours = TokenEncoding.Find(name)!;
    var microsoft = TiktokenTokenizer.CreateForModel(model);
    var none = new HashSet<string>();
    var sharp = GptEncoding.GetEncoding(name);
    Func<double>[] counters =
    [
        () => Time(() => texts.ForEach(text => ours.Count(text))),
        () => Time(() => Parallel.For(0, texts.Count, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i => ours.Count(texts[i]))),
        () => Time(() => texts.ForEach(text => microsoft.CountTokens(text))),
        // Without its default, which throws where a text spells a special token.
        () => Time(() => texts.ForEach(text => sharp.CountTokens(text, none, none))),
    ];
    var times = counters.Select(_ => new List<double>()).ToArray();
    for (var round = -2; round < Rounds; round++)
    {
        for (var i = 0; i < counters.Length; i++)
        {
            // The slow ones have been warmed by the first round.
            if (i < 2 || round is >= 0 and < 3 or -2)
            {
                var time = counters[i]();
                if (round >= 0)
                {
                    times[i].Add(time);
                }
            }
        }
    }

    Console.WriteLine($"| {name} | {string.Join(" | ", times.Select(t => Speed(bytes, Median(t))))} |");
}

var megabyte = new StringBuilder();
foreach (var text in texts)
{
    megabyte.Append(text);
    if (megabyte.Length >= 1 << 20)
    {
        break;
    }
}

var document = megabyte.ToString(0, Math.Min(megabyte.Length, 1 << 20));
var first = Enumerable.Range(0, Rounds).Select(_ => Time(() => TokenTable.Create(TokenEncoding.Default, document))).ToList();
var table = TokenTable.Create(TokenEncoding.Default, document);
var random = new Random(1);
var ranges = Enumerable.Range(0, 1000).Select(_ => Time(() =>
{
    var start = random.Next(document.Length);
    table.Count(new TextSpan(start, random.Next(start, document.Length)));
})).ToList();
var edited = document.Insert(document.Length / 2, "one more word");
var edits = Enumerable.Range(0, Rounds).Select(_ => Time(() => table.With(edited))).ToList();
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""

    | a document of {document.Length / 1e6:0.0} M characters, o200k_base | |
    |:--|--:|
    | first pass | {Median(first):0.00} ms |
    | any range after it, p50 and p99 | {Median(ranges):0.0000} ms, {ranges.Order().ElementAt(989):0.0000} ms |
    | an edit in the middle | {Median(edits):0.00} ms |
    | heap of a vocabulary | {TokenEncoding.Default.VocabularyHeapBytes / 1024} KB |
    """));
return 0;

static double Time(Action work)
{
    var started = Stopwatch.GetTimestamp();
    work();
    return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
}

static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

static string Speed(long bytes, double milliseconds) => string.Create(CultureInfo.InvariantCulture, $"{bytes / milliseconds / 1000:0.0} MB/s");
