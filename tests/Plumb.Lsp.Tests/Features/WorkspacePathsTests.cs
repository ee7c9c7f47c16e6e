using Plumb.Lsp.Features.Index;

namespace Plumb.Lsp.Tests.Features;

public sealed class WorkspacePathsTests
{
    private static readonly string Root = Path.GetPathRoot(Path.GetTempPath())!;

    [Fact]
    public void The_root_of_the_file_system_may_be_the_workspace()
    {
        var paths = new WorkspacePaths(Root);
        var file = Path.Combine(Root, "a", "b.md");
        Assert.Equal("a/b.md", paths.ToRelative(file));
        Assert.Equal(file, paths.ToAbsolute("a/b.md"));
        Assert.Null(paths.ToRelative(Path.Combine(Root, ".git", "index")));
        Assert.Null(paths.ToRelative(Root));
    }

    [Theory]
    [InlineData("w")]
    [InlineData("w/")]
    public void A_folder_may_end_in_a_separator(string name)
    {
        var paths = new WorkspacePaths(Path.Combine(Root, name));
        Assert.Equal("b.md", paths.ToRelative(Path.Combine(Root, "w", "b.md")));
        Assert.Null(paths.ToRelative(Path.Combine(Root, "wide", "b.md")));
        Assert.Equal(Path.Combine(Root, "w", "b.md"), paths.ToAbsolute("b.md"));
    }
}
