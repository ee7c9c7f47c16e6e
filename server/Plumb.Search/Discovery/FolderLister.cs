using System.IO.Enumeration;
using Plumb.Search.Discovery.Stamps;

namespace Plumb.Search.Discovery;

/// <summary>Lists a folder: by Linux's own calls where there are any, else by .NET's.</summary>
internal static class FolderLister
{
    private static readonly EnumerationOptions Everything = new()
    {
        AttributesToSkip = 0,
        IgnoreInaccessible = false,
        RecurseSubdirectories = false,
        ReturnSpecialDirectories = false,
    };

    /// <param name="folder">Gets its <see cref="Folder.Stat"/> where that is asked.</param>
    /// <param name="contents">Hears every name.</param>
    /// <param name="entries">Gets the entries, in the order of the file system.</param>
    /// <exception cref="IOException">It cannot be read, or only in part.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static void List(Folder folder, FolderContents contents, List<FolderEntry> entries)
    {
        if (!LinuxFolderReader.TryRead(folder, contents.Note, entries))
        {
            using var reader = new EntryReader(folder, contents);
            while (reader.MoveNext())
            {
                entries.Add(reader.Current);
            }
        }
    }

    private sealed class EntryReader(Folder folder, FolderContents contents)
        : FileSystemEnumerator<FolderEntry>(folder.FullPath, Everything)
    {
        protected override FolderEntry TransformEntry(ref FileSystemEntry entry)
        {
            contents.Note(entry.FileName);
            var isLink = (entry.Attributes & FileAttributes.ReparsePoint) != 0;
            if (entry.IsDirectory && !isLink)
            {
                return new FolderEntry(string.Concat(folder.Path, entry.FileName, "/")) { Folder = folder };
            }

            var path = string.Concat(folder.Path, entry.FileName);
            return isLink
                ? new FolderEntry(path) { IsLink = true, WasLink = true }
                : new FolderEntry(path) { Size = entry.Length, ModifiedTicks = entry.LastWriteTimeUtc.UtcTicks };
        }
    }
}
