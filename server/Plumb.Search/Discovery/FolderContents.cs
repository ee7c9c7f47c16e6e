namespace Plumb.Search.Discovery;

/// <summary>What a folder holds, by name, that decides about the folder itself.</summary>
internal sealed class FolderContents
{
    public bool HasGitIgnore { get; private set; }

    public bool HasPlumbIgnore { get; private set; }

    public bool HasGitAttributes { get; private set; }

    public bool HasDotGit { get; private set; }

    public bool HasCacheTag { get; private set; }

    public bool HasPyVenv { get; private set; }

    public bool HasRules => HasGitIgnore || HasPlumbIgnore || HasGitAttributes;

    public bool IsBareRepository => HasHead && HasObjects && HasRefs;

    private bool HasHead { get; set; }

    private bool HasObjects { get; set; }

    private bool HasRefs { get; set; }

    /// <param name="name">Of one entry.</param>
    public void Note(ReadOnlySpan<char> name)
    {
        switch (name)
        {
            case ".gitignore":
                HasGitIgnore = true;
                break;
            case ".plumbignore":
                HasPlumbIgnore = true;
                break;
            case ".gitattributes":
                HasGitAttributes = true;
                break;
            case ".git":
                HasDotGit = true;
                break;
            case "CACHEDIR.TAG":
                HasCacheTag = true;
                break;
            case "pyvenv.cfg":
                HasPyVenv = true;
                break;
            case "HEAD":
                HasHead = true;
                break;
            case "objects":
                HasObjects = true;
                break;
            case "refs":
                HasRefs = true;
                break;
            default:
                break;
        }
    }
}
