using Plumb.Search;
using Plumb.Search.Evaluation;
using Plumb.Search.Workspaces;
using Plumb.Text;
using Plumb.Tokens;

namespace Plumb.Ask.Evidence;

/// <summary>The best passages for a question, packed within a budget of tokens.</summary>
internal sealed class EvidenceCollector
{
    private const int Candidates = 24;
    private const int MaxPassages = 8;

    // A hit this much weaker than the best one would only lengthen the answer.
    private const double WorthShowing = 0.25;
    private const int MergeGap = 2;
    private const int MostGuesses = 2;

    // Words that a model thought of are worth a little less than those that were asked with.
    private const double OtherWordsWeight = 0.9;

    // What the asker looks at is a little more likely to be what is asked about.
    private const double OpenFileFactor = 1.15;

    // Small declarations beside each other that all bear on a question are shown together, if they are no more than these.
    private const int MostTied = 3;

    // A field or a value of an enumeration says little by itself: it is shown with the declaration around it, if that has no more lines.
    private const int MostAroundMember = 24;
    private const int MostLinesOfMember = 4;

    // A passage that is but this much longer than allowed is shown whole: a stump would save little.
    private const double Slack = 1.25;

    // A passage that is cut to size ends with a whole declaration or paragraph, if that leaves at least this share of it.
    private const double LeastOfCut = 0.4;

    // And it begins with one, if that is within this share of it above.
    private const double MostAbove = 0.25;

    // Of two passages that have so many of their lines in common, the second one says nothing new.
    private const double Same = 0.8;

    // Of a question of so many words, a weak hit that has but one of them is clutter beside one that has more.
    private const int WordsOfLongQuestion = 3;
    private const double WeakHit = 0.6;

    private static readonly string[] Endings = ["ing", "ies", "ed", "es", "er", "s", "e", "y"];

    private readonly Func<string, TextDocument?> read;
    private readonly TokenEncoding encoding;
    private readonly int maxLines;
    private readonly Dictionary<string, TextDocument?> documents = new(StringComparer.Ordinal);

    /// <param name="read">Reads a file as it is now, in the editor or on disk.</param>
    /// <param name="encoding">Counts the budget.</param>
    /// <param name="maxLines">A passage is cut down to the lines that matter most beyond this length.</param>
    public EvidenceCollector(Func<string, TextDocument?> read, TokenEncoding encoding, int maxLines)
    {
        this.read = read;
        this.encoding = encoding;
        this.maxLines = maxLines;
    }

