using System.Collections.Concurrent;
using System.Numerics;
using Plumb.Prompts.Rules;
using Plumb.Prompts.Workspace;
using Plumb.Search;

namespace Plumb.Lsp.Features.Diagnostics.Workspace;

/// <summary>The names of an index's code, as of one revision. What was answered once is answered from memory.</summary>
public sealed class IndexedNames : IWorkspaceSymbols
{
    /// <summary>Word separators make two spellings of a name differ in length by more than edits do.</summary>
    private const int MostDifference = 4;

    /// <summary>An edit takes a letter away and brings another.</summary>
    private const int MostLetters = 4;

    private readonly WorkspaceIndex index;
    private readonly IReadOnlySet<string> referable;
    private readonly IReadOnlySet<string> others;
    private readonly Lazy<(string Name, uint Letters)[]> candidates;
    private readonly ConcurrentDictionary<string, bool> known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string?> near = new(StringComparer.Ordinal);

    private IndexedNames(WorkspaceIndex index, long revision, IReadOnlySet<string> referable, IReadOnlySet<string> others)
    {
        this.index = index;
        this.referable = referable;
        this.others = others;
        Revision = revision;
        candidates = new(() => [.. referable.Select(name => (name, LettersOf(name)))]);
    }

    public long Revision { get; }

    /// <summary>Null where the workspace was never indexed to the end: then what is missing says nothing.</summary>
    public static IndexedNames? Load(WorkspaceIndex index)
    {
        ArgumentNullException.ThrowIfNull(index);
        if (!index.HasContent)
        {
            return null;
        }

        var revision = index.Revision;
        var (referable, others) = index.ReadDeclaredNames();
        return new IndexedNames(index, revision, referable, others);
    }

    public bool? IsKnown(string name) => known.GetOrAdd(name, n => referable.Contains(n) || others.Contains(n) || index.IsMentioned(n));

    public bool? IsDeclared(string name) => referable.Contains(name);

    public string? Near(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return near.GetOrAdd(name, n =>
        {
            var letters = LettersOf(n);
            return NearMiss.Find(n, candidates.Value
                .Where(c => Math.Abs(c.Name.Length - n.Length) <= MostDifference && BitOperations.PopCount(c.Letters ^ letters) <= MostLetters)
                .Select(c => c.Name));
        });
    }

    /// <summary>Which letters a name has, whatever their case: most names are told apart by that alone.</summary>
    private static uint LettersOf(string name)
    {
        var letters = 0u;
        foreach (var c in name)
        {
            letters |= char.IsAsciiLetter(c) ? 1u << ((c | 0x20) - 'a') : 0;
        }

        return letters;
    }
}
