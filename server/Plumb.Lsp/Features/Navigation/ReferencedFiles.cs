using Plumb.Prompts.Model;

namespace Plumb.Lsp.Features.Navigation;

/// <summary>The file on disk that a reference of a prompt means.</summary>
internal static class ReferencedFiles
{
    /// <summary>The full path; null where there is no such file.</summary>
    public static string? Find(string promptPath, PromptReference reference)
    {
        if (reference.Kind is not (ReferenceKind.File or ReferenceKind.Partial) || !Path.IsPathRooted(promptPath) || reference.Target.Length == 0 || reference.Target.Contains('\0'))
        {
            return null;
        }

        var folder = Path.GetDirectoryName(promptPath)!;
        try
        {
            if (reference.Kind == ReferenceKind.Partial)
            {
                return Existing(Path.Combine(folder, reference.Target)) ?? Existing(Path.Combine(folder, "_" + reference.Target + ".prompt"));
            }

            if (!reference.Target.StartsWith('/'))
            {
                return Existing(Path.Combine(folder, reference.Target)) ?? FromAbove(folder, reference.Target);
            }

            return FromAbove(folder, reference.Target.TrimStart('/'));
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or IOException)
        {
            return null;
        }
    }

    /// <summary>Relative to the top of the repository.</summary>
    private static string? FromAbove(string folder, string target)
    {
        for (var above = folder; above is not null; above = Path.GetDirectoryName(above))
        {
            if (Path.Exists(Path.Combine(above, ".git")))
            {
                return Existing(Path.Combine(above, target));
            }
        }

        return null;
    }

    private static string? Existing(string path) => Path.Exists(path) ? Path.GetFullPath(path) : null;
}
