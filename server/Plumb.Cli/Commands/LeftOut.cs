using System.Globalization;
using System.Text;
using Plumb.Search.Discovery;
using Plumb.Text;

namespace Plumb.Cli.Commands;

/// <summary>
/// What folders hold that a command was to look at and cannot: told in one line on standard error, so that a sum or a list
/// without findings is not taken for more than it is. What a rule leaves out (ignore files) was asked for, and is not told.
/// </summary>
internal sealed class LeftOut
{
    private const int Examples = 3;

    /// <summary>In the order in which they are told.</summary>
    private static readonly SkipReason[] Told = [SkipReason.Binary, SkipReason.Unreadable, SkipReason.HostileName, SkipReason.SymlinkOutsideRoot, SkipReason.SpecialFile, SkipReason.TooLarge];

    private readonly List<(SkipReason Reason, string Path, string FullPath)> entries = [];

    public static bool IsTold(SkipReason reason) => Told.Contains(reason);

    /// <param name="path">As it is shown; a folder ends with '/'.</param>
    public void Add(SkipReason reason, string path, string fullPath) => entries.Add((reason, path, fullPath));

    /// <param name="problem">The clause of <see cref="InputText"/>.</param>
    public void Add(string problem, string path, string fullPath) =>
        Add(problem == InputText.Binary ? SkipReason.Binary : SkipReason.Unreadable, path, fullPath);

    /// <summary>Takes over what another one holds, folders always: what would have been found in them is not known.</summary>
    /// <param name="isWanted">By the full path.</param>
    public void AddRange(LeftOut other, Func<string, bool> isWanted) =>
        entries.AddRange(other.entries.Where(e => e.Path.EndsWith('/') || isWanted(e.FullPath)));

    public void Tell()
    {
        var distinct = entries.DistinctBy(e => e.FullPath, StringComparer.Ordinal).ToLookup(e => e.Reason, e => PrintableText.Of(e.Path));
        var kinds = Told.Where(distinct.Contains).Select(reason => Kind(reason, [.. distinct[reason].Order(StringComparer.Ordinal)])).ToList();
        if (kinds.Count > 0)
        {
            Console.Error.WriteLine($"plumb: left out: {string.Join("; ", kinds)}.");
        }
    }

    private static string Kind(SkipReason reason, List<string> paths)
    {
        var one = paths.Count == 1;
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{paths.Count} ").Append(reason switch
        {
            SkipReason.Binary => one ? "binary file" : "binary files",
            SkipReason.Unreadable => "that cannot be read",
            SkipReason.HostileName => one ? "with a name that no terminal can show" : "with names that no terminal can show",
            SkipReason.SymlinkOutsideRoot => one ? "link out of the folder" : "links out of the folder",
            SkipReason.SpecialFile => one ? "pipe, socket or device" : "pipes, sockets or devices",
            _ => string.Create(CultureInfo.InvariantCulture, $"larger than {PathArguments.MaxFileBytes >> 20} MiB"),
        });
        return text.Append(" (").AppendJoin(", ", paths.Take(Examples)).Append(paths.Count > Examples ? ", ...)" : ")").ToString();
    }
}
