namespace Plumb.Text.Tests.Blocks;

/// <summary>Outlines of documents: headings and cells.</summary>
public class DocumentOutlineTests
{
    internal const string Markdown =
        """
        ---
        title: x
        # no: heading
        ---
        # Title `code` and [link](u) #

        ```sh
        # not
        ```
        Setext *one*
        ===
        text
        - item
          ```
        # still not (fence closed by list end)
          # in list

        ## Sub_name ##
        ~~~~
        ## no
        ~~~
        ~~~~
        <!--
        # no
        -->
            # code
        Two
        lines
        ---
        > # quote
        ####### seven
        #nospace
        ## Last
        """;

    [Fact]
    public void Markdown_takes_only_headings_of_the_document() => OutlineText.Check(
        "markdown",
        Markdown,
        """
        Heading Title code and link @5-9
        Heading Setext one @10-14
        Heading still not (fence closed by list end) @15-15
        Heading in list @16-33
          Heading Sub_name @18-26
          Heading Two lines @27-32
          Heading Last @33-33
        """);

    internal const string Restructuredtext =
        """
        =====
        Title
        =====

        Intro
        -----
        text

        Sub
        ~~~
        .. code::

           Not
           ---

        Next
        ----
        +---+
        | a |
        """;

    [Fact]
    public void ReStructuredText_levels_follow_the_order_of_appearance() => OutlineText.Check(
        "restructuredtext",
        Restructuredtext,
        """
        Heading Title @1-19
          Heading Intro @5-15
            Heading Sub @9-15
          Heading Next @16-19
        """);

    internal const string Asciidoc =
        """
        = Doc Title
        :attr: x

        == First
        ----
        == not
        ----
        === Nested
        ////
        == no
        ////

        Old style
        ---------
        text
        """;

    [Fact]
    public void AsciiDoc_reads_both_forms_of_heading() => OutlineText.Check(
        "asciidoc",
        Asciidoc,
        """
        Heading Doc Title @1-15
          Heading First @4-12
            Heading Nested @8-12
          Heading Old style @13-15
        """);

    internal const string Plaintext =
        """
        Read me
        =======

        Some text.

        Install
        -------
        run it
        """;

    [Fact]
    public void Plain_text_reads_underlined_headings() => OutlineText.Check(
        "plaintext",
        Plaintext,
        """
        Heading Read me @1-8
          Heading Install @6-8
        """);

    internal const string Html =
        """
        <!doctype html>
        <!-- <h1>no</h1> -->
        <body id="top">
        <h1 class="a">Title &amp; <b>bold</b></h1>
        <script>var x = "<h2>no</h2>";</script>
        <div id=box><h2>Inner</h2><p>x<br></div>
        <h2>Next</h2>
        </body>
        """;

    [Fact]
    public void Html_skips_scripts_and_comments() => OutlineText.Check(
        "html",
        Html,
        """
        Element top @3-8
          Heading Title & bold @4-8
            Element box @6-6
              Heading Inner @6-6
            Heading Next @7-8
        """);

    internal const string Notebook =
        """
        {"cells": [
         {"cell_type": "markdown", "source": ["# Title\n", "text"], "metadata": {}},
         {"cell_type": "code", "outputs": [{"data": {"image/png": "AAAA"}}], "source": "def f(x):\n    return \"a\"\n"}
        ], "nbformat": 4}
        """;

    [Fact]
    public void Notebook_places_are_those_of_the_raw_file() => OutlineText.Check(
        "ipynb",
        Notebook,
        """
        Cell Title @2-2
          Heading Title @2-2
        Cell f @3-3
          Function f @3-3
        """);

    internal const string Org =
        """
        * One
        ** Two
        text * not
        * Three
        """;

    [Fact]
    public void Org_reads_stars_at_line_starts() => OutlineText.Check(
        "org",
        Org,
        """
        Heading One @1-3
          Heading Two @2-3
        Heading Three @4-4
        """);

    internal const string Latex =
        """
        \section{One}
        \subsection*{Two \emph{x}}
        % \section{no}
        \section{Three}
        """;

    [Fact]
    public void Latex_reads_sections() => OutlineText.Check(
        "latex",
        Latex,
        """
        Heading One @1-3
          Heading Two \emph{x} @2-3
        Heading Three @4-4
        """);
}
