using Plumb.Lsp.Documents;

namespace Plumb.Lsp.Tests.Documents;

public sealed class DocumentUriTests
{
    [Theory]
    [InlineData("file:///home/me/a.cs", "/home/me/a.cs")]
    [InlineData("file:///home/me/with%20space/a%23b%3F.md", "/home/me/with space/a#b?.md")]
    [InlineData("file:///home/me/%C3%BCber.md", "/home/me/über.md")]
    [InlineData("file:///home/me/über.md", "/home/me/über.md")]
    [InlineData("file:///home/%F0%9F%99%82.md", "/home/🙂.md")]
    [InlineData("file://localhost/etc/hosts", "/etc/hosts")]
    [InlineData("file:/etc/hosts", "/etc/hosts")]
    [InlineData("FILE:///etc/hosts", "/etc/hosts")]
    [InlineData("file:///a/b.md?query#fragment", "/a/b.md")]
    [InlineData("file:///a%2Bb+c", "/a+b+c")]
    [InlineData("file:///c%3A/x", "/c:/x")]
    [InlineData("file:///100%", "/100%")]
    public void A_posix_file_uri_names_a_path(string uri, string path) => Assert.Equal(path, DocumentUri.ToPath(uri, windows: false));

    [Theory]
    [InlineData("file:///c%3A/Users/me/a.cs", @"C:\Users\me\a.cs")]
    [InlineData("file:///C:/Users/me/a%20b.cs", @"C:\Users\me\a b.cs")]
    [InlineData("file:///d:/", @"D:\")]
    [InlineData("file://server/share/a.cs", @"\\server\share\a.cs")]
    public void A_windows_file_uri_names_a_path(string uri, string path) => Assert.Equal(path, DocumentUri.ToPath(uri, windows: true));

    [Theory]
    [InlineData("untitled:Untitled-1")]
    [InlineData("vscode-notebook-cell:/a/b.ipynb#x")]
    [InlineData("http://host/a")]
    [InlineData("file://server/share/a.cs")]
    [InlineData("file://")]
    [InlineData("file:a")]
    [InlineData("file:///a%00b")]
    [InlineData("")]
    public void What_is_no_local_file_names_none(string uri) => Assert.Null(DocumentUri.ToPath(uri, windows: false));

    [Theory]
    [InlineData("/home/me/a.cs", false, "file:///home/me/a.cs")]
    [InlineData("/home/me/a b#?%.md", false, "file:///home/me/a%20b%23%3F%25.md")]
    [InlineData("/ü/🙂", false, "file:///%C3%BC/%F0%9F%99%82")]
    [InlineData("/", false, "file:///")]
    [InlineData(@"C:\Users\me\a b.cs", true, "file:///C:/Users/me/a%20b.cs")]
    [InlineData("c:/x", true, "file:///C:/x")]
    [InlineData(@"\\server\share\a.cs", true, "file://server/share/a.cs")]
    public void A_path_has_one_uri(string path, bool windows, string uri) => Assert.Equal(uri, DocumentUri.FromPath(path, windows));

    [Theory]
    [InlineData("/a b/ü#/%41+.md", false)]
    [InlineData("/\\odd\\name", false)]
    [InlineData(@"D:\a b\ü#%.md", true)]
    [InlineData(@"\\host\share\ü", true)]
    public void A_path_survives_the_way_there_and_back(string path, bool windows) =>
        Assert.Equal(path, DocumentUri.ToPath(DocumentUri.FromPath(path, windows), windows));

    [Theory]
    [InlineData("untitled:Untitled-1", "Untitled-1")]
    [InlineData("file:///a/b%20c.md", "b c.md")]
    [InlineData("vscode-notebook-cell:/a/b.ipynb#x", "b.ipynb")]
    public void Every_uri_has_a_file_name(string uri, string name) => Assert.Equal(name, DocumentUri.FileName(uri));
}