    /// <summary>The passages, and what the refusal should say where the workspace is not expected to answer.</summary>
    /// <param name="others">Other words for what is asked, likely identifiers; they find, but decide nothing about a refusal by themselves.</param>
    /// <param name="budget">Most tokens of evidence.</param>
    public CollectedEvidence Collect(IWorkspaceReader index, Question question, QuestionWords words, string others, int budget, CancellationToken cancellation)
    {
        var response = QuestionEcho.Without(index.Search(question.Text, Candidates, cancellation), question.Text, words, WorthShowing, Read, Has);
        var asked = response.Words.Where(w => !QuestionWords.IsPhrasing(w.Word, w.IsKnown)).ToList();
        var isExpected = Answerability.IsExpected(asked, response.Hits.Select(WordsOf));
        var unknown = asked.Where(w => !w.IsKnown).Select(w => w.Word).ToList();

        // What vectors found may say it in other words; anything else has to have one of the question's.
        var relevant = response.Hits.Select(hit => (Hit: hit, Matches: MatchesOf(hit, words))).Where(pair => pair.Matches.Count > 0 || pair.Hit.Similarity is not null).ToList();
        var selected = question.Focus is { } focus ? Selection(focus) : null;
        if (others.Length > 0)
        {
            var otherWords = QuestionWords.Of(others, "");
            var found = index.Search(others, Candidates, cancellation).Hits.Select(hit => (Hit: hit, Matches: MatchesOf(hit, otherWords))).Where(pair => pair.Matches.Count > 0 && !relevant.Exists(r => r.Hit.Path == pair.Hit.Path && r.Hit.StartLine == pair.Hit.StartLine)).ToList();
            var scale = found.Count == 0 || relevant.Count == 0 ? 1 : OtherWordsWeight * relevant[0].Hit.Score / found[0].Hit.Score;
            relevant.AddRange(found.Select(pair => (pair.Hit with { Score = pair.Hit.Score * scale }, pair.Matches)));
            isExpected |= found.Count > 0;
        }

        // What is about something else is so however it asks for the structure of it.
        var map = selected is null && StructureEvidence.IsAskedFor(question.Text) && asked.TrueForAll(w => w.IsKnown || StructureEvidence.IsStructureWord(w.Word)) ? StructureEvidence.Collect(index, question.Text, cancellation) : [];
        if (relevant.Count == 0 && selected is null && map.Count == 0)
        {
            return new CollectedEvidence([], false, unknown, 0);
        }

        isExpected |= map.Count > 0;

        isExpected |= selected is not null;
        var coverage = CoverageOf(asked, response.Hits.Take(MaxPassages).Select(WordsOf));
        if (relevant.Count == 0)
        {
            return new CollectedEvidence(selected is null ? PackMap(map, [], budget) : Pack([selected], budget), isExpected, unknown, coverage);
        }

        // An answer wants a passage that has all of the question rather than one that has a part of it many times.
        var best = relevant[0].Hit.Score;
        relevant = [.. relevant.OrderByDescending(pair => pair.Hit.Score * (pair.Hit.Path == question.Focus?.Path ? OpenFileFactor : 1) * (0.5 + (0.5 * CountWords(pair.Matches) / Math.Max(1, words.Weighty.Count))))];
        if (words.Weighty.Count >= WordsOfLongQuestion && CountWords(relevant[0].Matches) > 1)
        {
            relevant.RemoveAll(pair => pair.Hit.Score < best * WeakHit && pair.Hit.Similarity is null && CountWords(pair.Matches) == 1);
        }

        var passages = new List<Passage>();
        if (selected is not null)
        {
            passages.Add(selected);
        }

        foreach (var (hit, matches) in relevant)
        {
            cancellation.ThrowIfCancellationRequested();
            if (hit.Score < best * WorthShowing || Read(hit.Path) is not { } document)
            {
                continue;
            }

            var (start, end, symbol) = WithItsType(document, IsPartOfItsSymbol(document, hit)
                ? WholeDeclaration(document, hit)
                : matches.Any(m => m.Where == "declares") && FindOwnDeclaration(document, hit) is { } own
                ? (own.Start, own.End, hit.Symbol)
                : NarrowToDeclarations(document, hit, [.. matches.Select(m => m.Word).Distinct()]));
            Merge(passages, new Passage(hit.Path, start, end, symbol, document.Language, hit.Score, [], matches, 0) { Similarity = hit.Similarity }, document);
        }

        // What has none of the words is a guess: a few are worth a look, more are clutter.
        var guesses = passages.Where(p => p.Matches.Count == 0 && !p.IsSelected).Skip(passages.Exists(p => p.Matches.Count > 0) ? MostGuesses : MaxPassages).ToHashSet();
        passages.RemoveAll(guesses.Contains);
        if (map.Count == 0)
        {
            return new CollectedEvidence(Pack(passages, budget), isExpected, unknown, coverage);
        }

        // "Main" and "parts" say how it is asked: what has nothing else of the question is no part of its answer.
        // Nor is what has only the name of the folder that it is about.
        passages.RemoveAll(p => p.Matches.All(m => m.Where == "path" || StructureEvidence.IsStructureWord(m.Word)));
        var packed = Pack(passages, budget - StructureEvidence.BudgetOf(budget)).ConvertAll(p => p with { IsOnMap = map.Any(head => Holds(p, head)) });
        return new CollectedEvidence([.. packed, .. PackMap(map, packed, budget - packed.Sum(p => p.Tokens))], isExpected, unknown, coverage);
    }

    /// <summary>The lines that are selected in the open file; null where none are, or they are not there.</summary>
    public Passage? Selection(AskFocus focus)
    {
        if (focus.StartLine is not { } start || Read(focus.Path) is not { } document)
        {
            return null;
        }

        start = Math.Clamp(start, 1, LastLine(document));
        var end = Math.Clamp(focus.EndLine ?? start, start, LastLine(document));
        return new Passage(focus.Path, start, end, "", document.Language, double.MaxValue, [], [], 0) { IsSelected = true };
    }

