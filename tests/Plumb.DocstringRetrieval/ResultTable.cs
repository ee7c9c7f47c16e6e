using System.Globalization;
using System.Text;
using Plumb.Search.Evaluation;

namespace Plumb.DocstringRetrieval;

/// <summary>The results as a Markdown table, with the ratio to the reference for each way to rank.</summary>
internal static class ResultTable
{
    public static string Write(List<RepositoryResult> results)
    {
        var text = new StringBuilder();
        var modes = results.SelectMany(result => result.ReciprocalRanks.Keys).Where(name => name != RepositoryResult.Reference).Distinct(StringComparer.Ordinal).ToList();
        text.Append("| repository | documented functions | queries | FTS5 |");
        foreach (var mode in modes)
        {
            text.Append(CultureInfo.InvariantCulture, $" {mode} | ratio |");
        }

        text.Append("\n|---|---|---|---|").Insert(text.Length, "---|---|", modes.Count).Append('\n');
        foreach (var result in results)
        {
            Row(result.Name, result.Functions, result.ReciprocalRanks);
        }

        if (results.Count > 1)
        {
            var all = modes.Prepend(RepositoryResult.Reference)
                .Where(name => results.TrueForAll(result => result.ReciprocalRanks.ContainsKey(name)))
                .ToDictionary(name => name, name => (IReadOnlyList<double>)[.. results.SelectMany(result => result.ReciprocalRanks[name])]);
            Row("**all queries**", results.Sum(result => result.Functions), all);
            foreach (var mode in modes.Where(all.ContainsKey))
            {
                var difference = PairedComparison.Of(all[RepositoryResult.Reference], all[mode]);
                text.Append(CultureInfo.InvariantCulture, $"\n{mode} - FTS5: {difference.Difference:+0.000;-0.000} (95 % interval {difference.Low:+0.000;-0.000} to {difference.High:+0.000;-0.000}), {difference.Better} queries better, {difference.Worse} worse\n");
            }
        }

        return text.ToString();

        void Row(string name, int functions, IReadOnlyDictionary<string, IReadOnlyList<double>> ranks)
        {
            var reference = ranks[RepositoryResult.Reference].Average();
            text.Append(CultureInfo.InvariantCulture, $"| {name} | {functions} | {ranks[RepositoryResult.Reference].Count} | {reference:0.000} |");
            foreach (var mode in modes)
            {
                text.Append(ranks.TryGetValue(mode, out var values)
                    ? string.Create(CultureInfo.InvariantCulture, $" {values.Average():0.000} | {(reference > 0 ? values.Average() / reference : 0):0.00} |")
                    : " | |");
            }

            text.Append('\n');
        }
    }
}
