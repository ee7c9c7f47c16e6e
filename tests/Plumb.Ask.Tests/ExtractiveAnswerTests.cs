using System.Text;

namespace Plumb.Ask.Tests;

/// <summary>The answer that needs no model, as people read it.</summary>
public sealed class ExtractiveAnswerTests
{
    [Fact]
    public async Task A_function_that_is_a_little_too_long_is_shown_whole()
    {
        using var workspace = await AskWorkspace.CreateAsync(("src/tide.py", Function("measure_tide", 44)));
        var answer = await workspace.AskAsync("how do we measure the tide", null);
        Assert.Contains("    return total\n```", answer.Markdown);
        Assert.DoesNotContain("this is a part", answer.Markdown);
    }

    [Fact]
    public async Task A_part_of_a_long_function_says_so_and_ends_with_a_paragraph()
    {
        using var workspace = await AskWorkspace.CreateAsync(("src/tide.py", Function("measure_tide", 200)));
        var answer = await workspace.AskAsync("how do we measure the tide", null);
        Assert.Contains("Of its lines 1-202 this is a part.", answer.Markdown);
        var first = answer.Citations[0];
        Assert.InRange(first.EndLine - first.StartLine + 1, 10, 50);
        var lines = Function("measure_tide", 200).Split('\n');
        Assert.True(lines[first.EndLine].Length == 0, $"line {first.EndLine} is in the middle of a paragraph");
    }

    [Fact]
    public async Task What_differs_in_a_year_or_a_name_only_is_shown_once()
    {
        const string Licence = "# Licensed to the harbour under the tide licence.\n# You may sail with it wherever you like.\n# You may not sink it, and if you do,\n# you tell nobody where it lies.\n# The harbour gives no warranty.\n# Nor do its gulls.\n";
        using var workspace = await AskWorkspace.CreateAsync([.. Enumerable.Range(0, 5).Select(i => ($"src/boat{i}.py", $"# Copyright 202{i}\n{Licence}"))]);
        Assert.Single((await workspace.AskAsync("which licence has the harbour", null)).Citations);
    }

    [Fact]
    public async Task The_best_are_quoted_and_the_rest_are_listed()
    {
        using var workspace = await AskWorkspace.CreateAsync([.. Enumerable.Range(0, 7).Select(i => ($"src/gull{i}.py", $"def feed_gull_{i}(bread):\n    \"\"\"Feeds gull number {i}.\"\"\"\n    return bread.crumble({i})\n"))]);
        var answer = await workspace.AskAsync("how do they feed a gull", null);
        Assert.Equal(7, answer.Citations.Count);
        Assert.Equal(4, answer.Markdown.Split("\n### ").Length - 1);
        var listed = answer.Markdown[answer.Markdown.IndexOf("Also worth a look:", StringComparison.Ordinal)..];
        Assert.All(answer.Citations.Skip(4), citation => Assert.Contains($"- `{citation.Label}` — `{citation.Path}:1-3`: Feeds gull number", listed));
    }

    [Theory]
    [InlineData("where is the anchor?", "`anchor` is declared at `src/boat.py:1-3`.")]
    [InlineData("how does the anchor hold in a storm?", "The most likely place is `anchor` at `src/boat.py:1-3`.")]
    public async Task Where_something_is_declared_answers_only_who_asks_for_it(string question, string opening)
    {
        using var workspace = await AskWorkspace.CreateAsync(("src/boat.py", "def anchor(storm):\n    \"\"\"Holds.\"\"\"\n    return storm < 7\n"));
        Assert.StartsWith(opening, (await workspace.AskAsync(question, null)).Markdown);
    }

    [Theory]
    [InlineData("what happens to a gull that keeps crying")]
    [InlineData("can a gull be fed twice")]
    [InlineData("is somebody sure that the gull is fed enough")]
    public async Task How_a_question_is_put_is_neither_missed_nor_a_reason_to_refuse(string question)
    {
        using var workspace = await AskWorkspace.CreateAsync(("src/gull.py", "def feed_gull(crying):\n    \"\"\"A gull that is fed stops crying.\"\"\"\n    return not crying\n"));
        var answer = await workspace.AskAsync(question, null);
        Assert.Equal(AnswerKind.Extractive, answer.Kind);
        Assert.DoesNotContain("No passage has", answer.Markdown);
    }

    [Fact]
    public async Task A_word_in_two_forms_is_not_missed_in_one_of_them()
    {
        using var workspace = await AskWorkspace.CreateAsync(("src/gull.py", "def feed_gull(crying):\n    \"\"\"A gull is fed with bread.\"\"\"\n    return not crying\n"));
        Assert.DoesNotContain("No passage has", (await workspace.AskAsync("how is a gull fed when other gulls cry", null)).Markdown);
    }

