using Plumb.Search.Evaluation;
using Plumb.Text;

namespace Plumb.Search.Tests.Evaluation;

public sealed class ProposalTests
{
    [Theory]
    [InlineData("/// <summary>Keeps <see cref=\"T:Shop.Cart\"/> and <paramref name=\"x\"/> lit. Then more.</summary>", "Keeps Cart and x lit")]
    [InlineData("/// <summary>\n/// Splits a text\n/// at its commas.\n/// </summary>", "Splits a text at its commas")]
    [InlineData("/**\n * Opens the {@link Door#open door}.\n * @param key the key\n */", "Opens the open")]
    [InlineData("/**\n * @param key the key\n */", "")]
    [InlineData("/*! \\brief Returns the size, e.g. of a page. */", "Returns the size, e.g. of a page")]
    [InlineData("\"\"\"Seconds to wait, i.e. none at first.\n\n    More.\n    \"\"\"", "Seconds to wait, i.e. none at first")]
    [InlineData("// Dial connects to `host`\n// over TCP.\n//\n// It blocks.", "Dial connects to host over TCP")]
    [InlineData("//! Reads a [`Frame`](struct.Frame.html) of v1.2 streams", "Reads a Frame of v1.2 streams")]
    [InlineData("# Sends :class:`~mail.Letter` away!\n#\n# More.", "Sends Letter away!")]
    [InlineData("--- Adds two numbers.\n-- @return sum", "Adds two numbers")]
    [InlineData("// ------------\n// Section of things", "Section of things")]
    [InlineData("// MARK: - Public property\n/// Whether it plays by itself.", "Whether it plays by itself")]
    [InlineData("# :nodoc:", "")]
    [InlineData("/// {@template lamps.Lamp}\n/// Burns oil.\n/// {@endtemplate}", "Burns oil")]
    [InlineData("# @!attribute [rw] reach\n#   How far it is seen.", "")]
    [InlineData("# rubocop:disable Style/Send\n# Sends it.", "Sends it")]
    [InlineData("# :doc:`guide` tells more", "guide tells more")]
    [InlineData("// go on from here", "go on from here")]
    [InlineData("", "")]
    public void The_first_sentence_of_a_comment_is_plain_words(string doc, string expected) => Assert.Equal(expected, DocSentence.Of(doc));

    [Theory]
    [InlineData("Dial connects to the host", "Dial", "connects to the host")]
    [InlineData("Dialer connects to the host", "Dial", "Dialer connects to the host")]
    public void A_name_at_the_front_is_taken_off(string sentence, string name, string expected) => Assert.Equal(expected, DocSentence.WithoutName(sentence, name));

    [Fact]
    public void Documented_declarations_become_questions_and_tests_and_short_sentences_do_not()
    {
        const string Text = "package shop\n\n// Refund gives the customer money back after a complaint.\nfunc Refund() {}\n\n// Short one.\nfunc Other() {}\n\nfunc Bare() {}\n";
        var question = Assert.Single(QuestionProposer.OfDocument(Document("shop/refund.go", Text)));
        Assert.Equal(("gives the customer money back after a complaint", "Refund"), (question.Question, question.Expectation.Symbol));
        Assert.Empty(QuestionProposer.OfDocument(Document("shop/refund_test.go", Text)));
    }

    [Fact]
    public void Questions_are_spread_over_the_files_and_repetitions_of_names_come_last()
    {
        ProposedQuestion[] all =
        [
            new("first of a", new Expectation("a"), 5), new("second of a", new Expectation("a"), 4), new("of b", new Expectation("b"), 3),
            new("repeats c", new Expectation("c"), 0), new("twice", new Expectation("d"), 9), new("Twice", new Expectation("e"), 9),
        ];
        Assert.Equal(["first of a", "of b", "second of a", "repeats c"], QuestionProposer.Choose(all, 10).Select(q => q.Question));
        Assert.Equal(["first of a", "of b"], QuestionProposer.Choose(all, 2).Select(q => q.Question));
    }

    [Fact]
    public void A_sentence_is_worth_what_its_name_does_not_say()
    {
        Assert.Equal(0, QuestionProposer.Worth(["uses", "parseJson", "everywhere"], "parseJson"));
        Assert.Equal(0, QuestionProposer.Worth(["parses", "the", "json"], "parseJson"));
        Assert.Equal(2, QuestionProposer.Worth(["reads", "the", "settings", "json"], "parseJson"));
    }

    private static TextDocument Document(string path, string text) => new(path, LanguageTable.FindForFile(path)!, 0, text);
}
