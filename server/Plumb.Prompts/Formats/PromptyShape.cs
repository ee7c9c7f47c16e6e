using Plumb.Prompts.Model;

namespace Plumb.Prompts.Formats;

/// <summary>The keys of a Prompty file's front matter, of both versions.</summary>
internal static class PromptyShape
{
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
                    new("configuration", "How the model is reached (version 1)."),
                    new("parameters", "Parameters of the request (version 1)."),
                    new("response", "How much of the answer is given back.", ["first", "all"]),
                    new("id", "The model (version 2)."),
                    new("provider", "Who serves it (version 2)."),
                    new("apiType", "The kind of request (version 2).", ["chat", "responses", "embedding", "image"]),
                    new("connection", "How it is reached (version 2)."),
                    new("options", "Parameters of the request (version 2)."),
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