    [Fact]
    public async Task A_heading_is_named_once_as_a_reason()
    {
        using var workspace = await AskWorkspace.CreateAsync(("README.md", "# Lantern\n\n## Wicks\n\nA wick is cut.\n\n### Combining wicks\n\nTwo of them are twisted.\n"), ("docs/oil.md", "# Oil\n\nIt burns.\n"));
        var reason = (await workspace.AskAsync("how are wicks combined", null)).Markdown.Split('\n').First(line => line.StartsWith("Found by", StringComparison.Ordinal));
        Assert.Equal(2, reason.Split(" in its heading").Length);
    }

    [Fact]
    public async Task A_passage_does_not_begin_in_the_middle_of_a_short_type()
    {
        const string Source = """
            package harbour

            import (
                "sync"
            )

            // PeriodicChores manages scheduling of periodic chores.
            type PeriodicChores struct {
                s *Scheduler
                p ChoreProvider
                done chan struct{}
            }

            type PeriodicOptions struct {
                // How many minutes between two of them
                ChoreProvider ChoreProvider
                Other int
            }
            """;
        using var workspace = await AskWorkspace.CreateAsync(("chores.go", Source));
        var answer = await workspace.AskAsync("how are chores scheduled", null);
        Assert.Contains("// PeriodicChores manages scheduling of periodic chores.\ntype PeriodicChores struct {\n    s *Scheduler\n", answer.Markdown);
    }

    [Fact]
    public async Task A_field_is_shown_with_the_type_that_it_is_of()
    {
        var others = string.Concat(Enumerable.Range(0, 40).Select(i => $"/// Boat number {i}.\npub fn boat_{i}(deck: u32) -> u32 {{\n    let sail = deck + {i};\n    sail * 2\n}}\n\n"));
        using var workspace = await AskWorkspace.CreateAsync(("src/harbour.rs", others + "/// What the harbour tells.\npub enum Signal {\n    /// A ship came in.\n    Arrived {\n        /// The lantern that was lit for it.\n        lantern: String,\n        berth: u32,\n    },\n}\n"));
        var answer = await workspace.AskAsync("which lantern was lit", null);
        Assert.Contains("    Arrived {\n        /// The lantern that was lit for it.\n        lantern: String,\n        berth: u32,\n    },", answer.Markdown);
    }

    [Fact]
    public async Task What_is_shown_is_what_it_is_called_after_and_not_what_its_name_ends_with()
    {
        const string Source = "class Cluster\n  def restart\n    @restart = true\n    stop\n  end\n\n  def phased_restart(refork = false)\n    return false if @options[:preload]\n    @phased_restart = true\n    wakeup!\n  end\nend\n";
        var others = string.Concat(Enumerable.Range(0, 60).Select(i => $"  # Counts the ropes of pier {i}.\n  def ropes_{i}(pier)\n    pier.ropes.select {{ |rope| rope.length > {i} }}.count\n  end\n\n"));
        using var workspace = await AskWorkspace.CreateAsync(("lib/cluster.rb", Source.Replace("class Cluster\n", "class Cluster\n" + others, StringComparison.Ordinal)));
        var answer = await workspace.AskAsync("how does a phased restart work", null);
        var first = Assert.Single(answer.Citations, c => c.Label == "Cluster.phased_restart");
        var lines = File.ReadAllLines(Path.Combine(workspace.Root, first.Path))[(first.StartLine - 1)..first.EndLine];
        Assert.Contains(lines, line => line.Contains("def phased_restart", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_hits_in_a_row_the_best_one_is_shown_and_not_the_head_of_the_file()
    {
        var head = "/*\n * @file LanternParser.h, the lantern parser\n" + string.Concat(Enumerable.Range(0, 8).Select(i => $" * Clause {i}: who reads this has read it.\n")) + " */\n\n#include \"LanternParser.h\"\n#include \"parsing/LanternParsing.h\"\n\nusing namespace harbour;\nusing harbour::parseLantern;\nusing harbour::parseLanternSignal;\n\n";
        var body = "LanternParser::LanternParser(const std::string &signal)\n{\n" + string.Concat(Enumerable.Range(0, 16).Select(i => $"    if (signal.size() > {i})\n        lights_.push_back(table_[{i}]);\n")) + "}\n";
        var rest = "\nvoid LanternParser::reset(std::size_t count)\n{\n" + string.Concat(Enumerable.Range(0, 9).Select(i => $"    if (count > {i})\n        lights_[{i}].clear();\n")) + "}\n";
        using var workspace = await AskWorkspace.CreateAsync(("src/LanternParser.cc", head + body + rest));
        var answer = await workspace.AskAsync("how is a lantern signal parsed", null);
        Assert.Contains("```cpp\nLanternParser::LanternParser(const std::string &signal)\n{\n", answer.Markdown);
        Assert.Contains("table_[15]", answer.Markdown);
        Assert.DoesNotContain("#include", answer.Markdown);
    }

    // Paragraphs of five lines.
    private static string Function(string name, int lines)
    {
        var text = new StringBuilder($"def {name}(water):\n");
        for (var i = 0; i < lines; i++)
        {
            text.Append(i % 6 == 5 ? "\n" : $"    total = water.measure_tide_at({i})\n");
        }

        return text.Append("    return total\n").ToString();
    }
}
