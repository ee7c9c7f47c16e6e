namespace Plumb.Search.Tests.Discovery;

/// <summary>A test that needs git; skipped, with the reason, where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class GitFactAttribute : FactAttribute
{
    public GitFactAttribute() => Skip = TemporaryTree.HasGit ? null! : "git is not installed";
}

/// <inheritdoc cref="GitFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class GitTheoryAttribute : TheoryAttribute
{
    public GitTheoryAttribute() => Skip = TemporaryTree.HasGit ? null! : "git is not installed";
}

/// <summary>A test that needs links, pipes and permissions.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnixFactAttribute : FactAttribute
{
    /// <param name="permissions">True where the test needs that permissions hold, which they do not for root.</param>
    public UnixFactAttribute(bool permissions = false)
    {
        if (OperatingSystem.IsWindows())
        {
            Skip = "needs a Unix file system";
        }
        else if (permissions && Environment.UserName == "root")
        {
            Skip = "root may read everything";
        }
    }
}

/// <summary>A test of what only Linux has.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute() => Skip = OperatingSystem.IsLinux() ? null! : "needs Linux";
}

/// <inheritdoc cref="LinuxFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxTheoryAttribute : TheoryAttribute
{
    public LinuxTheoryAttribute() => Skip = OperatingSystem.IsLinux() ? null! : "needs Linux";
}
