using Plumb.Search.Ranking;
using Plumb.Search.Terms;
using Plumb.Text;

namespace Plumb.Search.Evaluation;

/// <summary>A question that a declaration's doc comment answers.</summary>
/// <param name="Question">The comment's first sentence, without the declared name where it stood at its front.</param>
/// <param name="Expectation">The declaration.</param>
/// <param name="Worth">How much the sentence says that the name does not; not above 0: it repeats the name.</param>
public sealed record ProposedQuestion(string Question, Expectation Expectation, int Worth);

/// <summary>Proposes questions from what a workspace says about itself.</summary>
public static class QuestionProposer
{
    private const int FewestWords = 5;
    private const int MostWords = 25;

    // Beyond this a longer sentence says no more to whoever asks; the shorter one is the better question.
    private const int EnoughWorth = 6;
    private const int ContentWordLength = 4;

    /// <summary>The documented declarations of a source file that make a question; none of tests, examples and vendored code.</summary>
    public static IReadOnlyList<ProposedQuestion> OfDocument(TextDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var found = new List<ProposedQuestion>();
        var language = document.Language;
        if (language.Kind != LanguageKind.Code || FileRoles.Of(document.Path, language.Id, isDocs: false, isData: false) != FileRole.Source)
        {
            return found;
        }

        var declarations = document.Outline.Declarations;
        for (var i = 0; i < declarations.Count; i++)
        {
            var declaration = declarations[i];
            if (declaration.Doc.IsEmpty || declaration.Name.Length == 0 || !IsAskedFor(declaration.Kind))
            {
                continue;
            }

            var sentence = DocSentence.WithoutName(DocSentence.Of(document.Text[declaration.Doc.Start..declaration.Doc.End]), declaration.Name);
            var words = sentence.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length is >= FewestWords and <= MostWords)
            {
                found.Add(new ProposedQuestion(sentence, new Expectation(document.Path, null, PathOf(declarations, i)), Worth(words, declaration.Name)));
            }
        }

        return found;
    }

    /// <summary>
    /// The best questions, spread over the files: each file gives its best one before any gives a second. The same input
    /// gives the same questions. A sentence that stands in two places has no one answer and is left out.
    /// </summary>
    public static IReadOnlyList<ProposedQuestion> Choose(IEnumerable<ProposedQuestion> questions, int count) =>
    [
        .. questions
            .GroupBy(question => question.Question, StringComparer.OrdinalIgnoreCase)
            .Where(same => same.Count() == 1)
            .Select(same => same.First())
            .GroupBy(question => question.Expectation.Path, StringComparer.Ordinal)
            .SelectMany(file => file.OrderByDescending(q => q.Worth).ThenBy(q => q.Question.Length).ThenBy(q => q.Question, StringComparer.Ordinal).Select((question, turn) => (question, turn)))
            .OrderBy(pair => pair.question.Worth > 0 ? 0 : 1)
            .ThenBy(pair => pair.turn)
            .ThenByDescending(pair => pair.question.Worth)
            .ThenBy(pair => pair.question.Question.Length)
            .ThenBy(pair => pair.question.Question, StringComparer.Ordinal)
            .Select(pair => pair.question)
            .Take(count),
    ];

    /// <summary>Distinct longer words that the name does not hold; a sentence that spells the name out is worth nothing.</summary>
    internal static int Worth(IEnumerable<string> words, string name)
    {
        Span<Range> ranges = stackalloc Range[IdentifierSplitter.MaxParts];
        var parts = new List<string>();
        foreach (var range in ranges[..IdentifierSplitter.Split(name, ranges)])
        {
            parts.Add(name[range].ToLowerInvariant());
        }

        var worth = 0;
        foreach (var word in words.Select(w => w.Trim('.', ',', ';', ':', '(', ')', '"', '\'').ToLowerInvariant()).Distinct(StringComparer.Ordinal))
        {
            if (parts.Count > 1 && word.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return 0;
            }

            worth += word.Length >= ContentWordLength && word.All(char.IsLetter) && !parts.Exists(part => SharesStem(part, word)) ? 1 : 0;
        }

        return Math.Min(worth, EnoughWorth);
    }

    // "retry" and "retries", "parse" and "parser": good enough to tell a repetition.
    private static bool SharesStem(string part, string word)
    {
        var length = part.AsSpan().CommonPrefixLength(word);
        return length >= ContentWordLength || length == Math.Min(part.Length, word.Length);
    }

    // What a variable or a field is for is asked for less than what something does.
    private static bool IsAskedFor(DeclarationKind kind) =>
        kind is DeclarationKind.Class or DeclarationKind.Struct or DeclarationKind.Interface or DeclarationKind.Trait or DeclarationKind.Enum or DeclarationKind.TypeAlias
            or DeclarationKind.Function or DeclarationKind.Method or DeclarationKind.Constructor or DeclarationKind.Property or DeclarationKind.Macro;

    private static bool IsContainer(DeclarationKind kind) => kind is DeclarationKind.Namespace or DeclarationKind.Module or DeclarationKind.Heading or DeclarationKind.Key;

    /// <summary>Without the namespaces around it: enough to find it in its file, and readable.</summary>
    private static string PathOf(IReadOnlyList<Declaration> declarations, int index)
    {
        var names = new List<string>();
        for (var i = index; i >= 0 && !IsContainer(declarations[i].Kind); i = declarations[i].Parent)
        {
            names.Insert(0, declarations[i].Name);
        }

        return string.Join('.', names);
    }
}
