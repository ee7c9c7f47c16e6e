using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Plumb.Search;

namespace Plumb.Cli.Commands;

/// <summary><c>plumb search</c>: the best places for a query, or for each line of a file of queries.</summary>
internal static class SearchCommand
{
    private const int DefaultLimit = 10;
    private const int MaxLimit = 1000;
    private const int DuplicatesShown = 3;

    public static Command Create()
    {
        var workspace = WorkspaceArguments.Workspace();
        var limit = new Option<int>("--limit", "-n") { Description = "Most results for a query.", DefaultValueFactory = _ => DefaultLimit, HelpName = "N" };
        var json = new Option<bool>("--json") { Description = "Print JSON, one line a query." };
        var batch = new Option<string?>("--batch") { Description = "Read queries from this file, one a line; '-' is standard input.", HelpName = "FILE" };
        var explain = new Option<bool>("--explain") { Description = "Say for each result which signals made its score." };
        var mode = new Option<string>("--mode") { Description = "What ranks: words and vectors (hybrid), or one of them alone.", DefaultValueFactory = _ => "hybrid", HelpName = "hybrid|lexical|vectors" };
        var noRefresh = WorkspaceArguments.NoRefresh();
        var query = new Argument<string[]>("query") { Description = "Words, an identifier, a path or a question.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("search", "Find the best places in a workspace for a query.") { workspace, limit, json, batch, explain, mode, noRefresh, query };
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetValue(workspace),
            Queries(parsed.GetValue(query) ?? [], parsed.GetValue(batch)),
            parsed.GetValue(limit),
            parsed.GetValue(json),
            parsed.GetValue(explain),
            ModeOf(parsed.GetValue(mode)),
            parsed.GetValue(noRefresh),
            cancellation));
        return command;
    }

    private static SearchMode ModeOf(string? name) => name switch
    {
        "hybrid" => SearchMode.Hybrid,
        "lexical" => SearchMode.Lexical,
        "vectors" => SearchMode.Vectors,
        _ => throw new CommandException($"--mode is '{name}', it has to be hybrid, lexical or vectors."),
    };

    private static List<string> Queries(string[] words, string? batch)
    {
        var query = string.Join(' ', words).Trim();
        if (batch is null)
        {
            return query.Length > 0 ? [query] : throw new CommandException("There is nothing to search for: give a query or --batch FILE.");
        }

        if (query.Length > 0)
        {
            throw new CommandException("A query and --batch exclude each other.");
        }

        if (batch == "-" && StandardStreams.IsInputClosed)
        {
            throw new CommandException("Standard input cannot be read: it is closed.");
        }

        try
        {
            var text = batch == "-" ? Console.In.ReadToEnd() : File.ReadAllText(batch);
            var lines = text.ReplaceLineEndings("\n").Split('\n').ToList();
            if (lines[^1].Length == 0)
            {
                lines.RemoveAt(lines.Count - 1);
            }

            return lines;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"The file of queries '{batch}' cannot be read: {e.Message}", e);
        }
    }

    private static async Task<int> RunAsync(string? workspace, List<string> queries, int limit, bool json, bool explain, SearchMode mode, bool noRefresh, CancellationToken cancellation)
    {
        if (limit is < 1 or > MaxLimit)
        {
            throw new CommandException($"--limit is {limit}, it has to be between 1 and {MaxLimit}.");
        }

        using var index = await WorkspaceArguments.OpenAsync(workspace, cancellation);
        var found = false;
        var output = Console.Out;
        string? told = null;
        if (noRefresh || queries.Count == 0)
        {
            await WorkspaceArguments.RefreshAsync(index, noRefresh, cancellation);
        }

        for (var i = 0; i < queries.Count; i++)
        {
            var response = i == 0 && !noRefresh
                ? await WorkspaceArguments.RefreshAndSearchAsync(index, queries[i], limit, mode, cancellation)
                : await index.SearchAsync(queries[i], limit, mode, cancellation);
            if (response.Notice is { } notice && notice != told)
            {
                Console.Error.WriteLine("plumb: " + notice);
                told = notice;
            }

            found |= response.Hits.Count > 0;
            output.Write(json ? WriteJson(response, explain) : WriteText(response, explain, queries.Count > 1));
        }

        output.Flush();
        if (!found)
        {
            WorkspaceArguments.TellIfEmpty(index);
        }

        return found ? PlumbCommand.Good : PlumbCommand.Findings;
    }

    private static string WriteJson(SearchResponse response, bool explain) => JsonSerializer.Serialize(
        new SearchReport(
            response.Query,
            [.. response.Hits.Select(hit => new SearchResult(
                hit.Path,
                hit.StartLine,
                hit.EndLine,
                hit.Symbol,
                Math.Round(hit.Score, 4),
                hit.Snippet,
                explain ? [.. hit.Signals.Select(s => new SignalReport(s.Name, Math.Round(s.Value, 4), s.Field, s.Word))] : null,
                explain && hit.Duplicates.Count > 0 ? [.. hit.Duplicates.Select(d => new PlaceReport(d.Path, d.StartLine, d.EndLine))] : null))],
            Math.Round(response.Elapsed.TotalMilliseconds, 2)),
        WorkspaceJson.Line.SearchReport) + "\n";

    private static string WriteText(SearchResponse response, bool explain, bool showQuery)
    {
        var style = Style.ForOutput();
        var text = new StringBuilder();
        if (showQuery)
        {
            text.Append(style.Bold(response.Query)).Append('\n');
        }

        if (response.Hits.Count == 0)
        {
            return text.Append("Nothing found.\n").ToString();
        }

        foreach (var hit in response.Hits)
        {
            text.Append(style.Path(hit.Path)).Append(style.Dim($":{hit.StartLine}-{hit.EndLine}"));
            if (hit.Symbol.Length > 0)
            {
                text.Append("  ").Append(style.Bold(hit.Symbol));
            }

            text.Append(style.Dim(string.Create(CultureInfo.InvariantCulture, $"  {hit.Score:0.00}"))).Append('\n');
            if (explain)
            {
                foreach (var row in Explain(hit))
                {
                    text.Append(style.Dim("    " + row)).Append('\n');
                }
            }

            foreach (var line in hit.Snippet.Split('\n'))
            {
                text.Append("    ").Append(line).Append('\n');
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    // What was added, then what the sum was multiplied by.
    private static IEnumerable<string> Explain(Hit hit)
    {
        foreach (var signal in hit.Signals)
        {
            yield return signal.Name.StartsWith(RankSignal.Factor, StringComparison.Ordinal)
                ? string.Create(CultureInfo.InvariantCulture, $"{"×" + signal.Value.ToString("0.000", CultureInfo.InvariantCulture),9}  {signal.Name[RankSignal.Factor.Length..]}")
                : string.Create(CultureInfo.InvariantCulture, $"{"+" + signal.Value.ToString("0.000", CultureInfo.InvariantCulture),9}  {signal.Name}");
        }

        foreach (var place in hit.Duplicates.Take(DuplicatesShown))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"the same text is in {place.Path}:{place.StartLine}-{place.EndLine}");
        }

        if (hit.Duplicates.Count > DuplicatesShown)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"and in {hit.Duplicates.Count - DuplicatesShown} more places");
        }
    }
}
