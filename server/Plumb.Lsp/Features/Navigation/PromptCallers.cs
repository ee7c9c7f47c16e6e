using System.Runtime.CompilerServices;
using Plumb.Lsp.Documents;
using Plumb.Prompts;
using Plumb.Prompts.Code;
using Plumb.Search;
using Plumb.Search.Discovery;
using Plumb.Text;

namespace Plumb.Lsp.Features.Navigation;

/// <summary>
/// Which C# fills which prompt file: a method that names the file (or, for a prompt that is a function, its name) in a text
/// and gives values under names. The index says where to look; without one a bounded number of files is read.
/// </summary>
/// <param name="documents">The open documents, which stand for their files.</param>
/// <param name="findIndex">The index that a path belongs to.</param>
internal sealed class PromptCallers(DocumentStore documents, Func<string, WorkspaceIndex?> findIndex)
{
    private const int MostMentions = 50;
    private const int MostFiles = 2000;
    private const int LargestFile = 1 << 20;

    private readonly ConditionalWeakTable<TextDocument, IReadOnlyList<FilledPrompts>> filled = [];

    /// <summary>The code that fills a prompt file, with the names that it gives values under.</summary>
    /// <param name="prompt">The prompt file.</param>
    /// <param name="root">The folder to look in.</param>
    public IEnumerable<(TextDocument Code, string Uri, IReadOnlyList<FilledName> Names)> Of(TextDocument prompt, string root)
    {
        var names = NamesOf(prompt.Path);
        foreach (var uri in Candidates(names, prompt.Path, root))
        {
            if (documents.FindOrRead(uri) is { } code && names.Any(n => code.Text.Contains(n, StringComparison.Ordinal)))
            {
                var found = Read(code).Where(f => f.Words.Any(w => names.Any(n => IsNamed(w, n)))).SelectMany(f => f.Names).ToList();
                if (found.Count > 0)
                {
                    yield return (code, uri, found);
                }
            }
        }
    }

    /// <summary>The name at a place that code gives a value under, and the words around it; null where there is none.</summary>
    public (FilledName Name, IReadOnlySet<string> Words)? At(TextDocument code, int offset)
    {
        if (!code.Path.EndsWith(".cs", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        foreach (var member in Read(code))
        {
            foreach (var name in member.Names)
            {
                if (name.Span.Start <= offset && offset <= name.Span.End)
                {
                    return (name, member.Words);
                }
            }
        }

        return null;
    }

    /// <summary>The prompt files below a folder that words name, by their full paths.</summary>
    public static IEnumerable<string> Prompts(IReadOnlySet<string> words, string root) =>
        Files(root, path => (PromptLinter.IsPromptFile(path, "") || path.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".yml", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".prompt", StringComparison.OrdinalIgnoreCase))
            && NamesOf("/" + path).Any(n => words.Any(w => IsNamed(w, n))));

    private IReadOnlyList<FilledPrompts> Read(TextDocument code) => filled.GetValue(code, d => CSharpArguments.Find(d.Text));

    private IEnumerable<string> Candidates(IReadOnlyList<string> names, string prompt, string root)
    {
        var open = documents.Uris.Where(uri => uri.EndsWith(".cs", StringComparison.OrdinalIgnoreCase));
        IEnumerable<string> closed;
        try
        {
            closed = findIndex(prompt) is { HasContent: true } index
                ? names.Select(Path.GetFileNameWithoutExtension).OfType<string>().Distinct(StringComparer.Ordinal)
                    .SelectMany(name => index.FindMentions(name, MostMentions, CancellationToken.None).Mentions.Select(m => m.Path).Where(p => p.EndsWith(".cs", StringComparison.OrdinalIgnoreCase)))
                    .Select(path => Path.Combine(index.Options.Root, path)).ToList()
                : Files(root, path => path.EndsWith(".cs", StringComparison.OrdinalIgnoreCase)).Take(MostFiles);
        }
        catch (Exception e) when (e is ObjectDisposedException or WorkspaceException)
        {
            closed = [];
        }

        return open.Concat(closed.Select(DocumentUri.FromPath)).Distinct(StringComparer.Ordinal).ToList();
    }

    /// <summary>A function in a folder is called by the folder's name; any other prompt by its file's, or its name without the ending.</summary>
    private static IReadOnlyList<string> NamesOf(string prompt)
    {
        var name = Path.GetFileName(prompt);
        if (name.Equals("skprompt.txt", StringComparison.OrdinalIgnoreCase))
        {
            return Path.GetFileName(Path.GetDirectoryName(prompt)) is { Length: > 1 } folder ? [folder] : [name];
        }

        var stem = name[..(name.IndexOf('.', 1) is > 0 and var dot ? dot : name.Length)];
        return stem.Length > 3 ? [name, stem] : [name];
    }

    /// <summary>The word itself, a path to it, or a resource's name that ends with it.</summary>
    private static bool IsNamed(string word, string name) =>
        word == name || (name.Contains('.') && word.Length > name.Length && word[word.Length - name.Length - 1] is '.' or '/' or '\\' && word.EndsWith(name, StringComparison.Ordinal));

    private static IEnumerable<string> Files(string root, Func<string, bool> wanted)
    {
        var sink = new Sink(wanted);
        try
        {
            WorkspaceWalker.Walk(root, new DiscoveryOptions(MaxFileBytes: LargestFile), sink, CancellationToken.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What was found until then is what is known.
        }

        return sink.Paths.Select(path => Path.Combine(root, path));
    }

    private sealed class Sink(Func<string, bool> wanted) : IDiscoverySink
    {
        public List<string> Paths { get; } = [];

        public void OnFile(in WorkspaceFile file)
        {
            if (wanted(file.Path))
            {
                Paths.Add(file.Path);
            }
        }

        public void OnSkipped(in SkippedFile skipped)
        {
            // What is not worth an index fills no prompt that anybody renames.
        }
    }
}