    private static double CoverageOf(List<QueryWord> asked, IEnumerable<HashSet<string>> held)
    {
        var all = held.SelectMany(words => words).ToHashSet(StringComparer.Ordinal);
        var total = asked.Sum(w => w.Weight);
        return total <= 0 ? 0 : asked.Where(w => all.Contains(w.Word)).Sum(w => w.Weight) / total;
    }

    private static HashSet<string> WordsOf(Hit hit) => hit.Signals.Select(s => s.Word).OfType<string>().ToHashSet(StringComparer.Ordinal);

    // The hit lies within the declaration that it is called after, rather than being a group of which that is one.
    private static bool IsPartOfItsSymbol(TextDocument document, Hit hit)
    {
        foreach (var declaration in document.Outline.Declarations)
        {
            var (start, end) = LinesOf(document, declaration);
            if (start <= hit.StartLine && end >= hit.EndLine && IsCalled(hit.Symbol, declaration.Name))
            {
                return true;
            }
        }

        return false;
    }

    // Where the hit is a group of declarations and called after one of them: the lines of that one.
    private (int Start, int End)? FindOwnDeclaration(TextDocument document, Hit hit)
    {
        foreach (var declaration in document.Outline.Declarations)
        {
            var (start, end) = LinesOf(document, declaration);
            if (start >= hit.StartLine && end <= hit.EndLine && end - start < maxLines && IsCalled(hit.Symbol, declaration.Name))
            {
                return (start, end);
            }
        }

        return null;
    }

    private static List<WordMatch> MatchesOf(Hit hit, QuestionWords words)
    {
        var found = new List<WordMatch>();
        foreach (var signal in hit.Signals)
        {
            if (signal is not { Field: { } where, Word: { } said })
            {
                continue;
            }

            foreach (var word in words.Weighty)
            {
                if (said.Split(' ').Contains(word, StringComparer.OrdinalIgnoreCase) && !found.Contains(new WordMatch(word, where)))
                {
                    found.Add(new WordMatch(word, where));
                }
            }
        }

        return found;
    }

    private TextDocument? Read(string path)
    {
        if (!documents.TryGetValue(path, out var document))
        {
            documents[path] = document = read(path);
        }

        return document;
    }

    /// <summary>The innermost declaration around a hit that is a part of one, if it is short enough; 1-based lines.</summary>
    private (int Start, int End, string Symbol) WholeDeclaration(TextDocument document, Hit hit)
    {
        var best = (hit.StartLine, hit.EndLine, hit.Symbol);
        var bestLength = int.MaxValue;
        foreach (var declaration in document.Outline.Declarations)
        {
            var (start, end) = LinesOf(document, declaration);
            if (start <= hit.StartLine && end >= hit.EndLine && end - start < bestLength && end - start < maxLines)
            {
                best = (start, end, hit.Symbol);
                bestLength = end - start;
            }
        }

        return best;
    }

    /// <summary>Of a stretch of small declarations, those that have most of the words.</summary>
    private static (int Start, int End, string Symbol) NarrowToDeclarations(TextDocument document, Hit hit, IReadOnlyList<string> words)
    {
        var all = (hit.StartLine, hit.EndLine, hit.Symbol);
        if (document.Language.Kind != LanguageKind.Code)
        {
            return all;
        }

        var declarations = document.Outline.Declarations;
        var parents = declarations.Select(d => d.Parent).ToHashSet();
        var found = new List<(int Start, int End, int Index, int Words)>();
        for (var i = 0; i < declarations.Count; i++)
        {
            var (start, end) = LinesOf(document, declarations[i]);
            if (!parents.Contains(i) && start >= hit.StartLine && end <= hit.EndLine)
            {
                var text = document.Text[declarations[i].Span.Start..declarations[i].Span.End];
                found.Add((start, end, i, words.Count(word => Has(text, word))));
            }
        }

        if (found.Count == 0 || found.Max(f => f.Words) is var most && most == 0)
        {
            return all;
        }

        var best = found.Where(f => f.Words == most).ToList();

        // Of many that have as much, the one that the hit is called after; from the first to the last would be anything.
        var own = best.FindIndex(f => IsCalled(hit.Symbol, declarations[f.Index].Name));
        var chosen = best.Count == 1 ? 0 : best.Count > MostTied ? own : -1;
        return chosen >= 0
            ? (best[chosen].Start, best[chosen].End, PathOf(declarations, best[chosen].Index))
            : (best[0].Start, best.Max(f => f.End), hit.Symbol);
    }

