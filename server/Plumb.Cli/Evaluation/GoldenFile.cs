using System.Globalization;
using Plumb.Search.Evaluation;
using YamlDotNet.RepresentationModel;

namespace Plumb.Cli.Evaluation;

/// <summary>Reads a golden file; its format is told in docs/evaluation.md and docs/golden.schema.json.</summary>
internal sealed class GoldenFile
{
    public static readonly string[] RootKeys = ["k", "bar", "answerBar", "repository", "questions"];
    public static readonly string[] RepositoryKeys = ["url", "commit"];
    public static readonly string[] QuestionKeys = ["question", "expect", "unanswerable", "tags", "facts", "reference", "labels"];
    public static readonly string[] LabelKeys = ["answer", "verdict"];
    public static readonly string[] ExpectationKeys = ["path", "lines", "symbol"];

    private readonly YamlFields yaml;

    private GoldenFile(string file) => yaml = new YamlFields(file);

    /// <exception cref="CommandException">The file cannot be read, or is not a golden file: with line and column.</exception>
    public static GoldenSet Read(string path)
    {
        var (text, problem) = !File.Exists(path) ? (null, "does not exist") : Commands.InputText.Read(path);
        return text is null ? throw new CommandException($"'{path}' {problem!.TrimEnd('.')}.") : Parse(path, text);
    }

    public static GoldenSet Parse(string file, string text) => new GoldenFile(file).Parse(text);

    private GoldenSet Parse(string text)
    {
        var root = yaml.Load(text);
        var fields = yaml.Mapping(root, "a golden file", RootKeys);
        var k = fields.TryGetValue("k", out var node) ? yaml.WholeNumber(node, "k", 1, Metric.MaxCutoff) : GoldenSet.DefaultK;
        var bars = fields.TryGetValue("bar", out var bar) ? ReadBars(bar, k) : [];
        var repository = fields.TryGetValue("repository", out var where) ? ReadRepository(where) : null;
        if (!fields.TryGetValue("questions", out var list))
        {
            throw yaml.Error(root, "there are no questions");
        }

        var questions = yaml.Sequence(list, "questions").Select(ReadQuestion).ToList();
        if (questions.Count == 0)
        {
            throw yaml.Error(list, "there are no questions");
        }

        RefuseDuplicates(list, questions);
        foreach (var key in bar is YamlMappingNode mapping ? mapping.Children.Keys : Enumerable.Empty<YamlNode>())
        {
            var needsNone = ((YamlScalarNode)key).Value == Bar.Refusal;
            if (!questions.Exists(question => question.IsUnanswerable == needsNone))
            {
                throw yaml.Error(key, $"there is no question that {(needsNone ? "is unanswerable" : "has an answer")}, so this bar can never be measured");
            }
        }

        return new GoldenSet(k, bars, repository, questions) { AnswerBars = fields.TryGetValue("answerBar", out var answerBar) ? ReadAnswerBars(answerBar, questions) : [] };
    }

    private List<Bar> ReadBars(YamlNode node, int k)
    {
        var bars = new List<Bar>();
        foreach (var (name, value) in yaml.Mapping(node, "bar"))
        {
            if (name is not (Bar.Refusal or Bar.FalseRefusal) && Metric.Parse(name, k) is null)
            {
                var key = ((YamlMappingNode)node).Children.Keys.First(other => other is YamlScalarNode scalar && scalar.Value == name);
                throw yaml.Error(key, $"unknown bar '{name}'; there are recall@N, precision@N, ndcg@N, mrr, {Bar.Refusal} and {Bar.FalseRefusal}");
            }

            bars.Add(new Bar(name, yaml.Share(value, $"the bar {name}")));
        }

        return bars;
    }

    private List<AnswerBar> ReadAnswerBars(YamlNode node, List<GoldenQuestion> questions)
    {
        var bars = new List<AnswerBar>();
        foreach (var (name, value) in yaml.Mapping(node, "answerBar", [.. AnswerBar.Names]))
        {
            var isMeasured = name switch
            {
                AnswerBar.Abstention => questions.Exists(question => question.IsUnanswerable),
                AnswerBar.Facts => questions.Exists(question => question.Facts.Count > 0),
                AnswerBar.Kappa => questions.Exists(question => question.Labels.Count > 0),
                AnswerBar.Judge => true,
                _ => questions.Exists(question => !question.IsUnanswerable),
            };
            bars.Add(isMeasured ? new AnswerBar(name, yaml.Share(value, $"the bar {name}")) : throw yaml.Error(value, $"no question here has what the bar {name} is about, so it can never be measured"));
        }

        return bars;
    }

    private GoldenRepository ReadRepository(YamlNode node)
    {
        var fields = yaml.Mapping(node, "repository", RepositoryKeys);
        return new GoldenRepository(
            fields.TryGetValue("url", out var url) ? yaml.Text(url, "url") : null,
            fields.TryGetValue("commit", out var commit) ? yaml.Text(commit, "commit") : null);
    }

