using Plumb.Search.Embedding;

namespace Plumb.Embedders.Hub;

/// <summary>A model to download.</summary>
/// <param name="Name">What it is called from then on.</param>
/// <param name="Source">Address of its files, with {file} left open and maybe {revision}.</param>
/// <param name="Revision">The commit that is wanted; null: the newest, or the recorded one.</param>
/// <param name="Files">Paths below the source; the smallest first.</param>
/// <param name="Sha256">Hashes in hex that are known beforehand.</param>
/// <param name="AcceptUnverified">Files without a known hash are trusted as they come, once.</param>
public sealed record PullRequest(string Name, string Source, string? Revision, IReadOnlyList<string> Files, IReadOnlyDictionary<string, string> Sha256, bool AcceptUnverified)
{
    private const int HashLength = 64;

    /// <summary>A model of the table, or one that <paramref name="from"/> says where to get.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="from">The folder of its files on another server; null: as the table says.</param>
    /// <param name="hashes">"FILE=HASH", or a hash alone for the file of weights.</param>
    /// <param name="files">Other files than the table's, or than those of a static model.</param>
    /// <param name="acceptUnverified">See <see cref="PullRequest"/>.</param>
    /// <exception cref="EmbedderException">The name is unknown, or an address or a hash is none.</exception>
    public static PullRequest Create(string name, string? from, IReadOnlyList<string> hashes, IReadOnlyList<string> files, bool acceptUnverified)
    {
        ModelFolder.CheckName(name);
        var known = PublishedModel.Find(name);
        if (known is null && from is null)
        {
            throw new EmbedderException($"No model is known as '{name}': 'plumb model list' names those that are, and --from URL gets any other.");
        }

        var source = from is null ? known!.Source : from.Contains("{file}", StringComparison.Ordinal) ? from : from.TrimEnd('/') + "/{file}";
        if (!Uri.TryCreate(source.Replace("{file}", "x", StringComparison.Ordinal).Replace("{revision}", "x", StringComparison.Ordinal), UriKind.Absolute, out var address)
            || !(address.Scheme == "https" || (address.Scheme == "http" && address.IsLoopback)))
        {
            throw new EmbedderException($"'{from}' is no https address.");
        }

        IReadOnlyList<string> wanted = files.Count > 0 ? files : known?.Files ?? PublishedModel.All[0].Files;
        if (wanted.FirstOrDefault(f => f.Length == 0 || f.StartsWith('/') || f.Contains('\\', StringComparison.Ordinal) || f.Contains(':', StringComparison.Ordinal) || f.Split('/').Any(part => part is "" or "." or "..")) is { } bad)
        {
            throw new EmbedderException($"'{bad}' is no file below an address.");
        }

        // What the table says holds for its own source and for a mirror alike: the same name means the same files.
        var sha256 = new Dictionary<string, string>(known?.Hashes ?? new Dictionary<string, string>(), StringComparer.Ordinal);
        foreach (var text in hashes)
        {
            var (file, hash) = text.LastIndexOf('=') is >= 0 and var at ? (text[..at], text[(at + 1)..]) : (Model2Vec.StaticModelFiles.WeightsFile, text);
            if (hash.Length != HashLength || !hash.All(char.IsAsciiHexDigit) || !wanted.Contains(file))
            {
                throw new EmbedderException($"'{text}' is no SHA-256 of a file of this model: FILE=HASH, where FILE is {string.Join(" or ", wanted)}.");
            }

            if (sha256.TryGetValue(file, out var other) && !string.Equals(other, hash, StringComparison.OrdinalIgnoreCase))
            {
                throw new EmbedderException($"The SHA-256 given for {file} is not the one that Plumb knows ({other}).");
            }

            sha256[file] = hash.ToLowerInvariant();
        }

        return new PullRequest(known?.Name ?? name, source, known?.Revision, wanted, sha256, acceptUnverified);
    }
}
