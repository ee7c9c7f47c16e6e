namespace Plumb.Lsp.Documents;

/// <summary>Reads files that others write and delete at the same time: on Windows a plain read would make them fail.</summary>
internal static class DiskFile
{
    public static byte[] ReadAllBytes(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }
}
