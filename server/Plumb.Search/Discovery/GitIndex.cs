using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;

namespace Plumb.Search.Discovery;

/// <summary>
/// The paths that git tracks, as its index file names them (versions 2, 3 and 4, split indexes, both hashes). Immutable.
/// </summary>
/// <remarks>The format is git's <c>gitformat-index</c>. Paths are kept as git does, as bytes in ascending order.</remarks>
internal sealed class GitIndex
{
    private const long MostBytes = 1L << 29;
    private const int StatBytes = 40;
    private const int ModeAt = 24;
    private const int SubmoduleMode = 0xE000;
    private const int TypeOfMode = 0xF000;
    private const int ExtendedFlag = 0x4000;

    // Read again when it changed; given back when memory is short.
    private static readonly ConcurrentDictionary<string, Kept> Known = new(StringComparer.Ordinal);

    private readonly PathList own;
    private readonly PathList? shared;

    private GitIndex(PathList own, PathList? shared)
    {
        this.own = own;
        this.shared = shared;
    }

    /// <summary>The index of a checkout; null where there is none or it cannot be made out.</summary>
    /// <param name="gitFolder">The checkout's own git folder.</param>
    /// <param name="inputs">Notes that it was looked at.</param>
    public static GitIndex? Read(string gitFolder, Stamps.InputStamps? inputs = null)
    {
        var path = Path.Combine(gitFolder, "index");
        inputs?.AddContent(path);
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists || file.Length > MostBytes)
            {
                return null;
            }

            var stamp = (file.Length, file.LastWriteTimeUtc.Ticks);
            if (Known.TryGetValue(path, out var kept) && kept.Stamp == stamp && kept.Index.TryGetTarget(out var known))
            {
                return known;
            }

            var read = Parse(File.ReadAllBytes(path), name => File.ReadAllBytes(Path.Combine(gitFolder, name)));
            if (read is not null)
            {
                Known[path] = new Kept(stamp, new WeakReference<GitIndex>(read));
            }

            return read;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Reads the bytes of an index file; null where they are none. Never throws on what they hold.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="readShared">Gives the bytes of the file that a split index builds upon, by its name.</param>
    public static GitIndex? Parse(byte[] bytes, Func<string, byte[]>? readShared = null)
    {
        // Which hash it holds only the repository's configuration says; the wrong one fits no entry.
        foreach (var hashBytes in (ReadOnlySpan<int>)[20, 32])
        {
            if (PathList.Parse(bytes, hashBytes, out var end) is { } own)
            {
                return new GitIndex(own, readShared is null || FindShared(bytes, end, hashBytes) is not { } name ? null : PathList.Parse(readShared(name), hashBytes, out _));
            }
        }

        return null;
    }

    /// <summary>Whether git tracks the file, or a submodule at that path.</summary>
    /// <param name="path">Posix path from the top of the checkout.</param>
    public bool HasFile(ReadOnlySpan<char> path) => With(path, "", static (list, bytes) => list.Has(bytes));

    /// <summary>Whether git tracks anything in the folder, or a submodule in its place.</summary>
    /// <param name="path">Posix path from the top of the checkout, without a slash at its end.</param>
    public bool HasFolder(ReadOnlySpan<char> path) => HasFile(path) || With(path, "/", static (list, bytes) => list.HasBeginning(bytes));

    public bool IsSubmodule(ReadOnlySpan<char> path) => With(path, "", static (list, bytes) => list.IsSubmodule(bytes));

    private bool With(ReadOnlySpan<char> path, string end, Func<PathList, ReadOnlySpan<byte>, bool> ask)
    {
        var bytes = Encoding.UTF8.GetBytes(string.Concat(path, end));
        return ask(own, bytes) || (shared is not null && ask(shared, bytes));
    }

    // The extension "link" of a split index begins with the hash of the file that it builds upon.
    private static string? FindShared(ReadOnlySpan<byte> bytes, int at, int hashBytes)
    {
        while (at + 8 <= bytes.Length - hashBytes)
        {
            var size = BinaryPrimitives.ReadUInt32BigEndian(bytes[(at + 4)..]);
            if (size > bytes.Length - at - 8)
            {
                return null;
            }

            if (bytes[at..(at + 4)].SequenceEqual("link"u8) && size >= hashBytes)
            {
                var hash = bytes.Slice(at + 8, hashBytes);
                return hash.ContainsAnyExcept((byte)0) ? "sharedindex." + Convert.ToHexStringLower(hash) : null;
            }

            at += 8 + (int)size;
        }

        return null;
    }