    /// <summary>The lines with the head of a short type that they begin in the middle of, or with all of it where they are but a member.</summary>
    private static (int Start, int End, string Symbol) WithItsType(TextDocument document, (int Start, int End, string Symbol) lines)
    {
        if (document.Language.Kind != LanguageKind.Code)
        {
            return lines;
        }

        var declarations = document.Outline.Declarations;
        var (around, aroundLines, onlyMembers) = (-1, default((int Start, int End)), lines.End - lines.Start < MostLinesOfMember);
        for (var i = 0; i < declarations.Count; i++)
        {
            var (start, end) = LinesOf(document, declarations[i]);
            if (start >= lines.Start && end <= lines.End)
            {
                onlyMembers &= declarations[i].Kind is DeclarationKind.Field or DeclarationKind.EnumMember or DeclarationKind.Property;
            }
            else if (start < lines.Start && end >= lines.Start && end - start < MostAroundMember && IsType(declarations[i].Kind))
            {
                // The innermost one stands last.
                (around, aroundLines) = (i, (start, end));
            }
        }

        if (around < 0)
        {
            return lines;
        }

        return aroundLines.End < lines.End ? (aroundLines.Start, lines.End, lines.Symbol)
            : onlyMembers ? (aroundLines.Start, aroundLines.End, PathOf(declarations, around))
            : lines;
    }

    // A value of an enumeration counts as well: in Rust and Swift it has fields of its own.
    private static bool IsType(DeclarationKind kind) =>
        kind is DeclarationKind.Class or DeclarationKind.Struct or DeclarationKind.Interface or DeclarationKind.Trait or DeclarationKind.Enum or DeclarationKind.EnumMember or DeclarationKind.TypeAlias or DeclarationKind.Schema;

    private static (int Start, int End) LinesOf(TextDocument document, Declaration declaration) => (
        document.Lines.GetLine(declaration.Span.Start) + 1,
        document.Lines.GetLine(Math.Max(declaration.Span.Start, declaration.Span.End - 1)) + 1);

    private static string PathOf(IReadOnlyList<Declaration> declarations, int index)
    {
        var names = new List<string>();
        for (; index >= 0; index = declarations[index].Parent)
        {
            names.Insert(0, declarations[index].Name);
        }

        return string.Join('.', names);
    }

    // The last name of the path: "Cluster.restart" is called "restart", and "Cluster.phased_restart" is not.
    private static bool IsCalled(string symbol, string name) =>
        name.Length > 0 && (symbol == name || symbol.EndsWith("." + name, StringComparison.Ordinal) || symbol.EndsWith(" > " + name, StringComparison.Ordinal));

    private static int CountWords(IEnumerable<WordMatch> matches) => matches.DistinctBy(m => m.Word).Count();

    // The index compares stems; the first letters without an ending are near enough to tell whether a line has the word.
    internal static bool Has(string text, string word)
    {
        var ending = Endings.FirstOrDefault(e => word.Length - e.Length >= 3 && word.EndsWith(e, StringComparison.OrdinalIgnoreCase)) ?? "";
        return text.Contains(word[..Math.Min(word.Length - ending.Length, 5)], StringComparison.OrdinalIgnoreCase);
    }

    private static void Merge(List<Passage> passages, Passage passage, TextDocument document)
    {
        passage = passage with { EndLine = Math.Min(passage.EndLine, LastLine(document)) };
        for (var i = 0; i < passages.Count; i++)
        {
            var other = passages[i];
            if (!other.IsSelected && other.Path == passage.Path && passage.StartLine <= other.EndLine + MergeGap && other.StartLine <= passage.EndLine + MergeGap)
            {
                passages[i] = other with
                {
                    Best = other.Best ?? (other.StartLine, other.EndLine),
                    StartLine = Math.Min(other.StartLine, passage.StartLine),
                    EndLine = Math.Max(other.EndLine, passage.EndLine),
                    Symbol = other.Symbol.Length > 0 ? other.Symbol : passage.Symbol,
                    Matches = [.. other.Matches.Union(passage.Matches)],
                    Similarity = other.Similarity ?? passage.Similarity,
                };
                return;
            }
        }

        passages.Add(passage);
    }

