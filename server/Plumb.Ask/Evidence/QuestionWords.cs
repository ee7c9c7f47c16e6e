namespace Plumb.Ask.Evidence;

/// <summary>The words of a question that say what it is about.</summary>
internal sealed class QuestionWords
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

    // Too common to be what a question is about, unless it has nothing else.
    private static readonly HashSet<string> WeakWords = Set(
        """
        add added adds allow allowed allows application call called calls change changes class classes code come comes create created creates default
        defined defines definition file files function functions get gets getting give given go happen happens handle handled handles handling
        implement implementation implemented implements keep kind know let lets located location logic look make makes making method methods mean means
        need needs new part parts place possible program project put repo repository return returns run running runs see set sets setting source start
        support supported supports take takes thing things turn type types use used user users uses using value values want way ways work works workspace
        """);

    private QuestionWords(IReadOnlyList<string> weighty) => Weighty = weighty;

    /// <summary>In the question's order, each once, as written.</summary>
    public IReadOnlyList<string> Weighty { get; }

    /// <summary>Whether a word belongs to how a question is put ("how many", "which"), so that its absence from a workspace says nothing.</summary>
    public static bool IsPhrasing(string word) => StopWords.Contains(word);

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

        var weighty = words.Where(word => !WeakWords.Contains(word) && !word.Equals(workspace, StringComparison.OrdinalIgnoreCase)).ToList();
        return new QuestionWords(weighty.Count > 0 ? weighty : words);
    }

    private static HashSet<string> Set(string words) =>
        words.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.OrdinalIgnoreCase);
}
