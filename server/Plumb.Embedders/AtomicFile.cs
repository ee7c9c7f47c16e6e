using Plumb.Search.Embedding;

namespace Plumb.Embedders;

/// <summary>Writes a file whole or not at all.</summary>
internal static class AtomicFile
{
    /// <exception cref="EmbedderException">It cannot be written.</exception>
    public static void Write(string path, byte[] bytes)
    {
        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(temporary, bytes);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EmbedderException($"{path} cannot be written: {e.Message.TrimEnd('.')}.", e);
        }
    }
}
