namespace Plumb.Tokens.Chat;

/// <summary>A message of a chat as a provider's API takes it.</summary>
/// <param name="Texts">Its content: one text, or those of its parts.</param>
public sealed record ChatMessage(string Role, IReadOnlyList<string> Texts, string? Name = null)
{
    public ChatMessage(string role, string content, string? name = null)
        : this(role, [content], name)
    {
    }
}
