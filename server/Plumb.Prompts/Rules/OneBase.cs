using Plumb.Prompts.Workspace;

namespace Plumb.Prompts.Rules;

/// <summary>A base where every file has the same text, such as that of a rule's example.</summary>
internal sealed class OneBase(string text) : IBaseTexts
{
    public string? Read(string path) => text;
}
