using System.Runtime.InteropServices;
using System.Text;
using Plumb.Search.Ranking;
using Plumb.Search.Storage;
using Plumb.Text;

namespace Plumb.Search.Graph;

/// <summary>
/// Makes the graph of what the index already holds: names from the files' shapes, mentions from the postings of the names'
/// terms. Files are numbered by their path, names ordered by their term, so that the graph is the same however the files
/// were distributed over segments.
/// </summary>
internal sealed class ReferenceGraphBuilder
{
    private const int MostThreads = 4;

    private readonly IndexSnapshot snapshot;
    private readonly FileRole[] roles;
    private readonly LanguageKind[] kinds;
    private readonly string[] families;

    // For each file of the snapshot its number in the graph.
    private readonly int[] numbers;
    private readonly Dictionary<string, List<Draft>> drafts = new(StringComparer.Ordinal);

    private ReferenceGraphBuilder(IndexSnapshot snapshot, StoredFile[] files)
    {
        this.snapshot = snapshot;
        var byPath = new Dictionary<string, int>(files.Length, StringComparer.Ordinal);
        roles = new FileRole[files.Length];
        kinds = new LanguageKind[files.Length];
        families = new string[files.Length];
        for (var i = 0; i < files.Length; i++)
        {
            byPath.Add(files[i].Path, i);
            kinds[i] = LanguageTable.FindById(files[i].Language)?.Kind ?? LanguageKind.Docs;
            roles[i] = FileRoles.Of(files[i].Path, files[i].Language, kinds[i] == LanguageKind.Docs, kinds[i] == LanguageKind.Data);
            families[i] = LanguageKin.Of(files[i].Language);
        }

        numbers = Array.ConvertAll(snapshot.Files, f => byPath[f.Path]);
    }

    /// <summary>The graph, and the paths of its files by their numbers.</summary>
    /// <param name="snapshot">The index.</param>
    /// <param name="reader">Of the snapshot's state.</param>
    /// <param name="beside">Runs something with another reader of the same state; null where all is done by one thread.</param>
    /// <param name="cancellation">Stops it.</param>
    public static (ReferenceGraph Graph, string[] Paths) Build(IndexSnapshot snapshot, StoreReader reader, Action<Action<StoreReader>>? beside, CancellationToken cancellation)
    {
        var files = snapshot.Files.OrderBy(f => f.Path, StringComparer.Ordinal).ToArray();
        var builder = new ReferenceGraphBuilder(snapshot, files);
        builder.CollectNames(reader, cancellation);
        builder.CollectMentions(reader, beside, cancellation);
        return (new ReferenceGraph(Array.ConvertAll(builder.roles, GraphWeights.Of), builder.Finish()), Array.ConvertAll(files, f => f.Path));
    }

    private void CollectNames(StoreReader reader, CancellationToken cancellation)
    {
        var byId = new Dictionary<long, int>(snapshot.Files.Length);
        for (var i = 0; i < snapshot.Files.Length; i++)
        {
            byId.Add(snapshot.Files[i].Id, numbers[i]);
        }

        var known = new Dictionary<string, MentionTerm?>(StringComparer.Ordinal);
        foreach (var (id, shape) in reader.ReadShapes())
        {
            cancellation.ThrowIfCancellationRequested();
            if (!byId.TryGetValue(id, out var file) || kinds[file] != LanguageKind.Code)
            {
                continue;
            }

            foreach (var (name, term) in MentionTerm.NamesOf(shape, known))
            {
                ref var kin = ref CollectionsMarshal.GetValueRefOrAddDefault(drafts, term.Text, out _);
                kin ??= [];
                var draft = kin.Find(d => d.Family == families[file]);
                if (draft is null)
                {
                    kin.Add(draft = new Draft(families[file]));
                }

                draft.Declare(file, name, term.IsPlainWord);
            }
        }

        foreach (var (term, kin) in drafts)
        {
            kin.RemoveAll(draft => !draft.Close(roles));
            if (kin.Count == 0)
            {
                drafts.Remove(term);
            }
        }
    }

    // By ranges of terms: a name is of one term, so that no two threads come upon the same, and each sees its mentions in the
    // order of the segments.
    private void CollectMentions(StoreReader reader, Action<Action<StoreReader>>? beside, CancellationToken cancellation)
    {
        var largest = snapshot.Segments.MaxBy(s => s.Files.Length);
        var threads = beside is null ? 1 : Math.Min(MostThreads, Environment.ProcessorCount);
        byte[][] cuts = [[], .. largest is null || threads == 1 ? [] : reader.ReadCuts(largest.Id, threads), [byte.MaxValue]];
        var others = Enumerable.Range(1, cuts.Length - 2).Select(part => Task.Run(() => beside!(other => Collect(other, part)), cancellation)).ToArray();
        try
        {
            Collect(reader, 0);
        }
        finally
        {
            Task.WhenAll(others).GetAwaiter().GetResult();
        }

        void Collect(StoreReader from, int part)
        {
            foreach (var segment in snapshot.Segments)
            {
                CollectMentions(segment, from, cuts[part], cuts[part + 1], cancellation);
            }
        }
    }

