namespace Plumb.Prompts.Model;

/// <summary>What a key takes: for completion, hover and the rules about keys.</summary>
/// <param name="Name">The key.</param>
/// <param name="Summary">One line about it.</param>
/// <param name="Values">The values that it takes where they can be listed.</param>
/// <param name="Children">The keys of the mapping under it, or of each item of the list under it; null where anything goes.</param>
/// <param name="Ignored">Why nothing reads it any more, or null.</param>
/// <param name="Replacement">The key that took its place, or null.</param>
public sealed record FrontMatterKey(string Name, string Summary, IReadOnlyList<string>? Values = null, FrontMatterShape? Children = null, string? Ignored = null, string? Replacement = null);

/// <summary>The keys of a mapping.</summary>
/// <param name="IsClosed">Whether a key that is not listed means nothing to whoever reads the file.</param>
public sealed record FrontMatterShape(IReadOnlyList<FrontMatterKey> Keys, bool IsClosed)
{
    public FrontMatterKey? Find(string name)
    {
        foreach (var key in Keys)
        {
            if (key.Name == name)
            {
                return key;
            }
        }

        return null;
    }
}
