namespace Plumb.Search.Discovery;

/// <summary>
/// The ignore files that hold in a folder, strongest first: every <c>.plumbignore</c> from the folder upwards, then the
/// <c>.gitignore</c>s up to the top of the repository, then <c>info/exclude</c>, then the user's own excludes.
/// </summary>
internal sealed class IgnoreScope
{
    private readonly IgnoreFile[] plumb;
    private readonly IgnoreFile[] git;
    private readonly IgnoreFile[] repository;
    private readonly IgnoreFile[] attributes;
    private readonly IgnoreFile[] all;
    private readonly TrackedPaths? tracked;

    private IgnoreScope(IgnoreFile[] plumb, IgnoreFile[] git, IgnoreFile[] repository, IgnoreFile[] attributes, bool ignoreCase, TrackedPaths? tracked)
    {
        this.plumb = plumb;
        this.git = git;
        this.repository = repository;
        this.attributes = attributes;
        IgnoreCase = ignoreCase;
        this.tracked = tracked;
        all = [.. plumb, .. git, .. repository];
    }

    public bool IgnoreCase { get; }

    /// <summary>The scope at the top of a repository, or of a workspace that is none.</summary>
    /// <param name="repository">info/exclude and the user's excludes, strongest first.</param>
    /// <param name="ignoreCase">Whether letters match in either case.</param>
    /// <param name="tracked">What git tracks there; null outside of a repository.</param>
    public static IgnoreScope Top(IgnoreFile[] repository, bool ignoreCase, TrackedPaths? tracked) => new([], [], repository, [], ignoreCase, tracked);

    /// <summary>The scope at the top of a repository inside another: nothing of the outer one holds but .plumbignore.</summary>
    public IgnoreScope Nested(IgnoreFile[] nestedRepository, bool ignoreCase, TrackedPaths? nested) => new(plumb, [], nestedRepository, [], ignoreCase, nested);

    /// <summary>Whether git tracks the file, or something in the folder.</summary>
    public bool IsTracked(ReadOnlySpan<char> path, bool isFolder) => tracked?.Has(path, isFolder) == true;

    public bool IsSubmodule(ReadOnlySpan<char> path) => tracked?.IsSubmodule(path) == true;

    public IgnoreScope With(IgnoreFile? plumbIgnore, IgnoreFile? gitIgnore, IgnoreFile? gitAttributes) => new(
        plumbIgnore is { IsEmpty: false } ? [plumbIgnore, .. plumb] : plumb,
        gitIgnore is { IsEmpty: false } ? [gitIgnore, .. git] : git,
        repository,
        gitAttributes is { IsEmpty: false } ? [gitAttributes, .. attributes] : attributes,
        IgnoreCase,
        tracked);

    /// <summary>The verdict on a path whose parents are not ignored.</summary>
    public IgnoreVerdict Check(ReadOnlySpan<char> path, int nameStart, bool isFolder) => Find(all, path, nameStart, isFolder);

    /// <summary>Whether <c>.gitattributes</c> call a file generated.</summary>
    public IgnoreVerdict CheckGenerated(ReadOnlySpan<char> path, int nameStart) => Find(attributes, path, nameStart, isFolder: false);

    private static IgnoreVerdict Find(IgnoreFile[] files, ReadOnlySpan<char> path, int nameStart, bool isFolder)
    {
        foreach (var file in files)
        {
            var rule = file.Match(path, nameStart, isFolder);
            if (rule >= 0)
            {
                return new IgnoreVerdict(file, rule);
            }
        }

        return default;
    }
}

/// <summary>The rule that decided; the default value where none did.</summary>
internal readonly record struct IgnoreVerdict(IgnoreFile? File, int Rule)
{
    public bool IsIgnored => File is not null && !File.IsNegated(Rule);

    /// <summary>True when a rule says in so many words that the path is to be kept.</summary>
    public bool IsKept => File is not null && File.IsNegated(Rule);

    /// <summary>True for a rule of ours, whose word is above what git tracks.</summary>
    public bool IsOurs => File is { IsOurs: true };

    public string Describe() => File!.Describe(Rule);
}