    /// <summary>The number of lines; the end of the last one begins no other.</summary>
    internal static int LastLine(TextDocument document)
    {
        var count = document.Lines.LineCount;
        return count > 1 && document.Lines.GetLineSpan(count - 1).IsEmpty ? count - 1 : count;
    }

    private List<Passage> Pack(List<Passage> passages, int budget)
    {
        var packed = new List<Passage>();
        var seen = new List<HashSet<string>>();
        foreach (var passage in passages)
        {
            if (packed.Count == MaxPassages)
            {
                break;
            }

            var document = Read(passage.Path)!;
            var cut = Trim(passage, document, passage.EndLine - passage.StartLine < maxLines * Slack ? int.MaxValue : maxLines);
            var lines = cut.Lines.Select(line => string.Concat(line.Where(c => !char.IsWhiteSpace(c)))).Where(line => line.Length > 0).ToHashSet(StringComparer.Ordinal);
            if (lines.Count == 0 || (cut.Matches.Count == 0 && cut.Similarity is null && !cut.IsSelected) || seen.Exists(other => Repeats(lines, other)))
            {
                continue;
            }

            // What does not fit whole is halved to its best lines until it does, or is a stump.
            for (var allowed = cut.Lines.Count; cut.Tokens > budget && allowed > 6;)
            {
                allowed = allowed * 2 / 3;
                cut = Trim(passage, document, allowed);
            }

            if (cut.Tokens <= budget)
            {
                budget -= cut.Tokens;
                packed.Add(cut);
                seen.Add(lines);
            }
        }

        return packed;
    }

    // Licence heads, generated variants of one file: they differ in a name or a year.
    private static bool Repeats(HashSet<string> lines, HashSet<string> other) =>
        lines.Count(other.Contains) is var shared && shared >= Same * lines.Count && shared >= Same * other.Count;

    private static bool Holds(Passage passage, Passage head) => passage.Path == head.Path && passage.StartLine <= head.StartLine && passage.EndLine >= head.StartLine;

    /// <summary>Heads of the map that no passage has already, as many as fit.</summary>
    private List<Passage> PackMap(IReadOnlyList<Passage> map, IReadOnlyList<Passage> packed, int budget)
    {
        var heads = new List<Passage>();
        foreach (var head in map.Where(head => !packed.Any(p => Holds(p, head))))
        {
            if (Read(head.Path) is not { } document)
            {
                continue;
            }

            var shown = Trim(head with { EndLine = Math.Min(head.EndLine, LastLine(document)) }, document, maxLines);
            if (shown.Tokens <= budget)
            {
                budget -= shown.Tokens;
                heads.Add(shown);
            }
        }

        return heads;
    }

    /// <summary>The passage with its lines; of one longer than allowed, the stretch with most of the question's words.</summary>
    private Passage Trim(Passage passage, TextDocument document, int allowed)
    {
        var (start, end) = (passage.StartLine, passage.EndLine);
        while (start < end && IsBlank(document, start))
        {
            start++;
        }

        while (end > start && IsBlank(document, end))
        {
            end--;
        }

        if (end - start + 1 > allowed)
        {
            // Of several hits in a row the best one is what the passage is called after, so that is what has to be seen.
            var (first, last) = passage.Best ?? (start, end);
            (first, last) = (Math.Max(first, start), Math.Min(last, end));
            start = last - first < allowed ? first : BestStretch(passage, document, first, last, allowed);
            end = EndOfWhole(document, start, Math.Min(end, start + allowed - 1));
        }

        var whole = passage.IsSelected || passage.IsOnMap ? null : WholeOf(document, passage, start, end);
        if (whole is { } around)
        {
            end = EndOfPart(document, start, end, Math.Min(around.End, start + Math.Min(allowed, maxLines) - 1));
        }

        var lines = Enumerable.Range(start, end - start + 1).Select(line => LineOf(document, line)).ToList();
        var text = string.Join('\n', lines);
        return passage with
        {
            StartLine = start,
            EndLine = end,
            Lines = lines,
            PartOf = whole is { } all && (all.Start < start || all.End > end) ? whole : null,
            Summary = SummaryOf(passage.Symbol, document, start, end),
            Matches = [.. passage.Matches.Where(m => m.Where is "path" or "enclosing" || Has(text, m.Word))],
            Tokens = encoding.Count(text),
        };
    }

