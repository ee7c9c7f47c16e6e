namespace Plumb.Text.Tests.Blocks;

/// <summary>What belongs to a declaration besides its lines: doc comment, body, name; and the literals of a text.</summary>
public class DeclarationSpanTests
{
    [Fact]
    public void A_docstring_is_the_doc_and_decorators_belong_to_the_span()
    {
        const string Text = "# above\n@deco\ndef f(a):\n    '''Doc.'''\n    return a\n\nx = 1\n";
        var f = Assert.Single(OutlineText.Scan("python", Text).Declarations, declaration => declaration.Name == "f");
        Assert.Equal("'''Doc.'''", Of(Text, f.Doc));
        Assert.Equal("'''Doc.'''\n    return a", Of(Text, f.Body));
        Assert.StartsWith("# above\n@deco\ndef f", Of(Text, f.Span));
        Assert.Equal("f", Of(Text, f.NameSpan));
    }

    [Fact]
    public void A_comment_that_a_blank_line_parts_is_no_doc()
    {
        const string Text = "# license\n\n# doc\nclass A\nend\n";
        var a = Assert.Single(OutlineText.Scan("ruby", Text).Declarations);
        Assert.Equal("# doc", Of(Text, a.Doc));
        Assert.Equal("# doc\nclass A\nend", Of(Text, a.Span));
    }

    [Theory]
    [InlineData("x = f'a {d[\"k\"]} b' + 'c'", "a {d[\"k\"]} b|c")]
    [InlineData("x = f\"a {d[\"k\"]} b\" + 'c'", "a {d[\"k\"]} b|c")]
    [InlineData("x = rb'\\' + b\"\"\"a\n'b'\"\"\"", "\\' + b\"\"\"a")]
    [InlineData("x = '''a''' 'b'", "a|b")]
    [InlineData("x = 'open\ny = 'b'", "open|b")]
    public void Python_literals_end_where_python_ends_them(string text, string contents)
    {
        var strings = OutlineText.Scan("python", text).Strings.Select(literal => Of(text, literal.Content));
        Assert.StartsWith(contents, string.Join('|', strings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_notebook_has_only_its_sources_as_content()
    {
        var outline = OutlineText.Scan("ipynb", DocumentOutlineTests.Notebook);
        Assert.Equal(["# Title\\n", "text", "def f(x):\\n    return \\\"a\\\"\\n"], outline.Content.Select(span => Of(DocumentOutlineTests.Notebook, span)));
    }

    [Fact]
    public void A_heading_runs_to_the_next_of_its_level()
    {
        const string Text = "# A\none\n## B\ntwo\n# C\n";
        var declarations = OutlineText.Scan("markdown", Text).Declarations;
        Assert.Equal(["# A\none\n## B\ntwo\n", "## B\ntwo\n", "# C\n"], declarations.Select(heading => Of(Text, heading.Span)));
        Assert.Equal([-1, 0, -1], declarations.Select(heading => heading.Parent));
    }

    private static string Of(string text, TextSpan span) => text[span.Start..span.End];
}
