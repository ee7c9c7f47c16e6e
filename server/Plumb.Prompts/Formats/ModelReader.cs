using Plumb.Prompts.Model;
using Plumb.Prompts.Yaml;

namespace Plumb.Prompts.Formats;

/// <summary>Reads the parameters of a request under the names that the formats have for them.</summary>
internal static class ModelReader
{
    public static List<PromptParameter> Parameters(string text, DataNode? node)
    {
        var parameters = new List<PromptParameter>();
        if (node is DataMapping map)
        {
            foreach (var (key, value) in map.Entries)
            {
                parameters.Add(new PromptParameter(Kind(key.Value), key.Value, key.Span, value, EntryLines.OfKey(text, map, key, value)));
            }
        }

        return parameters;
    }

    /// <summary>A model's name in the value of a key; none where it is empty or filled in when the file is loaded.</summary>
    public static (string? Name, Plumb.Text.TextSpan Span) Name(DataNode? node) =>
        node is DataScalar { IsNull: false } scalar && !scalar.Value.Contains("${", StringComparison.Ordinal) && !scalar.Value.Contains("{{", StringComparison.Ordinal)
            ? (scalar.Value.Trim(), scalar.Span)
            : (null, default);

    internal static ParameterKind Kind(string name) => name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant() switch
    {
        "temperature" => ParameterKind.Temperature,
        "topp" => ParameterKind.TopP,
        "topk" => ParameterKind.TopK,
        "minp" => ParameterKind.MinP,
        "maxtokens" or "maxoutputtokens" or "maxcompletiontokens" or "maxtokenstosample" => ParameterKind.MaxTokens,
        "frequencypenalty" => ParameterKind.FrequencyPenalty,
        "presencepenalty" => ParameterKind.PresencePenalty,
        "seed" => ParameterKind.Seed,
        "stop" or "stopsequences" => ParameterKind.Stop,
        "n" or "candidatecount" or "resultsperprompt" => ParameterKind.CandidateCount,
        "responseformat" => ParameterKind.ResponseFormat,
        "reasoningeffort" => ParameterKind.ReasoningEffort,
        "logprobs" or "toplogprobs" => ParameterKind.LogProbabilities,
        _ => ParameterKind.Other,
    };
}
