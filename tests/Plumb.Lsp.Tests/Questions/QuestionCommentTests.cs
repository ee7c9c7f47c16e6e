using FsCheck;
using FsCheck.Fluent;
using Plumb.Lsp.Features.Questions;
using Plumb.Text;

namespace Plumb.Lsp.Tests.Questions;

public sealed class QuestionCommentTests
{
    [Theory]
    [InlineData("a.cs", "    // ask: where is it?", "where is it?", "//", "")]
    [InlineData("a.cs", "x(); // ask: why this?", "why this?", "//", "")]
    [InlineData("a.cs", "/// ask: why this?", "why this?", "//", "")]
    [InlineData("a.c", "/* ask: why this? */", "why this?", "/*", "*/")]
    [InlineData("a.java", "/** ask: why this? **/", "why this?", "/*", "*/")]
    [InlineData("a.java", " * ask: why this?", "why this?", "*", "")]
    [InlineData("a.c", "/* ask: why this", "why this", "", "")]
    [InlineData("a.py", "## ask: why this?", "why this?", "##", "")]
    [InlineData("a.sql", "-- ask: why this?", "why this?", "--", "")]
    [InlineData("a.lua", "--[[ ask: why this? ]]", "why this?", "--[[", "]]")]
    [InlineData("a.hs", "{- ask: why this? -}", "why this?", "{-", "-}")]
    [InlineData("a.ml", "(* ask: why this? *)", "why this?", "(*", "*)")]
    [InlineData("a.el", ";; ask: why this?", "why this?", ";;", "")]
    [InlineData("a.tex", "% ask: why this?", "why this?", "%", "")]
    [InlineData("a.vb", "' ask: why this?", "why this?", "'", "")]
    [InlineData("a.bat", "REM ask: why this?", "why this?", "REM", "")]
    [InlineData("a.vim", "\" ask: why this?", "why this?", "\"", "")]
    [InlineData("a.rst", ".. ask: why this?", "why this?", "..", "")]
    [InlineData("a.md", "<!-- ask: why this? -->", "why this?", "<!--", "-->")]
    [InlineData("a.html", "<!--- ask: why this? --->", "why this?", "<!--", "-->")]
    [InlineData("a.mdx", "{/* ask: why this? */}", "why this?", "{/*", "*/}")]
    [InlineData("a.prompty", "{# ask: why this? #}", "why this?", "{#", "#}")]
    [InlineData("a.prompt", "{{! ask: why this? }}", "why this?", "{{!", "}}")]
    [InlineData("a.hbs", "{{!-- ask: why this? --}}", "why this?", "{{!--", "--}}")]
    [InlineData("a.cshtml", "@* ask: why this? *@", "why this?", "@*", "*@")]
    [InlineData("a.ps1", "<# ask: why this? #>", "why this?", "<#", "#>")]
    [InlineData("a.cs", "// task: no. // ask: yes?", "yes?", "//", "")]
    public void A_question_is_found_in_the_comments_of_any_language(string path, string line, string question, string prefix, string suffix)
    {
        var found = Assert.Single(QuestionComments.Find(Document(path, $"first\n{line}\nlast\n")));
        Assert.Equal((1, question, prefix, suffix), (found.Line, found.Question, found.Marks.Prefix, found.Marks.Suffix));
        Assert.Equal(line[..^line.TrimStart().Length], found.Indent);
    }

    [Theory]
    [InlineData("a.cs", "task: why?")]
    [InlineData("a.cs", "ask: why?")]
    [InlineData("a.cs", "var url = \"http://ask: why\";")]
    [InlineData("a.cs", "// ask:")]
    [InlineData("a.cs", "// ask: ???")]
    [InlineData("a.cs", "//x ask: why?")]
    [InlineData("a.md", "# ask: why?")]
    [InlineData("a.md", "* ask: why?")]
    [InlineData("a.txt", "* ask: why?")]
    [InlineData("a.md", "-- ask: why?")]
    public void What_is_no_question_in_a_comment_is_left_alone(string path, string line) => Assert.Empty(QuestionComments.Find(Document(path, line)));

