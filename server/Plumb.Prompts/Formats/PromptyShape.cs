using Plumb.Prompts.Model;

namespace Plumb.Prompts.Formats;

/// <summary>The keys of a Prompty file's front matter, of both versions.</summary>
internal static class PromptyShape
{
    private static readonly FrontMatterShape Configuration = new(
        [
            new("type", "The service that is asked.", ["azure_openai", "openai", "azure_serverless", "serverless"]),
            new("name", "The model, or the connection that is used."),
            new("azure_endpoint", "The address of the Azure resource."),
            new("azure_deployment", "The deployment, by the name that its owner gave it."),
            new("api_version", "The version of the service's interface."),
            new("api_key", "The key: take it from the environment."),
            new("organization", "The organization that pays."),
            new("base_url", "The address of the service."),
            new("endpoint", "The address of the service."),
            new("model", "The model."),
        ],
        false);

    private static readonly FrontMatterShape Parameters = new(
        [
            new("temperature", "How much the choice of tokens varies, 0 to 2."),
            new("top_p", "The share of probability that is chosen from, 0 to 1."),
            new("max_tokens", "The most tokens of the answer."),
            new("max_completion_tokens", "The most tokens of the answer, thoughts included."),
            new("frequency_penalty", "How much repeated tokens lose, -2 to 2."),
            new("presence_penalty", "How much tokens lose that were there before, -2 to 2."),
            new("stop", "Texts that end the answer."),
            new("seed", "A number that makes answers repeatable."),
            new("response_format", "The form of the answer."),
            new("tools", "The tools that the model may call."),
            new("tool_choice", "Whether it must call one."),
            new("reasoning_effort", "How much it thinks."),
            new("logit_bias", "Tokens that are made more or less likely."),
            new("stream", "Whether the answer comes piece by piece."),
        ],
        false);

    private static readonly FrontMatterShape Connection = new(
        [
            new("kind", "How the service is reached.", ["key", "reference", "remote", "anonymous", "foundry", "oauth"]),
            new("name", "The connection, by its name."),
            new("endpoint", "The address of the service."),
            new("apiKey", "The key: take it from the environment."),
            new("authenticationMode", "Who asks.", ["system", "user"]),
        ],
        false);

    private static readonly FrontMatterShape Options = new(
        [
            new("temperature", "How much the choice of tokens varies, 0 to 2."),
            new("topP", "The share of probability that is chosen from, 0 to 1."),
            new("topK", "The number of tokens that is chosen from."),
            new("maxOutputTokens", "The most tokens of the answer."),
            new("frequencyPenalty", "How much repeated tokens lose, -2 to 2."),
            new("presencePenalty", "How much tokens lose that were there before, -2 to 2."),
            new("seed", "A number that makes answers repeatable."),
            new("stopSequences", "Texts that end the answer."),
            new("allowMultipleToolCalls", "Whether several tools may be called at once."),
            new("additionalProperties", "What the service takes besides."),
        ],
        false);

    public static FrontMatterShape Value { get; } = new(
        [
            new("name", "The prompt's name."),
            new("displayName", "The name that is shown."),
            new("description", "What the prompt is for."),
            new("version", "The version of the prompt."),
            new("authors", "Who wrote it."),
            new("tags", "Words to find it by."),
            new("metadata", "Anything else."),
            new("base", "A prompt that this one extends."),
            new("kind", "The kind of the definition.", ["prompt"]),
            new("model", "The model and how it is reached.", null, new FrontMatterShape(
                [
                    new("api", "The kind of request (version 1).", ["chat", "completion"]),
                    new("configuration", "How the model is reached (version 1).", null, Configuration),
                    new("parameters", "Parameters of the request (version 1).", null, Parameters),
                    new("response", "How much of the answer is given back.", ["first", "all"]),
                    new("id", "The model (version 2)."),
                    new("provider", "Who serves it (version 2)."),
                    new("apiType", "The kind of request (version 2).", ["chat", "responses", "embedding", "image"]),
                    new("connection", "How it is reached (version 2).", null, Connection),
                    new("options", "Parameters of the request (version 2).", null, Options),
                ],
                false)),
            new("inputs", "The inputs of the template."),
            new("outputs", "The shape of the answer."),
            new("sample", "Values to try it with (version 1)."),
            new("tools", "The tools that the model may call."),
            new("template", "The template's dialect and parser."),
            new("inputSchema", "The inputs, as a schema."),
            new("outputSchema", "The answer, as a schema."),
        ],
        false);
}
