namespace Plumb.Text.Tests;

/// <summary>Text as it is while someone types: one mistake costs one declaration, not the rest of the file.</summary>
public class RecoveryTests
{
    [Fact]
    public void A_missing_brace_hides_no_later_method() => OutlineAssert.Scans(
        "csharp",
        """
        class A
        {
            void First()
            {
                if (x) {
            }

            void Second() { }
        }

        class B { void Third() { } }
        """,
        """
        class A @1-9
          method First @3-6
          method Second @8
        class B @11
          method Third @11
        """);

    [Fact]
    public void A_brace_too_many_hides_no_later_function() => OutlineAssert.Scans(
        "rust",
        """
        fn first() {
            }
        }

        fn second() {}
        """,
        """
        function first @1-3
        function second @5
        """);

    [Fact]
    public void An_open_parenthesis_ends_with_its_block() => OutlineAssert.Scans(
        "go",
        """
        func first() {
        	fmt.Println("a"
        }

        func second() {
        }
        """,
        """
        function first @1-3
        function second @5-6
        """);

    [Fact]
    public void A_doc_comment_belongs_to_the_span_and_stands_in_it()
    {
        const string Source = "int x;\n// far\n\n// near 1\n// near 2\nint f(void) { return 1; } // trailing\nint g(void) { return 2; }\n";
        var outline = OutlineScanner.Scan(Source, LanguageTable.FindById("c")!);
        var f = outline.Declarations.Single(d => d.Name == "f");
        Assert.Equal("// near 1\n// near 2", Source[f.Doc.Start..f.Doc.End]);
        Assert.Equal(f.Doc.Start, f.Span.Start);
        Assert.True(outline.Declarations.Single(d => d.Name == "g").Doc.IsEmpty);
    }

    [Fact]
    public void A_doc_comment_between_attribute_and_head_is_found()
    {
        const string Source = "class A\n{\n    [Fact]\n    /// <summary>Doc.</summary>\n    public void F() { }\n}\n";
        var f = OutlineScanner.Scan(Source, LanguageTable.FindById("csharp")!).Declarations.Single(d => d.Name == "F");
        Assert.Equal("/// <summary>Doc.</summary>", Source[f.Doc.Start..f.Doc.End]);
        Assert.Equal(Source.IndexOf('[', StringComparison.Ordinal), f.Span.Start);
    }
}
