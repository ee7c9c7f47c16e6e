using Plumb.Prompts.Formats;
using Plumb.Prompts.Model;
using Plumb.Text;

namespace Plumb.Prompts.Rules;

/// <summary>A part of a template that is meant as JSON.</summary>
internal readonly record struct JsonExample(PromptTemplate Template, TextSpan Span);

/// <summary>
/// The examples of JSON in a prompt: fenced blocks marked as such. A sketch (dots, comments, placeholders, template
/// tags, several values in a row) is none.
/// </summary>
internal static class JsonExamples
{
    public static IEnumerable<JsonExample> Find(PromptFile file)
    {
        // Instructions show configuration and code of all sorts, and not what a model should answer.
        if (file.Format == PromptFormat.Instructions)
        {
            yield break;
        }

        foreach (var template in file.Templates)
        {
            var text = template.Text.Value;
            if (!text.Contains("```", StringComparison.Ordinal))
            {
                continue;
            }

            foreach (var fence in MarkdownFences.Find(text).Where(f => f.Language == "json" && f.Content.End < f.Whole.End))
            {
                var content = text.AsSpan(fence.Content.Start, fence.Content.Length).Trim();
                if (content.Length > 0 && content[0] is '{' or '[' && content[^1] is '}' or ']' && !IsSketch(content))
                {
                    var start = fence.Content.Start + (fence.Content.Length - text.AsSpan(fence.Content.Start, fence.Content.Length).TrimStart().Length);
                    yield return new JsonExample(template, new TextSpan(start, start + content.Length));
                }
            }
        }
    }

    private static bool IsSketch(ReadOnlySpan<char> json) =>
        json.Contains("...", StringComparison.Ordinal) || json.Contains('…') || json.Contains("//", StringComparison.Ordinal) || json.Contains("/*", StringComparison.Ordinal) || json.Contains("{{", StringComparison.Ordinal)
        || json.Contains("{%", StringComparison.Ordinal) || json.ContainsAny('<', '|', '#') || json.Contains("${", StringComparison.Ordinal) || json.Contains("}\n{", StringComparison.Ordinal)
        || json.Contains(": string", StringComparison.Ordinal) || json.Contains(": number", StringComparison.Ordinal) || json.Contains(": boolean", StringComparison.Ordinal) || json.Contains(": int", StringComparison.Ordinal);
}