    private sealed record Kept((long Length, long Ticks) Stamp, WeakReference<GitIndex> Index);

    /// <summary>Ascending paths in one block of bytes.</summary>
    private sealed class PathList(byte[] names, int[] starts, HashSet<int> submodules)
    {
        private int Count => starts.Length - 1;

        public static PathList? Parse(ReadOnlySpan<byte> bytes, int hashBytes, out int end)
        {
            end = 12;
            if (bytes.Length < 12 + hashBytes || !bytes.StartsWith("DIRC"u8))
            {
                return null;
            }

            var version = BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]);
            var count = BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]);
            var least = StatBytes + hashBytes + 2;
            if (version is < 2 or > 4 || count > bytes.Length / least)
            {
                return null;
            }

            var names = new MemoryStream(bytes.Length / 2);
            var starts = new int[count + 1];
            var submodules = new HashSet<int>();
            var previous = Array.Empty<byte>();
            var at = 12;
            for (var i = 0; i < count; i++)
            {
                if (at + least > bytes.Length - hashBytes)
                {
                    return null;
                }

                var mode = BinaryPrimitives.ReadUInt32BigEndian(bytes[(at + ModeAt)..]);
                var flags = BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + StatBytes + hashBytes)..]);
                var nameAt = at + least + (version >= 3 && (flags & ExtendedFlag) != 0 ? 2 : 0);
                var kept = 0;
                if (version == 4)
                {
                    // The name is that of the entry before without so many bytes at its end, and what follows.
                    var stripped = ReadOffset(bytes, ref nameAt);
                    if (stripped < 0 || stripped > previous.Length)
                    {
                        return null;
                    }

                    kept = previous.Length - stripped;
                }

                var length = nameAt >= bytes.Length ? -1 : bytes[nameAt..].IndexOf((byte)0);
                var announced = flags & 0xFFF;
                if (length < 0 || (announced < 0xFFF && announced != kept + length))
                {
                    return null;
                }

                byte[] name = [.. previous.AsSpan(0, kept), .. bytes.Slice(nameAt, length)];

                // A conflict has several entries of one name. Those of a split index that replace others come first and have none.
                if (previous.AsSpan().SequenceCompareTo(name) > 0)
                {
                    return null;
                }

                starts[i] = (int)names.Length;
                names.Write(name);
                if ((mode & TypeOfMode) == SubmoduleMode)
                {
                    submodules.Add(i);
                }

                previous = name;
                at = version == 4 ? nameAt + length + 1 : at + ((nameAt - at + length + 8) & ~7);
            }

            starts[count] = (int)names.Length;
            end = at;
            return new PathList(names.ToArray(), starts, submodules);
        }

        public bool Has(ReadOnlySpan<byte> path) => Find(path) is var at && at < Count && this[at].SequenceEqual(path);

        public bool HasBeginning(ReadOnlySpan<byte> path) => Find(path) is var at && at < Count && this[at].StartsWith(path);

        public bool IsSubmodule(ReadOnlySpan<byte> path) => submodules.Count > 0 && Find(path) is var at && at < Count && this[at].SequenceEqual(path) && submodules.Contains(at);

        private ReadOnlySpan<byte> this[int index] => names.AsSpan(starts[index], starts[index + 1] - starts[index]);

        // The first that is not less.
        private int Find(ReadOnlySpan<byte> path)
        {
            var (low, high) = (0, Count);
            while (low < high)
            {
                var middle = (low + high) >>> 1;
                if (this[middle].SequenceCompareTo(path) < 0)
                {
                    low = middle + 1;
                }
                else
                {
                    high = middle;
                }
            }

            return low;
        }

        // Seven bits a byte, the highest first; each that follows adds one, so that no number has two forms.
        private static int ReadOffset(ReadOnlySpan<byte> bytes, ref int at)
        {
            var value = 0L;
            for (var n = 0; ; n++)
            {
                if (at >= bytes.Length || n > 4)
                {
                    return -1;
                }

                var b = bytes[at++];
                value = n == 0 ? b & 0x7F : ((value + 1) << 7) | (uint)(b & 0x7F);
                if ((b & 0x80) == 0)
                {
                    return value > int.MaxValue ? -1 : (int)value;
                }
            }
        }
    }
}
