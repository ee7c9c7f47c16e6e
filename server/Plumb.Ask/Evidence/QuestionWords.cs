using System.Text.RegularExpressions;

namespace Plumb.Ask.Evidence;

/// <summary>The words of a question that say what it is about.</summary>
internal sealed partial class QuestionWords
{
    // Say nothing about any workspace: a question of these alone has no answer.
    private static readonly HashSet<string> StopWords = Set(
        """
        a about above across after again all also am an and any are around as at be because been before being below between both but by can cannot could
        did do does doing done down each else ever every for from had has have having here how i if in instead into is it its itself just like many may me might
        more most much must my no not now of off on once one only or other our out over own please same shall she should since so some such tell than
        that the their them then there these they this those through to too under until up upon us very was we were what when where whether which while
        who whom whose why will with within without would you your explain describe show find
        aren couldn didn doesn don hasn haven isn ll re shouldn ve wasn weren won wouldn
        """);

    // Say how, how often and to whom something is: where they are known they may help to find it, where not they say nothing.
    private static readonly HashSet<string> ManyPurposeWords = Set(
        """
        actually already always anybody anyone anything certain currently enough everybody everyone everything exactly however maybe
        never nobody often otherwise perhaps quite rather really simply somebody somehow someone something sometimes somewhere soon still sure
        therefore together twice usually whatever whenever wherever whoever yet
        """);

    // Too common to be what a question is about, unless it has nothing else.
    private static readonly HashSet<string> WeakWords = Set(
        """
        add added adds allow allowed allows application call called calls change changes class classes code come comes create created creates default
        defined defines definition file files function functions get gets getting give given go happen happens handle handled handles handling
        implement implementation implemented implements keep kind know let lets located location logic look make makes making method methods mean means
        need needs new part parts place possible program project put repo repository return returns run running runs see set sets setting source start
        support supported supports take takes thing things turn type types use used user users uses using value values want way ways work works workspace
        """);

    // A verb that is weak is so in each of its forms.
    private static readonly (string Ending, string Instead)[] Forms = [("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e")];

    private QuestionWords(IReadOnlyList<string> weighty, bool asksWhere) => (Weighty, AsksWhere) = (weighty, asksWhere);

    /// <summary>In the question's order, each once, as written.</summary>
    public IReadOnlyList<string> Weighty { get; }

    /// <summary>It asks for a place or a thing by its name ("where is", "which class"), so that a declaration of that name is the answer itself.</summary>
    public bool AsksWhere { get; }

    /// <summary>Whether a word belongs to how a question is put ("how many", "which"), so that its absence from a workspace says nothing.</summary>
    /// <param name="isKnown">The workspace has it somewhere.</param>
    public static bool IsPhrasing(string word, bool isKnown) => StopWords.Contains(word) || (!isKnown && (ManyPurposeWords.Contains(word) || IsWeak(word)));

    /// <param name="workspace">The workspace's own name, which is everywhere in it.</param>
    public static QuestionWords Of(string question, string workspace)
    {
        var words = new List<string>();
        var start = -1;
        for (var i = 0; i <= question.Length; i++)
        {
            var inWord = i < question.Length && (char.IsLetterOrDigit(question[i]) || question[i] == '_');
            if (inWord)
            {
                start = start < 0 ? i : start;
            }
            else if (start >= 0)
            {
                var word = question[start..i];
                start = -1;
                if ((word.Length > 1 || word[0] > 0x7F) && !StopWords.Contains(word) && !words.Contains(word, StringComparer.OrdinalIgnoreCase))
                {
                    words.Add(word);
                }
            }
        }

        var weighty = words.Where(word => !IsWeak(word) && !ManyPurposeWords.Contains(word) && !word.Equals(workspace, StringComparison.OrdinalIgnoreCase)).ToList();
        return new QuestionWords(weighty.Count > 0 ? weighty : words, AskedPlace().IsMatch(question) || (weighty.Count == 1 && words.Count == 1));
    }

    private static bool IsWeak(string word) =>
        WeakWords.Contains(word) || Forms.Any(form => word.Length > form.Ending.Length + 2 && word.EndsWith(form.Ending, StringComparison.OrdinalIgnoreCase) && WeakWords.Contains(word[..^form.Ending.Length] + form.Instead));

    [GeneratedRegex(@"\b(?:where|which|what(?:\s+is|'s)|who\s+is|find|show|defin\w+|declar\w+)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AskedPlace();

    private static HashSet<string> Set(string words) =>
        words.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.OrdinalIgnoreCase);
}
