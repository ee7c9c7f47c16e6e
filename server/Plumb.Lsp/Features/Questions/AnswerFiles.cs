using System.Globalization;
using System.Text;

namespace Plumb.Lsp.Features.Questions;

/// <summary>
/// The folder of answer pages, below Plumb's data folder: nobody else reads it, no page is larger than half a megabyte, and
/// pages go after a week, or when there are forty newer ones.
/// </summary>
/// <param name="home">Plumb's data folder.</param>
internal sealed class AnswerFiles(string home, TimeProvider time)
{
    private const string Name = "answers";
    private const string Extension = ".md";
    private const int MostBytes = 512 * 1024;
    private const int MostPages = 40;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    public string Folder { get; } = Path.Combine(Path.GetFullPath(home), Name);

    /// <summary>Writes a page and returns its path. Each has a name of its own: an editor may still show the one before.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder is not ours.</exception>
    public string Write(string title, string markdown)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(Folder);
        }
        else
        {
            Directory.CreateDirectory(Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        CleanUp();
        var bytes = Encoding.UTF8.GetBytes(Cut(markdown));
        var stamp = time.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        for (var number = 1; ; number++)
        {
            var path = Path.Combine(Folder, $"{Slug(title)}-{stamp}{(number == 1 ? "" : "-" + number.ToString(CultureInfo.InvariantCulture))}{Extension}");
            try
            {
                var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
                if (!OperatingSystem.IsWindows())
                {
                    options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
                }

                using var file = new FileStream(path, options);
                file.Write(bytes);
                return path;
            }
            catch (IOException) when (File.Exists(path) && number < 100)
            {
                // Another one of the same second.
            }
        }
    }

    /// <summary>Whether a path is one of the pages; editors may name it through a link.</summary>
    public bool IsPage(string path) =>
        path.EndsWith(Extension, StringComparison.Ordinal) && IsFolder(Path.GetDirectoryName(path)) && File.Exists(Path.Combine(Folder, Path.GetFileName(path)));

    /// <summary>Whether a path is the folder of the pages: an editor that opens one may take it for a workspace.</summary>
    public bool IsFolder(string? path) =>
        path is not null && (path == Folder || (Path.GetFileName(path) == Name && Path.GetFileName(Path.GetDirectoryName(path)) == Path.GetFileName(Path.GetDirectoryName(Folder))));

    private void CleanUp()
    {
        var oldest = time.GetUtcNow() - Kept;
        var pages = new DirectoryInfo(Folder).GetFiles("*" + Extension).OrderByDescending(file => file.LastWriteTimeUtc).ToList();
        foreach (var page in pages.Where((file, rank) => rank >= MostPages - 1 || file.LastWriteTimeUtc < oldest))
        {
            try
            {
                page.Delete();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Held open by somebody: the next time.
            }
        }
    }

    private static string Cut(string markdown)
    {
        if (Encoding.UTF8.GetByteCount(markdown) <= MostBytes)
        {
            return markdown;
        }

        // A character has four bytes at most, and of UTF-16 units none has more than three.
        var end = markdown.LastIndexOf('\n', MostBytes / 3);
        return markdown[..(end < 0 ? MostBytes / 4 : end)] + "\n\n> The answer is longer than a page may be, and was cut here.\n";
    }

    /// <summary>A few of its words, in letters that every file system and every editor takes.</summary>
    private static string Slug(string title)
    {
        const int Longest = 48;
        var slug = new StringBuilder();
        foreach (var letter in title.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(letter))
            {
                slug.Append(letter);
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }

            if (slug.Length == Longest)
            {
                break;
            }
        }

        return slug.ToString().Trim('-') is { Length: > 0 } words ? words : "answer";
    }
}
