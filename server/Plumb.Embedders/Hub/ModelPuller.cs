using System.Security.Cryptography;
using Plumb.Search.Embedding;

namespace Plumb.Embedders.Hub;

/// <summary>How far a pull is.</summary>
/// <param name="File">The file that is coming.</param>
/// <param name="Bytes">Bytes of it that are there.</param>
/// <param name="Total">Bytes of the whole; null where the server does not say.</param>
public readonly record struct PullProgress(string File, long Bytes, long? Total);

/// <summary>What a pull did.</summary>
/// <param name="Unverified">Files whose hash nobody knew: it is recorded now, and holds from here on.</param>
public sealed record PullReport(string Folder, long Bytes, string? Revision, IReadOnlyList<string> Unverified);

/// <summary>
/// Downloads a model, verifies it and puts it in its place in one rename. Only ever called because somebody asked for
/// that model by name.
/// </summary>
public sealed class ModelPuller : IDisposable
{
    private const string NewestRevision = "main";

    private readonly ModelFolder models;
    private readonly TimeProvider time;
    private readonly HttpClient http;

    public ModelPuller(ModelFolder models, TimeProvider? time = null)
    {
        this.models = models;
        this.time = time ?? TimeProvider.System;
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(30) }) { Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.UserAgent.ParseAdd("plumb");
    }

    /// <summary>Downloads a model, over an older one of its name if there is one.</summary>
    /// <exception cref="EmbedderException">It cannot be had, written or verified; what came is kept unless it was wrong.</exception>
    public async Task<PullReport> PullAsync(PullRequest request, IProgress<PullProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var record = ModelRecords.Read(models.Root).GetValueOrDefault(request.Name);
        var known = Merge(request, record);
        var unverified = request.Files.Where(file => !known.ContainsKey(file)).ToList();
        if (unverified.Count > 0 && !request.AcceptUnverified)
        {
            throw new EmbedderException(
                $"Nobody has verified {string.Join(", ", unverified)} of {request.Name} yet, so Plumb cannot tell whether the right {(unverified.Count == 1 ? "file comes" : "files come")}: "
                + "give --sha256 FILE=HASH for each, or --accept-unverified to trust what comes now and hold every later pull to it.");
        }

        var partial = Path.Combine(models.Root, ".partial", request.Name);
        using var exclusive = Lock(partial);
        var download = new Download(http, time);
        var revision = request.Revision ?? record?.Revision;
        var hashes = new Dictionary<string, string>(StringComparer.Ordinal);
        long bytes = 0;
        foreach (var file in request.Files)
        {
            // From the first answer on, all files are of one commit.
            var address = request.Source.Replace("{revision}", revision ?? download.Commit ?? NewestRevision, StringComparison.Ordinal)
                .Replace("{file}", string.Join('/', file.Split('/').Select(Uri.EscapeDataString)), StringComparison.Ordinal);
            var part = Path.Combine(partial, file + ".part");
            await download.RunAsync(new Uri(address), part, (done, total) => progress?.Report(new PullProgress(file, done, total)), cancellation).ConfigureAwait(false);
            bytes += new FileInfo(part).Length;
            hashes[file] = await HashAsync(part, cancellation).ConfigureAwait(false);
            if (known.TryGetValue(file, out var wanted) && wanted != hashes[file])
            {
                File.Delete(part);
                throw new EmbedderException($"{address} is not the file that is wanted: its SHA-256 is {hashes[file]} instead of {wanted}. It was deleted.");
            }
        }

        revision ??= request.Source.Contains("{revision}", StringComparison.Ordinal) ? download.Commit : null;
        ModelRecords.Write(models.Root, request.Name, new ModelRecord(request.Source, revision, hashes));
        var folder = Install(request, partial);
        return new PullReport(folder, bytes, revision, unverified);
    }

    public void Dispose() => http.Dispose();

    private static Dictionary<string, string> Merge(PullRequest request, ModelRecord? record)
    {
        var known = request.Files.Where(request.Sha256.ContainsKey).ToDictionary(file => file, file => request.Sha256[file].ToLowerInvariant(), StringComparer.Ordinal);
        foreach (var file in request.Files)
        {
            if (record?.Sha256.TryGetValue(file, out var before) != true)
            {
                continue;
            }

            if (known.TryGetValue(file, out var given) && given != before)
            {
                throw new EmbedderException($"The SHA-256 of {file} is not the one of the first pull of {request.Name} ({before}): take another name for another model.");
            }

            known[file] = before!;
        }

        return known;
    }

    private static FileStream Lock(string partial)
    {
        try
        {
            Directory.CreateDirectory(partial);
            return new FileStream(partial + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EmbedderException($"{partial} cannot be used, or another plumb process is pulling this model: {e.Message.TrimEnd('.')}.", e);
        }
    }

    private static async Task<string> HashAsync(string path, CancellationToken cancellation)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, useAsync: true);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation).ConfigureAwait(false));
    }

    private string Install(PullRequest request, string partial)
    {
        var folder = Path.Combine(models.Root, request.Name);
        var old = partial + ".old";
        try
        {
            foreach (var file in request.Files)
            {
                File.Move(Path.Combine(partial, file + ".part"), Path.Combine(partial, file), overwrite: true);
            }

            // Etags, and what an earlier pull of other files left behind.
            var wanted = request.Files.Select(file => Path.GetFullPath(Path.Combine(partial, file))).ToHashSet(StringComparer.Ordinal);
            foreach (var other in Directory.EnumerateFiles(partial, "*", SearchOption.AllDirectories).Where(file => !wanted.Contains(Path.GetFullPath(file))).ToList())
            {
                File.Delete(other);
            }

            if (Directory.Exists(old))
            {
                Directory.Delete(old, recursive: true);
            }

            if (Directory.Exists(folder))
            {
                Directory.Move(folder, old);
            }

            Directory.Move(partial, folder);
            if (Directory.Exists(old))
            {
                Directory.Delete(old, recursive: true);
            }

            return folder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EmbedderException($"{folder} cannot be written: {e.Message.TrimEnd('.')}.", e);
        }
    }
}
