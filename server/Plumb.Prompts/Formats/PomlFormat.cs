using Plumb.Prompts.Model;
using Plumb.Prompts.Templates;
using Plumb.Text;

namespace Plumb.Prompts.Formats;

/// <summary>POML: XML with expressions. The whole file is the template; elements name the roles and the files.</summary>
internal static class PomlFormat
{
    public static bool Recognises(string path) => path.EndsWith(".poml", StringComparison.OrdinalIgnoreCase);

    public static PromptFile Parse(string path, string text)
    {
        var (syntax, elements) = PomlParser.Parse(text);
        var template = new PromptTemplate(MappedText.Verbatim(text, 0), TemplateDialect.Poml, syntax, default);
        var messages = new List<PromptMessage>();
        var references = new List<PromptReference>();
        var schema = false;
        foreach (var element in elements)
        {
            var role = element.Name.ToLowerInvariant() switch
            {
                "system-msg" or "system-message" or "systemmessage" => "system",
                "user-msg" or "user-message" or "human-msg" or "human-message" => "user",
                "ai-msg" or "ai-message" or "assistant-msg" => "assistant",
                _ => null,
            };
            if (role is not null)
            {
                messages.Add(new PromptMessage(role, element.NameSpan, template, element.Content));
            }

            schema |= element.Name.Equals("output-schema", StringComparison.OrdinalIgnoreCase);
            if (element.Name.ToLowerInvariant() is "include" or "document" or "img" or "image" or "table" or "folder" or "let" or "audio"
                && element.Attributes.FirstOrDefault(a => a.Name == "src") is { Value.Length: > 0 } source
                && source.Value.AsSpan().IndexOfAny("{}:$") < 0)
            {
                var isInclude = element.Name.Equals("include", StringComparison.OrdinalIgnoreCase);
                references.Add(new PromptReference(isInclude ? ReferenceKind.Partial : ReferenceKind.File, source.Value, source.Span));
            }
        }

        return new PromptFile(PromptFormat.Poml, path, text)
        {
            Templates = [template],
            Messages = messages.Count > 0 ? messages : [new PromptMessage("user", default, template, new TextSpan(0, text.Length))],
            References = references,
            AsksForJson = schema,
        };
    }
}
