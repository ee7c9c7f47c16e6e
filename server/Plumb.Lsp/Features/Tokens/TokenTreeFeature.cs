using System.Collections.Concurrent;
using Plumb.Lsp.Documents;
using Plumb.Lsp.Features.Hover;
using Plumb.Lsp.Features.Index;
using Plumb.Lsp.Protocol;
using Plumb.Search.Discovery;
using Plumb.Text;
using Plumb.Tokens;

namespace Plumb.Lsp.Features.Tokens;

/// <summary><c>plumb/tokenTree</c>: what the workspace's files have, which windows they fit into, and their heaviest parts.</summary>
internal sealed class TokenTreeFeature(TokenCounter counter, DocumentStore documents)
{
    private const int FilesLookedInto = 20;
    private const int MostSections = 30;

    // By what a file was when it was counted; a tree is asked for again and again while few files change.
    private readonly ConcurrentDictionary<(string Path, string Model, int Settings), (long Size, long Ticks, int Tokens)> known = new();

    public TokenTreeResult Get(string root, WorkspacePaths paths, TokenTreeParams parameters, PositionEncoding encoding, CancellationToken cancellation)
    {
        var model = parameters.Model is { } name
            ? counter.Find(name)
            : counter.Settings.Shown is [var first, ..] ? first : TokenModel.Of(TokenEncoding.Default);
        var sink = new Sink();
        WorkspaceWalker.Walk(root, new DiscoveryOptions(), sink, cancellation);
        var counted = new int[sink.Files.Count];
        try
        {
            Parallel.For(0, counted.Length, new ParallelOptions { CancellationToken = cancellation }, i => counted[i] = Count(paths, sink.Files[i], model));
        }
        catch (AggregateException e) when (e.InnerExceptions[0] is FormatException wrong)
        {
            throw new Wire.RequestFailedException(wrong.Message);
        }

        var files = sink.Files.Zip(counted, (file, tokens) => (file.Path, Tokens: tokens)).Where(f => f.Tokens >= 0).OrderByDescending(f => f.Tokens).ThenBy(f => f.Path, StringComparer.Ordinal).ToList();
        var tree = new Folder("", "");
        foreach (var (path, tokens) in files)
        {
            tree.Add(path, tokens);
        }

        return new TokenTreeResult(
            model.Name,
            model.EncodingName,
            model.IsExact,
            tree.ToNode(paths),
            Windows(files, model),
            Heaviest(files, paths, model, encoding, cancellation),
            counted.Count(tokens => tokens < 0));
    }

    private int Count(WorkspacePaths paths, WorkspaceFile file, TokenModel model)
    {
        var uri = paths.ToUri(file.Path);
        if (documents.Find(uri) is { } open)
        {
            return counter.Count(open, new TextSpan(0, open.Text.Length), model, CancellationToken.None).Tokens;
        }

        if (known.TryGetValue((file.Path, model.Name, counter.SettingsVersion), out var last) && last.Size == file.Size && last.Ticks == file.ModifiedTicks)
        {
            return last.Tokens;
        }

        try
        {
            var tokens = SourceDecoder.Decode(DiskFile.ReadAllBytes(paths.ToAbsolute(file.Path))).Text is { } text ? model.Count(text).Tokens : -1;
            known[(file.Path, model.Name, counter.SettingsVersion)] = (file.Size, file.ModifiedTicks, tokens);
            return tokens;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return -1;
        }
    }

    /// <summary>The windows of the chosen models, and of the one that was counted for. Another model's tokens are not known: told are those of models that count alike.</summary>
    private List<TokenWindow> Windows(List<(string Path, int Tokens)> files, TokenModel model)
    {
        var total = files.Sum(f => (long)f.Tokens);
        return [.. counter.Settings.Shown.Append(model)
            .Where(m => m.ContextWindow is not null && m.EncodingName == model.EncodingName && m.Method == model.Method)
            .DistinctBy(m => m.Name)
            .Select(m => new TokenWindow(m.Name, m.ContextWindow!.Value, total, Math.Round((double)total / m.ContextWindow.Value, 6), Fit(files, m.ContextWindow.Value)))];
    }

    private static int Fit(List<(string Path, int Tokens)> files, int window)
    {
        var (sum, count) = (0L, 0);
        for (var i = files.Count - 1; i >= 0 && sum + files[i].Tokens <= window; i--)
        {
            sum += files[i].Tokens;
            count++;
        }

        return count;
    }

    private List<TokenSection> Heaviest(List<(string Path, int Tokens)> files, WorkspacePaths paths, TokenModel model, PositionEncoding encoding, CancellationToken cancellation)
    {
        var sections = new List<TokenSection>();
        foreach (var (path, _) in files.Take(FilesLookedInto))
        {
            cancellation.ThrowIfCancellationRequested();
            var uri = paths.ToUri(path);
            if (documents.FindOrRead(uri) is not { } document)
            {
                continue;
            }

            foreach (var declaration in document.Outline.Declarations)
            {
                // What holds nearly the whole file says no more than the file.
                if (declaration.Span.Length < document.Text.Length * 9L / 10)
                {
                    sections.Add(new TokenSection(
                        path, uri, declaration.Name, HoverFeature.KindName(declaration.Kind), document.ToRange(declaration.Span, encoding),
                        counter.Count(document, declaration.Span, model, cancellation).Tokens));
                }
            }
        }

        return [.. sections.OrderByDescending(s => s.Tokens).Take(MostSections)];
    }

    private sealed class Folder(string name, string path)
    {
        private readonly Dictionary<string, Folder> folders = new(StringComparer.Ordinal);
        private readonly List<(string Path, int Tokens)> files = [];

        public void Add(string file, int tokens)
        {
            var slash = path.Length == 0 ? file.IndexOf('/', StringComparison.Ordinal) : file.IndexOf('/', path.Length + 1);
            if (slash < 0)
            {
                files.Add((file, tokens));
                return;
            }

            var inner = file[..slash];
            if (!folders.TryGetValue(inner, out var folder))
            {
                folders[inner] = folder = new Folder(inner[(inner.LastIndexOf('/') + 1)..], inner);
            }

            folder.Add(file, tokens);
        }

        public TokenTreeNode ToNode(WorkspacePaths paths)
        {
            var children = folders.Values.Select(folder => folder.ToNode(paths))
                .Concat(files.Select(file => new TokenTreeNode(file.Path[(file.Path.LastIndexOf('/') + 1)..], file.Path, paths.ToUri(file.Path), file.Tokens, 1, null)))
                .OrderByDescending(node => node.Tokens).ToList();
            return new TokenTreeNode(name, path, paths.ToUri(path), children.Sum(c => c.Tokens), children.Sum(c => c.Files), children);
        }
    }

    private sealed class Sink : IDiscoverySink
    {
        public List<WorkspaceFile> Files { get; } = [];

        public void OnFile(in WorkspaceFile file) => Files.Add(file);

        public void OnSkipped(in SkippedFile skipped)
        {
        }
    }
}
