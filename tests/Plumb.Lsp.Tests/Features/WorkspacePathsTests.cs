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
    [InlineData("node_modules/a/index.js", true)]
    [InlineData("clients/web/node_modules/a/.gitignore", true)]
    [InlineData("vendor/lib/.git/index.lock", true)]
    [InlineData("src/a.cs", false)]
    [InlineData(".gitignore", false)]
    [InlineData("docs/node_modules.md", false)]
    [InlineData("node_modules", false)]
    public void The_insides_of_excluded_folders_are_noise(string path, bool noise) => Assert.Equal(noise, WorkspacePaths.IsNoise(path));

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
