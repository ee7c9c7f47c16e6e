using System.Text;

namespace Plumb.Search.Discovery.Stamps;

/// <summary>Hears the name of each entry of a folder.</summary>
internal delegate void NameVisitor(ReadOnlySpan<char> name);

/// <summary>Lists a folder with sizes and times: one call for many names, and one relative to the open folder for each file.</summary>
internal static unsafe class LinuxFolderReader
{
    private const int BufferBytes = 32 * 1024;

    // struct linux_dirent64
    private const int LengthAt = 16;
    private const int TypeAt = 18;
    private const int NameAt = 19;

    private const byte UnknownType = 0;
    private const byte FolderType = 4;
    private const byte LinkType = 10;

    [ThreadStatic]
    private static byte[]? buffer;

    /// <summary>False where .NET has to list it, which then says what is wrong with it.</summary>
    /// <param name="folder">Gets its <see cref="Folder.Stat"/>, of the time before it is listed.</param>
    /// <param name="visit">Hears every name.</param>
    /// <param name="entries">Gets the entries, in the order of the file system.</param>
    public static bool TryRead(Folder folder, NameVisitor visit, List<FolderEntry> entries)
    {
        if (!LinuxFiles.IsAvailable)
        {
            return false;
        }

        int open;
        fixed (byte* path = LinuxFiles.Bytes(folder.FullPath))
        {
            open = LinuxFiles.Open(LinuxFiles.NoFolder, path, toList: true);
        }

        if (open < 0)
        {
            return false;
        }

        try
        {
            return Read(open, folder, visit, entries);
        }
        finally
        {
            LinuxFiles.Release(open);
        }
    }

    private static bool Read(int open, Folder folder, NameVisitor visit, List<FolderEntry> entries)
    {
        byte nothing = 0;
        if (!LinuxFiles.TryStat(open, &nothing, LinuxFiles.EmptyPath, out var stat))
        {
            return false;
        }

        folder.Stat = stat;
        Span<char> name = stackalloc char[1024];
        fixed (byte* start = buffer ??= new byte[BufferBytes])
        {
            long count;
            while ((count = LinuxFiles.List(open, start, BufferBytes)) > 0)
            {
                for (var at = start; at < start + count; at += *(ushort*)(at + LengthAt))
                {
                    var bytes = System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpanFromNullTerminated(at + NameAt);
                    if (bytes.SequenceEqual("."u8) || bytes.SequenceEqual(".."u8))
                    {
                        continue;
                    }

                    // A name has at most 255 bytes on most file systems, four times as many on some, and no more characters than bytes.
                    var text = name[..Encoding.UTF8.GetChars(bytes, name)];
                    visit(text);
                    Add(open, folder, at, text, entries);
                }
            }

            if (count == 0)
            {
                return true;
            }

            entries.Clear();
            return false;
        }
    }

    private static void Add(int open, Folder folder, byte* at, ReadOnlySpan<char> name, List<FolderEntry> entries)
    {
        var type = at[TypeAt];
        var stat = default(FileStat);
        if (type is not (FolderType or LinkType))
        {
            if (!LinuxFiles.TryStat(open, at + NameAt, LinuxFiles.NoFollow, out stat))
            {
                // Gone since it was listed.
                return;
            }

            type = type == UnknownType && stat.IsFolder ? FolderType : type == UnknownType && stat.IsLink ? LinkType : type;
        }

        entries.Add(type switch
        {
            FolderType => new FolderEntry(string.Concat(folder.Path, name, "/")) { Folder = folder },
            LinkType => new FolderEntry(string.Concat(folder.Path, name)) { IsLink = true, WasLink = true },
            _ => new FolderEntry(string.Concat(folder.Path, name)) { Size = stat.IsRegular ? stat.Size : 0, ModifiedTicks = stat.ModifiedTicks },
        });
    }
}
