using Plumb.Text;

namespace Plumb.Prompts.Yaml;

/// <summary>A node of a YAML document with its place in the file. Aliases are nodes without content.</summary>
internal abstract record YamlNode(TextSpan Span);

internal sealed record YamlScalar(TextSpan Span, string Value, bool IsPlain, Model.MappedText Text) : YamlNode(Span);

internal sealed record YamlSequence(TextSpan Span, IReadOnlyList<YamlNode> Items) : YamlNode(Span);

internal sealed record YamlAlias(TextSpan Span) : YamlNode(Span);

internal sealed record YamlMapping(TextSpan Span, IReadOnlyList<(YamlScalar Key, YamlNode Value)> Entries) : YamlNode(Span)
{
    public YamlNode? Find(string key)
    {
        foreach (var entry in Entries)
        {
            if (entry.Key.Value == key)
            {
                return entry.Value;
            }
        }

        return null;
    }

    public YamlScalar? FindKey(string key)
    {
        foreach (var entry in Entries)
        {
            if (entry.Key.Value == key)
            {
                return entry.Key;
            }
        }

        return null;
    }
}
