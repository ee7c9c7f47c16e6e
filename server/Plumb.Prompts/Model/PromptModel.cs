using Plumb.Prompts.Yaml;
using Plumb.Text;

namespace Plumb.Prompts.Model;

/// <summary>What a parameter means, whatever the format calls it.</summary>
public enum ParameterKind
{
    Other,
    Temperature,
    TopP,
    TopK,
    MinP,
    MaxTokens,
    FrequencyPenalty,
    PresencePenalty,
    Seed,
    Stop,
    CandidateCount,
    ResponseFormat,
    ReasoningEffort,
    LogProbabilities,
}

/// <summary>A parameter of the request.</summary>
/// <param name="Name">As the file names it.</param>
/// <param name="Lines">The whole entry where it stands on lines of its own, else null: deleting it leaves valid YAML.</param>
public sealed record PromptParameter(ParameterKind Kind, string Name, TextSpan NameSpan, DataNode Value, TextSpan? Lines);

/// <summary>A model with the parameters that go to it.</summary>
/// <param name="Name">The model as it is written, such as "openai/gpt-4o"; null where only parameters are given, or the name is filled in elsewhere.</param>
/// <param name="NameSpan">Where the name stands.</param>
/// <param name="IsDeployment">The name is one that the user gave (an Azure deployment, a service id), no model's.</param>
public sealed record PromptModel(string? Name, TextSpan NameSpan, IReadOnlyList<PromptParameter> Parameters, bool IsDeployment = false)
{
    public PromptParameter? Find(ParameterKind kind)
    {
        foreach (var parameter in Parameters)
        {
            if (parameter.Kind == kind)
            {
                return parameter;
            }
        }

        return null;
    }
}