    private void CollectMentions(SegmentView segment, StoreReader reader, byte[] from, byte[] before, CancellationToken cancellation)
    {
        var lookup = drafts.GetAlternateLookup<ReadOnlySpan<char>>();
        var buffer = new char[512];
        var entries = new List<(int Document, byte Packed)>();
        reader.VisitTerms(
            segment.Id,
            from,
            before,
            (ref PostingBlockReader block) =>
            {
                if (block.Term.Length < GraphWeights.MinNameLength
                    || !lookup.TryGetValue(buffer.AsSpan(0, Encoding.UTF8.GetChars(block.Term, buffer)), out var kin))
                {
                    return;
                }

                entries.Clear();
                PostingBlockReader.Decode(block.Postings, block.Count, entries);
                foreach (var (document, packed) in entries)
                {
                    var body = new Posting(packed).Body;
                    if (body > 0 && document < segment.Files.Length && segment.Files[document] is var owner && owner >= 0 && kinds[numbers[owner]] != LanguageKind.Data)
                    {
                        Mention(kin, numbers[owner], body);
                    }
                }
            },
            cancellation);
    }

    // Prose may mean a name of any language, code one of its own.
    private void Mention(List<Draft> kin, int file, float times)
    {
        foreach (var draft in kin)
        {
            if (kinds[file] == LanguageKind.Docs || draft.Family == families[file])
            {
                draft.Mention(file, times);
            }
        }
    }

    private List<ReferencedName> Finish()
    {
        var names = new List<ReferencedName>(drafts.Count);
        foreach (var (_, kin) in drafts.OrderBy(d => d.Key, StringComparer.Ordinal))
        {
            foreach (var draft in kin.OrderBy(d => d.Family, StringComparer.Ordinal))
            {
                if (draft.Finish(snapshot.Files.Length) is { } name)
                {
                    names.Add(name);
                }
            }
        }

        return names;
    }

    /// <summary>A name of one family of languages, while it is collected.</summary>
    private sealed class Draft(string family)
    {
        // A file's chunks follow each other, and a file lies in one segment only.
        private readonly List<(int File, float Times)> mentions = [];
        private int[] declaring = [];

        // "TimeOut" and "timeout" stand under one term. Where one of them is a plain word, a mention may be no more than that;
        // in whatever order they come.
        private bool isPlainWord;

        public string Family => family;

        public List<(int File, string Name)> Declarations { get; } = [];

        public void Declare(int file, string name, bool isPlain)
        {
            Declarations.Add((file, name));
            isPlainWord |= isPlain;
        }

        /// <summary>Called when all declarations are known; false when too many files declare it.</summary>
        public bool Close(FileRole[] roles)
        {
            // A double in a test, or a copy in an example, is not what others mean.
            if (Declarations.Exists(d => roles[d.File] == FileRole.Source))
            {
                Declarations.RemoveAll(d => roles[d.File] != FileRole.Source);
            }

            declaring = [.. Declarations.Select(d => d.File).Distinct().Order()];
            Declarations.Sort((x, y) => x.File != y.File ? x.File.CompareTo(y.File) : string.CompareOrdinal(x.Name, y.Name));
            return declaring.Length <= GraphWeights.MaxDeclaringFiles;
        }

        public void Mention(int file, float times)
        {
            // Whoever declares a name means its own.
            if (Array.BinarySearch(declaring, file) >= 0)
            {
                return;
            }

            if (mentions.Count > 0 && mentions[^1].File == file)
            {
                mentions[^1] = (file, mentions[^1].Times + times);
            }
            else
            {
                mentions.Add((file, times));
            }
        }

        public ReferencedName? Finish(int files)
        {
            if (mentions.Count == 0 || mentions.Count > GraphWeights.MaxMentioningFiles(files, isPlainWord))
            {
                return null;
            }

            // The rarer a name, the more a mention of it says; and the tenth mention in a file says less than the first.
            var rarity = Math.Log(1 + ((double)files / mentions.Count)) / declaring.Length * (isPlainWord ? GraphWeights.PlainWord : 1);
            mentions.Sort((x, y) => x.File.CompareTo(y.File));
            return new ReferencedName(Declarations, declaring, [.. mentions.Select(m => new Mention(m.File, rarity * Math.Sqrt(m.Times)))]);
        }
    }
}