    private GoldenQuestion ReadQuestion(YamlNode node)
    {
        var fields = yaml.Mapping(node, "a question", QuestionKeys);
        if (!fields.TryGetValue("question", out var words))
        {
            throw yaml.Error(node, "the text of the question is missing: 'question: ...'");
        }

        var text = yaml.Text(words, "question").Trim();
        var unanswerable = fields.TryGetValue("unanswerable", out var flag) && yaml.Flag(flag, "unanswerable");
        var expectations = fields.TryGetValue("expect", out var expect) ? yaml.Sequence(expect, "expect").Select(ReadExpectation).ToList() : [];
        if (unanswerable && expectations.Count > 0)
        {
            throw yaml.Error(expect!, "an unanswerable question expects nothing");
        }

        if (!unanswerable && expectations.Count == 0)
        {
            throw yaml.Error(node, "the question expects nothing: give 'expect' with a path, or 'unanswerable: true'");
        }

        var tags = fields.TryGetValue("tags", out var named) ? yaml.Sequence(named, "tags").Select(tag => yaml.Text(tag, "a tag")).Distinct(StringComparer.Ordinal).ToList() : [];
        if (unanswerable && fields.TryGetValue("facts", out var none))
        {
            throw yaml.Error(none, "an unanswerable question has no facts");
        }

        return new GoldenQuestion(text, expectations, unanswerable, tags)
        {
            Facts = fields.TryGetValue("facts", out var facts) ? [.. yaml.Sequence(facts, "facts").Select(ReadFact)] : [],
            Reference = fields.TryGetValue("reference", out var reference) ? yaml.Text(reference, "reference").Trim() : "",
            Labels = fields.TryGetValue("labels", out var labels) ? [.. yaml.Sequence(labels, "labels").Select(ReadLabel)] : [],
        };
    }

    // One wording, or a list of which any is enough.
    private ExpectedFact ReadFact(YamlNode node) => node is not YamlSequenceNode wordings ? new ExpectedFact([yaml.Text(node, "a fact")])
        : wordings.Children.Count > 0 ? new ExpectedFact([.. wordings.Children.Select(wording => yaml.Text(wording, "a wording of a fact"))])
        : throw yaml.Error(node, "a fact has at least one wording");

    private LabelledAnswer ReadLabel(YamlNode node)
    {
        var fields = yaml.Mapping(node, "a label", LabelKeys);
        if (!fields.TryGetValue("answer", out var answer) || !fields.TryGetValue("verdict", out var verdict))
        {
            throw yaml.Error(node, "a label has the answer and its verdict: 'answer: ...' and 'verdict: good' or 'verdict: bad'");
        }

        return yaml.Text(verdict, "verdict") is "good" or "bad"
            ? new LabelledAnswer(yaml.Text(answer, "answer"), yaml.Text(verdict, "verdict") == "good")
            : throw yaml.Error(verdict, "a verdict is good or bad");
    }

    private Expectation ReadExpectation(YamlNode node)
    {
        var fields = yaml.Mapping(node, "an expectation", ExpectationKeys);
        if (!fields.TryGetValue("path", out var where))
        {
            throw yaml.Error(node, "the path of the expectation is missing: 'path: ...'");
        }

        var path = yaml.Text(where, "path").Trim();
        path = path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
        if (path.Contains('\\', StringComparison.Ordinal) || path.StartsWith('/') || path.Split('/').Contains(".."))
        {
            throw yaml.Error(where, $"'{path}' has to be a path from the workspace folder, with forward slashes");
        }

        return new Expectation(
            path,
            fields.TryGetValue("lines", out var lines) ? ReadLines(lines) : null,
            fields.TryGetValue("symbol", out var symbol) ? yaml.Text(symbol, "symbol").Trim() : null);
    }

    private LineRange ReadLines(YamlNode node)
    {
        var text = yaml.Text(node, "lines");
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        var (first, last) = dash < 0 ? (text, text) : (text[..dash], text[(dash + 1)..]);
        return int.TryParse(first.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var from)
            && int.TryParse(last.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var to)
            && from >= 1 && to >= from
            ? new LineRange(from, to)
            : throw yaml.Error(node, $"lines are 'FIRST-LAST' or one number, counted from 1, not '{text}'");
    }

    /// <summary>Two runs are compared question by question, and a question is known by its text.</summary>
    private void RefuseDuplicates(YamlNode list, List<GoldenQuestion> questions)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < questions.Count; i++)
        {
            if (!seen.Add(questions[i].Text))
            {
                throw yaml.Error(((YamlSequenceNode)list).Children[i], $"the question '{questions[i].Text}' stands in the file twice");
            }
        }
    }
}
