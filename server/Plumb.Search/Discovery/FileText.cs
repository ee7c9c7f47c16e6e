namespace Plumb.Search.Discovery;

/// <summary>Reads small configuration files that may be missing, unreadable or no text at all.</summary>
internal static class FileText
{
    private const long MaxBytes = 4 * 1024 * 1024;

    /// <param name="inputs">Notes that the file was looked at, be it there or not.</param>
    public static string? TryRead(string path, Stamps.InputStamps? inputs = null)
    {
        inputs?.AddContent(path);
        try
        {
            var info = new FileInfo(path);
            return info.Exists && info.Length <= MaxBytes && FileKind.IsRegular(path) ? File.ReadAllText(path) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
