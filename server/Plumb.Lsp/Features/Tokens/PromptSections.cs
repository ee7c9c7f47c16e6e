using Plumb.Prompts;
using Plumb.Prompts.Model;
using Plumb.Text;

namespace Plumb.Lsp.Features.Tokens;

/// <summary>A message of a prompt, where it stands in the file.</summary>
/// <param name="Role">Such as "system".</param>
/// <param name="RoleSpan">The role itself.</param>
/// <param name="Span">What is said, without the white space around it.</param>
internal readonly record struct PromptSection(string Role, TextSpan RoleSpan, TextSpan Span)
{
    /// <summary>From the role to the end of what is said.</summary>
    public TextSpan Whole => new(Math.Min(RoleSpan.Start, Span.Start), Math.Max(RoleSpan.End, Span.End));
}

/// <summary>The messages of a prompt file whose tokens can be counted where they stand.</summary>
internal static class PromptSections
{
    /// <summary>In the order of the file. A message that is written otherwise than it is sent, as in a YAML block, is left out.</summary>
    public static IReadOnlyList<PromptSection> Find(TextDocument document, PromptFile? file) => file is null or { Format: PromptFormat.Instructions }
        ? []
        : [.. file.Messages.Where(m => IsVerbatim(document, m)).Select(m => new PromptSection(m.Role, m.RoleSpan, Trim(document.Text, m.FileSpan))).Where(s => !s.Span.IsEmpty).OrderBy(s => s.Span.Start)];

    private static bool IsVerbatim(TextDocument document, PromptMessage message) =>
        !message.RoleSpan.IsEmpty
        && message.FileSpan is { IsEmpty: false } span
        && span.End <= document.Text.Length
        && message.RoleSpan.End <= document.Text.Length
        && document.Text.AsSpan(span.Start, span.Length).SequenceEqual(message.Text);

    private static TextSpan Trim(string text, TextSpan span)
    {
        var (start, end) = (span.Start, span.End);
        while (end > start && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        while (start < end && char.IsWhiteSpace(text[start]))
        {
            start++;
        }

        return new TextSpan(start, end);
    }
}
