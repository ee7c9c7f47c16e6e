using Plumb.Prompts.Model;
using Plumb.Text;

namespace Plumb.Prompts.Yaml;

/// <summary>A node of a YAML or JSON document with its place in the file. Aliases are nodes without content.</summary>
public abstract record DataNode(TextSpan Span);

/// <summary>A scalar: its value as text, whether it stood without quotes, and where each character came from.</summary>
public sealed record DataScalar(TextSpan Span, string Value, bool IsPlain, MappedText Text) : DataNode(Span)
{
    /// <summary>The number that a plain scalar spells, or null.</summary>
    public double? Number => IsPlain && double.TryParse(Value, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    /// <summary>The truth value that a plain scalar spells, or null.</summary>
    public bool? Boolean => !IsPlain ? null : Value is "true" or "True" or "TRUE" ? true : Value is "false" or "False" or "FALSE" ? false : null;

    /// <summary>Whether the scalar is null: nothing, <c>~</c> or <c>null</c>.</summary>
    public bool IsNull => IsPlain && Value is "" or "~" or "null" or "Null" or "NULL";
}

public sealed record DataSequence(TextSpan Span, IReadOnlyList<DataNode> Items) : DataNode(Span);

public sealed record DataAlias(TextSpan Span) : DataNode(Span);

public sealed record DataMapping(TextSpan Span, IReadOnlyList<(DataScalar Key, DataNode Value)> Entries) : DataNode(Span)
{
    /// <summary>The value of a key, or null where the key is not there.</summary>
    public DataNode? Find(string key)
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

    public DataScalar? FindKey(string key)
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

    /// <summary>The value of a key that is a scalar and not null, or null.</summary>
    public DataScalar? FindScalar(string key) => Find(key) is DataScalar { IsNull: false } scalar ? scalar : null;

    /// <summary>The value at a path of keys, or null.</summary>
    public DataNode? At(params ReadOnlySpan<string> path)
    {
        DataNode? node = this;
        foreach (var key in path)
        {
            node = (node as DataMapping)?.Find(key);
        }

        return node;
    }
}
