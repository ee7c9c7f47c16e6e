using System.Text.RegularExpressions;
using Plumb.Embedders.Model2Vec;
using Plumb.Embedders.Onnx;
using Plumb.Search.Embedding;

namespace Plumb.Embedders.Hub;

/// <summary>The models on this machine: a folder each in <c>models/</c> of the data folder.</summary>
public sealed partial class ModelFolder(string dataHome)
{
    internal string Root { get; } = Path.Combine(dataHome, "models");

    /// <summary>A name that can be a folder's, on every platform, and never leads out of it.</summary>
    /// <exception cref="EmbedderException">It is none.</exception>
    public static void CheckName(string name)
    {
        if (!Name().IsMatch(name))
        {
            throw new EmbedderException($"'{name}' is no name for a model: letters, digits, dots, dashes and underscores, beginning with a letter or digit.");
        }
    }

    /// <summary>The folder of an installed model; null when it is not installed.</summary>
    public string? Find(string name)
    {
        CheckName(name);
        var folder = Path.Combine(Root, name);
        return StaticModelFiles.Find(folder) is not null || SentenceModelConfig.FindModel(folder) is not null ? folder : null;
    }

    /// <summary>Names and sizes in bytes of what is installed.</summary>
    public IReadOnlyList<(string Name, long Bytes)> List() => !Directory.Exists(Root) ? [] :
    [
        .. Directory.EnumerateDirectories(Root).Select(folder => Path.GetFileName(folder)!).Where(name => Name().IsMatch(name) && Find(name) is not null).Order(StringComparer.OrdinalIgnoreCase)
            .Select(name => (name, new DirectoryInfo(Path.Combine(Root, name)).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length))),
    ];

    /// <summary>Deletes a model; what is known of its files stays. False when it is not installed.</summary>
    /// <exception cref="EmbedderException">It cannot be deleted.</exception>
    public bool Remove(string name)
    {
        CheckName(name);
        var folder = Path.Combine(Root, name);
        if (!Directory.Exists(folder))
        {
            return false;
        }

        try
        {
            Directory.Delete(folder, recursive: true);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EmbedderException($"{folder} cannot be deleted: {e.Message.TrimEnd('.')}.", e);
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,79}(?<!\.)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
