using System.Globalization;
using Plumb.DocstringRetrieval;

const string Usage = "usage: Plumb.DocstringRetrieval [--limit N] [--seed N] (DIR | GITDIR@COMMIT)...";

var (limit, seed) = (300, 1);
var sources = new List<string>();
for (var i = 0; i < args.Length; i++)
{
    if (args[i] is "--limit" or "--seed" && i + 1 < args.Length && int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
    {
        (limit, seed) = args[i] == "--limit" ? (number, seed) : (limit, number);
        i++;
    }
    else if (args[i].StartsWith('-'))
    {
        Console.Error.WriteLine(Usage);
        return 2;
    }
    else
    {
        sources.Add(args[i]);
    }
}

if (sources.Count == 0)
{
    Console.Error.WriteLine(Usage);
    return 2;
}

var results = new List<RepositoryResult>();
foreach (var source in sources)
{
    try
    {
        if (await Measurement.RunAsync(source, limit, seed) is { } result)
        {
            results.Add(result);
            Console.Error.WriteLine($"{result.Name}: {result.Queries} queries, {result.Chunks} chunks");
        }
        else
        {
            Console.Error.WriteLine($"{source}: no function has a doc comment that makes a query");
        }
    }
    catch (IOException e)
    {
        Console.Error.WriteLine($"{source}: {e.Message}");
        return 2;
    }
}

Console.Write(ResultTable.Write(results));
return results.Count > 0 ? 0 : 1;
