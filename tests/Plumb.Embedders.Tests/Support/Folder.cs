using System.Text;

namespace Plumb.Embedders.Tests.Support;

/// <summary>A folder of a test's own.</summary>
internal sealed class Folder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("plumb-embedders-").FullName;

    public string At(string path) => Path.Combine(Root, path);

    public string Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    public string Write(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllBytes(At(path), bytes);
        return At(path);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
