using Plumb.Training.Mining;

namespace Plumb.Training.Tests;

public sealed class DocSentenceTests
{
    [Theory]
    [InlineData("/// <summary>Closes the file at <see cref=\"T:System.IO.Path\"/>. Never throws.</summary>", "Closes the file at Path.")]
    [InlineData("/**\n * Returns the first item that matches. It scans once.\n *\n * @param items what to scan\n */", "Returns the first item that matches.")]
    [InlineData("\"\"\"Wait until the queue is empty.\n\n    Args:\n        timeout: seconds\n    \"\"\"", "Wait until the queue is empty.")]
    [InlineData("// Retry sends the request again, e.g. after a time-out. See Client.", "Retry sends the request again, e.g. after a time-out.")]
    [InlineData("# Splits a line into its fields", "Splits a line into its fields")]
    public void The_first_sentence_has_no_markers_and_no_tags(string comment, string expected) =>
        Assert.Equal(expected, DocSentence.Split(comment).First);

    [Fact]
    public void Sections_of_parameters_are_left_out()
    {
        var (first, rest) = DocSentence.Split("\"\"\"Adds two numbers together.\n\nSlowly.\n\nParameters\n----------\nx : int\n    the secret\n\"\"\"");

        Assert.Equal("Adds two numbers together.", first);
        Assert.DoesNotContain("secret", rest, StringComparison.Ordinal);
    }

    [Fact]
    public void Running_text_is_cut_at_the_ends_of_its_sentences() =>
        Assert.Equal(["Stop the server first.", "Then run the tool!", "Is it done?"], DocSentence.Sentences("Stop the server first. Then run\nthe tool! Is it done?"));
}