    [Fact]
    public void A_line_of_data_is_not_searched() => Assert.Empty(QuestionComments.Find(Document("a.js", "// ask: why? " + new string('x', 1000))));

    [Fact]
    public void A_question_that_moved_is_found_where_it_is_nearest()
    {
        var document = Document("a.py", "# ask: b?\n\n\n\n# ask: a?\n\n# ask: b?\n");
        Assert.Equal(6, QuestionComments.FindAgain(document, "b?", 5)?.Line);
        Assert.Equal(0, QuestionComments.FindAgain(document, "b?", 1)?.Line);
        Assert.Null(QuestionComments.FindAgain(document, "c?", 1));
    }

    [Theory]
    [InlineData("  // ask: q1?", "  // one\n  //\n  // two\n")]
    [InlineData("  /* ask: q1? */", "  /* one\n\n  two */\n")]
    [InlineData("<!-- ask: q1? -->", "<!-- one\n\ntwo -->\n")]
    [InlineData("   * ask: q1?", "   * one\n   *\n   * two\n")]
    public void An_answer_is_written_as_the_question_is(string question, string written) =>
        Assert.Equal(written, CommentText.Write(QuestionComments.OnLine(Document("a.cs", question), 0)!, ["one", "", "two"], "\n"));

    [Theory]
    [InlineData("// ask: q1?", "done \\", "// done")]
    [InlineData("// ask: q1?", "leave ?> php", "// leave ? > php")]
    [InlineData("// ask: q1?", "a\u2028evil()", "// a evil()")]
    [InlineData("/* ask: q1? */", "end */ evil() /*", "/* end * / evil() / * */")]
    [InlineData("<!-- ask: q1? -->", "end ---> evil", "<!-- end - - - > evil -->")]
    [InlineData("{# ask: q1? #}", "end #} {{evil}}", "{# end # } {{evil}} #}")]
    public void No_text_breaks_out_of_its_comment(string question, string line, string written) =>
        Assert.Equal(written, CommentText.Write(QuestionComments.OnLine(Document("a.cs", question), 0)!, [line], "").TrimEnd());

    [Fact]
    public void Whatever_is_written_every_line_of_it_is_comment()
    {
        var pieces = Gen.Elements("*/", "/*", "-->", "--", "->", "#}", "}}", "?>", "%>", "]]", "-}", "*", "/", "-", ">", "\\", "\r", "\n", "\u2028", "\u0085", "\f", "a", " ").ListOf().Select(parts => string.Concat(parts));
        var questions = Gen.Elements("\t// ask: q1?", "# ask: q1?", "/* ask: q1? */", "<!-- ask: q1? -->", "{# ask: q1? #}", "--[[ ask: q1? ]]", "{- ask: q1? -}", "<%# ask: q1? %>", "{{! ask: q1? }}");
        var cases = from question in questions from lines in pieces.NonEmptyListOf() select (question, lines);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var comment = QuestionComments.OnLine(Document("a.cs", c.question), 0)!;
            var text = CommentText.Write(comment, [.. c.lines], "\n");
            var lines = text.Split('\n');
            return lines.Length == c.lines.Count + 1 && lines[^1].Length == 0
                && !text.AsSpan().ContainsAny("\r\f\u0085\u2028")
                && (comment.Marks.Suffix.Length == 0
                    ? lines[..^1].All(line => line.StartsWith(comment.Indent + comment.Marks.Prefix, StringComparison.Ordinal) && !line.EndsWith('\\'))
                    : text.IndexOf(comment.Marks.Suffix, StringComparison.Ordinal) == text.Length - comment.Marks.Suffix.Length - 1);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    private static TextDocument Document(string path, string text) => new(path, LanguageTable.FindForFile(path, text) ?? LanguageTable.PlainText, 1, text);
}