    /// <summary>The first of so many lines with the most of the question's words.</summary>
    private static int BestStretch(Passage passage, TextDocument document, int first, int last, int allowed)
    {
        var weights = new int[last - first + 1];
        for (var i = 0; i < weights.Length; i++)
        {
            var line = LineOf(document, first + i);
            weights[i] = passage.Matches.Select(m => m.Word).Distinct().Count(word => Has(line, word));
        }

        // The head of a declaration says what the rest is about, so equal stretches go to the first.
        weights[0] += 2;
        var sum = weights.Take(allowed).Sum();
        var (best, bestSum) = (0, sum);
        for (var i = 1; i + allowed <= weights.Length; i++)
        {
            sum += weights[i + allowed - 1] - weights[i - 1];
            if (sum > bestSum)
            {
                (best, bestSum) = (i, sum);
            }
        }

        return StartOfWhole(document, first, first + best, (int)(allowed * MostAbove));
    }

    /// <summary>Where a stretch should begin: at the next start of a declaration or paragraph above, if it is near.</summary>
    private static int StartOfWhole(TextDocument document, int first, int start, int most)
    {
        for (var line = start; line > first && line >= start - most; line--)
        {
            if (!IsBlank(document, line) && IsBlank(document, line - 1))
            {
                return line;
            }
        }

        return start - first <= most ? first : start;
    }

    /// <summary>The last line before a declaration or paragraph that a cut at this line would cut in two, if enough is left then; else the line itself.</summary>
    private static int EndOfWhole(TextDocument document, int start, int end)
    {
        var least = start + (int)(LeastOfCut * (end - start + 1));
        var whole = end;
        foreach (var declaration in document.Language.Kind == LanguageKind.Code ? document.Outline.Declarations : [])
        {
            var (first, last) = LinesOf(document, declaration);
            if (declaration.Doc.Length > 0)
            {
                first = Math.Min(first, document.Lines.GetLine(declaration.Doc.Start) + 1);
            }

            if (first > start && first <= whole && last > end)
            {
                whole = first - 1;
            }
        }

        // Within one long declaration, the last paragraph that is whole.
        if ((whole == end || whole < least) && end < LastLine(document) && !IsBlank(document, end + 1))
        {
            for (whole = end; whole > start && !IsBlank(document, whole); whole--)
            {
            }
        }

        while (whole > start && IsBlank(document, whole))
        {
            whole--;
        }

        return whole >= least ? whole : end;
    }

    /// <summary>Of a part of something long: the end of the paragraph that it ends in, below if that is not too far, else above.</summary>
    private static int EndOfPart(TextDocument document, int start, int end, int most)
    {
        for (var line = end; line <= most; line++)
        {
            if (line == LastLine(document) || IsBlank(document, line + 1))
            {
                return line;
            }
        }

        return EndOfWhole(document, start, end);
    }

    /// <summary>The lines of what a passage is called after, where it shows but a part of them; null where that is not known.</summary>
    private static (int Start, int End)? WholeOf(TextDocument document, Passage passage, int start, int end)
    {
        foreach (var declaration in document.Outline.Declarations)
        {
            var (first, last) = LinesOf(document, declaration);
            if (first <= start && last >= end && last - first > end - start && IsCalled(passage.Symbol, declaration.Name))
            {
                return (first, last);
            }
        }

        return null;
    }

    private static string SummaryOf(string symbol, TextDocument document, int start, int end)
    {
        foreach (var declaration in document.Language.Kind == LanguageKind.Code ? document.Outline.Declarations : [])
        {
            var (first, last) = LinesOf(document, declaration);
            if (declaration.Doc.Length > 0 && first <= end && last >= start && IsCalled(symbol, declaration.Name)
                && DocSentence.Of(document.Text[declaration.Doc.Start..declaration.Doc.End]) is { Length: > 0 } sentence)
            {
                return sentence;
            }
        }

        return "";
    }

    private static bool IsBlank(TextDocument document, int line) => string.IsNullOrWhiteSpace(LineOf(document, line));

    /// <param name="line">1-based.</param>
    internal static string LineOf(TextDocument document, int line)
    {
        var span = document.Lines.GetLineSpan(line - 1);
        return document.Text[span.Start..span.End];
    }
}
