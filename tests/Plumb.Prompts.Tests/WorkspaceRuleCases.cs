using Plumb.Prompts.Rules;
using Plumb.Prompts.Workspace;

namespace Plumb.Prompts.Tests;

/// <summary>Cases of the rules that look at more than the file: its workspace, a budget, the base, the code's names.</summary>
internal static class WorkspaceRuleCases
{
    private const string Long = "Answer the question from the passages, and cite the passage that each sentence of the answer rests on.\n";

    public static IReadOnlyList<RuleCase> All { get; } = [.. Include(), .. Globs(), .. Budgets(), .. Growth(), .. Caching(), .. Carried(), .. Functions(), .. Duplicates(), .. References(), .. Commands()];

    private static string Models(string content, string model = "openai/gpt-4o") => $"messages:\n  - role: user\n    content: |\n      {content.TrimEnd().Replace("\n", "\n      ", StringComparison.Ordinal)}\nmodel: {model}\n";

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    private static IEnumerable<RuleCase> Include()
    {
        RuleCase Case(string path, string text, bool found, params (string, string)[] files) => new("T09", path, text, found, RuleCase.Around([.. files, (path, text)]));
        yield return Case("a.prompt", "---\nmodel: x/y\n---\n{{>stlye}}\n", true, ("_style.prompt", "x"));
        yield return Case("a/b.prompt", "---\nmodel: x/y\n---\n{{> footer}}\n", true, ("a/_header.prompt", "x"));
        yield return Case("_a.prompt", "---\nmodel: x/y\n---\n{{>a}}\n", true);
        yield return Case("_a.prompt", "---\nmodel: x/y\n---\n{{>b}}\n", true, ("_b.prompt", "---\nmodel: x/y\n---\n{{>a}}\n"));
        yield return Case("a.poml", "<poml><include src=\"gone.poml\" /></poml>", true);
        yield return Case("a.prompty", "---\nname: x\n---\nuser:\n{% include \"gone.jinja\" %}\n", true);
        yield return Case("a.prompt", "---\nmodel: x/y\n---\n{{>style}}\n", false, ("_style.prompt", "x"));
        yield return Case("a/b.prompt", "---\nmodel: x/y\n---\n{{>style}}\n", false, ("_style.prompt", "x"));
        yield return Case("a.prompt", "---\nmodel: x/y\n---\n{{>anything}}\n", false);
        yield return Case("a.poml", "<poml><include src=\"b.poml\" /></poml>", false, ("b.poml", "<p>x</p>"));
        yield return Case("a.prompt", "---\nmodel: x/y\n---\n{{>b}}{{>c}}\n", false, ("_b.prompt", "---\nmodel: x/y\n---\n{{>c}}\n"), ("_c.prompt", "x"));
        yield return new("T09", "a.poml", "<poml><include src=\"gone.poml\" /></poml>", false);
    }

    private static IEnumerable<RuleCase> Globs()
    {
        RuleCase Case(string path, string front, bool found) => new("F06", path, $"---\n{front}\n---\nhi\n", found, RuleCase.Around(("src/a.ts", "x"), ("lib/b/c.py", "x")));
        yield return Case(".github/instructions/a.instructions.md", "applyTo: 'source/**'", true);
        yield return Case(".github/instructions/a.instructions.md", "applyTo: '**/*.go'", true);
        yield return Case(".github/instructions/a.instructions.md", "applyTo: 'a/*.ts, b/*.ts'", true);
        yield return Case(".cursor/rules/a.mdc", "globs: ['web/**']", true);
        yield return Case(".cursor/rules/a.mdc", "globs: 'src/*.tsx'", true);
        yield return Case(".github/instructions/a.instructions.md", "applyTo: '**'", false);
        yield return Case(".github/instructions/a.instructions.md", "applyTo: 'gone/**, src/**'", false);
        yield return Case(".github/instructions/a.instructions.md", "applyTo: '**/*.{ts,go}'", false);
        yield return Case("instructions/a.instructions.md", "applyTo: 'source/**'", false);
        yield return Case(".cursor/rules/a.mdc", "globs:", false);
        yield return Case(".cursor/rules/a.mdc", "description: x", false);
    }

    private static IEnumerable<RuleCase> Budgets()
    {
        RuleCase Case(string path, string text, bool found, int? budget) => new("K01", path, text, found, LintOptions.Default with { TokenBudget = budget });
        yield return Case("a.prompt.yml", Models(Long), true, 10);
        yield return Case("a.prompty", "---\nname: x\n---\nuser:\n" + Long, true, 15);
        yield return Case("a.yaml", Marked.Kernel(Long), true, 15);
        yield return Case("AGENTS.md", Repeat(Long, 20), true, 100);
        yield return Case("a.prompt", "---\nmodel: x/y\n---\n" + Long + Long, true, 30);
        yield return Case("a.prompt.yml", Models(Long), false, 100);
        yield return Case("a.prompt.yml", Models(Long), false, null);
        yield return Case("a.prompty", "---\nname: x\n---\nuser:\nHi\n", false, 10);
        yield return Case("AGENTS.md", "Use tabs.\n", false, 10);
        yield return Case("a.prompt.yml", "messages:\n  - role: user\n    content: Hi\ntestData:\n  - x: " + Long, false, 10);

        RuleCase Window(string text, bool found, string model = "local/tiny") =>
            new("K02", "a.prompt.yml", Models(text, model), found, LintOptions.Default with { Models = new OneModel(new ModelFacts("tiny") { ContextWindow = 100 }) });
        yield return Window(Repeat(Long, 4), true);
        yield return Window(Repeat("word ", 80), true);
        yield return Window(Repeat("one two three four ", 20), true);
        yield return Window("Answer from these facts.\n" + Repeat(Long, 5), true);
        yield return Window(Repeat("1,", 100), true);
        yield return Window(Long, false);
        yield return Window(Repeat(Long, 4), false, "other/model");
        yield return Window("Answer from {{facts}}.", false);
        yield return Window(Repeat("word ", 50), false);
        yield return new("K02", "a.prompt.yml", Models(Repeat(Long, 50), "openai/gpt-4o"), false);
    }

    private static IEnumerable<RuleCase> Growth()
    {
        RuleCase Case(string was, string now, bool found) => new("K03", "a.prompt.yml", now, found, LintOptions.Default with { Base = new OneBase(was) });
        yield return Case(Models(Long), Models(Repeat(Long, 4)), true);
        yield return Case(Models("Hi"), Models(Repeat(Long, 3)), true);
        yield return Case(Models(Repeat(Long, 5)), Models(Repeat(Long, 9)), true);
        yield return Case(Models(Long), Models(Long + Repeat("word ", 60)), true);
        yield return new("K03", "a.prompty", "---\nname: x\n---\nuser:\n" + Repeat(Long, 5), true, LintOptions.Default with { Base = new OneBase("---\nname: x\n---\nuser:\nHi\n") });
        yield return Case(Models(Long), Models(Long), false);
        yield return Case(Models(Repeat(Long, 4)), Models(Long), false);
        yield return Case(Models(Long), Models(Long + "Be brief."), false);
        yield return Case(Models(Repeat(Long, 20)), Models(Repeat(Long, 22)), false);
        yield return Case("no prompt", Models(Repeat(Long, 4)), false);
        yield return new("K03", "a.prompt.yml", Models(Repeat(Long, 9)), false);
    }

    private static IEnumerable<RuleCase> Caching()
    {
        var many = Repeat(Long, 50);
        RuleCase Case(string body, bool found) => new("K04", "a.prompty", "---\nname: x\n---\n" + body, found);
        yield return Case($"system:\nYou serve {{{{name}}}}.\n{many}user:\nHi\n", true);
        yield return Case($"system:\nToday is {{{{date}}}}, and it rains.\n\n{many}user:\nHi\n", true);
        yield return Case($"system:\n{Long}{{{{name}}}}\n{many}user:\nHi\n", true);
        yield return Case($"developer:\nUser: {{{{user}}}} ({{{{role}}}})\n{many}user:\nHi\n", true);
        yield return new("K04", "a.prompt", $"---\nmodel: x/y\n---\n{{{{role \"system\"}}}}\nThe user is {{{{name}}}}.\n{many}{{{{role \"user\"}}}}\nHi\n", true);
        yield return Case($"system:\n{many}You serve {{{{name}}}}.\nuser:\nHi\n", false);
        yield return Case($"system:\n{many}user:\n{{{{name}}}}\n{many}", false);
        yield return Case($"system:\nYou serve {{{{name}}}}.\n{Long}user:\nHi\n", false);
        yield return Case($"user:\n{{{{name}}}}\n{many}", false);
        yield return Case($"system:\n{{% if name %}}x{{% endif %}}\n{many}user:\nHi\n", false);
        yield return Case($"system:\n{many}", false);
    }

    private static IEnumerable<RuleCase> Carried()
    {
        RuleCase Case(string path, string text, bool found, params (string, string)[] files) => new("K05", path, text, found, RuleCase.Around([.. files, (path, text)]) with { AlwaysOnBudget = 50 });
        yield return Case("AGENTS.md", Repeat(Long, 5), true);
        yield return Case("CLAUDE.md", Repeat(Long, 5), true);
        yield return Case(".github/copilot-instructions.md", Repeat(Long, 3), true, ("AGENTS.md", Long));
        yield return Case(".cursor/rules/a.mdc", "---\nalwaysApply: true\n---\n" + Repeat(Long, 5), true);
        yield return Case(".github/instructions/a.instructions.md", "---\napplyTo: '**'\n---\n" + Repeat(Long, 5), true);
        yield return Case("AGENTS.md", Long, false);
        yield return Case("AGENTS.md", Repeat(Long, 2), false, ("CLAUDE.md", Long));
        yield return Case("instructions/a.instructions.md", "---\napplyTo: '**'\n---\n" + Repeat(Long, 5), false);
        yield return Case(".github/instructions/a.instructions.md", "---\napplyTo: '**/*.ts'\n---\n" + Repeat(Long, 5), false);
        yield return Case("AGENTS.md", Repeat(Long, 2), false, (".github/copilot-instructions.md", Repeat(Long, 4)));
        yield return Case("skills/a/SKILL.md", Repeat(Long, 5), false);
    }

    private static IEnumerable<RuleCase> Functions()
    {
        RuleCase Case(string template, bool found, string format = "semantic-kernel") => new("T08", "a.yaml", Marked.Kernel(template, format), found, LintOptions.Default with { Symbols = new KnownSymbols(["Summarize", "SearchAsync", "GetWeather", "Now"]) });
        yield return Case("{{text.Sumarize $name}}", true);
        yield return Case("{{Summarise $name}}", true);
        yield return Case("{{weather.GetWheather $name}}", true);
        yield return Case("{{p.GetWeathr}}", true);
        yield return Case("{{p.Summarizee $name}} {{$items}}", true);
        yield return Case("{{text.Summarize $name}}", false);
        yield return Case("{{web.Search $name}}", false);
        yield return Case("{{web.SomethingElse $name}}", false);
        yield return Case("{{time.Now}}", false);
        yield return Case("{{$Sumarize}} {{$name}}", false);
        yield return new("T08", "a.yaml", Marked.Kernel("{{text.Sumarize $name}}"), false);
    }

    private static IEnumerable<RuleCase> Duplicates()
    {
        const string Line = "Run the tests before every commit, and mend what they find.";
        RuleCase Case(string path, string text, bool found, params (string, string)[] files) => new("I01", path, text, found, RuleCase.Around([.. files, (path, text)]));
        yield return Case(".github/copilot-instructions.md", $"# A\n{Line}\n", true, ("AGENTS.md", $"{Line}\n"));
        yield return Case("src/AGENTS.md", $"{Line}\n", true, ("AGENTS.md", $"{Line}\n"));
        yield return Case("src/CLAUDE.md", $"  {Line}  \n", true, ("CLAUDE.md", $"{Line}\n"));
        yield return Case("CLAUDE.md", $"@AGENTS.md\n\n{Line}\n", true, ("AGENTS.md", $"{Line}\n"));
        yield return Case(".github/instructions/a.instructions.md", $"---\napplyTo: '**'\n---\n{Line}\n", true, (".github/copilot-instructions.md", $"{Line}\n"));
        yield return Case(".cursor/rules/a.mdc", $"---\nalwaysApply: true\n---\n{Line}\n", true, ("AGENTS.md", $"{Line}\n"));
        yield return Case("CLAUDE.md", $"{Line}\n", false, ("AGENTS.md", $"{Line}\n"));
        yield return Case("AGENTS.md", $"{Line}\n", false, (".github/copilot-instructions.md", $"{Line}\n"));
        yield return Case("src/AGENTS.md", $"{Line}\n", false, ("lib/AGENTS.md", $"{Line}\n"));
        yield return Case("web/.parts/a/AGENTS.md", $"{Line}\n", false, ("web/.parts/b/AGENTS.md", $"{Line}\n"));
        yield return Case("web/.parts/a/AGENTS.md", $"{Line}\n", true, ("web/AGENTS.md", $"{Line}\n"));
        yield return Case(".agents/skills/a/AGENTS.md", $"{Line}\n", false, ("AGENTS.md", $"{Line}\n"));
        yield return Case("CLAUDE.md", $"{Line}\n", true, (".claude/CLAUDE.md", $"{Line}\n"));
        yield return Case("src/AGENTS.md", "Use tabs.\n", false, ("AGENTS.md", "Use tabs.\n"));
        yield return Case("src/AGENTS.md", $"```\n{Line}\n```\n", false, ("AGENTS.md", $"{Line}\n"));
        yield return Case("samples/.github/copilot-instructions.md", $"{Line}\n", false, (".github/copilot-instructions.md", $"{Line}\n"));
        yield return Case("instructions/b.instructions.md", $"---\napplyTo: '**'\n---\n{Line}\n", false, ("instructions/a.instructions.md", $"---\napplyTo: '**'\n---\n{Line}\n"));
    }

    private static IEnumerable<RuleCase> References()
    {
        RuleCase Case(string text, bool found, string path = "docs/AGENTS.md") => new("I03", path, text, found, RuleCase.Around(("docs/a.md", "x"), ("src/b.cs", "x"), (path, text)) with
        {
            Symbols = new KnownSymbols(["OrderService", "retry_count"]),
            Tools = new HashSet<string> { "search", "github/*" },
        });
        yield return Case("See [a](aa.md).\n", true);
        yield return Case("See #file:../src/c.cs\n", true);
        yield return Case("See [b](/src/gone.cs).\n", true);
        yield return Case("Use #tool:serach for it.\n", true);
        yield return Case("The class `OrderServise` sends it.\n", true);
        yield return Case("Set `retry_cuont` to 3.\n", true);
        yield return Case("---\nname: x\nsample: ${file:gone.json}\n---\nuser:\nhi\n", true, "docs/a.prompty");
        yield return Case("---\nname: x\nsample: ${file:a.md}\n---\nuser:\nhi\n", false, "docs/a.prompty");
        yield return Case("See [a](a.md#part) and [b](../src/b.cs).\n", false);
        yield return Case("See [b](src/b.cs).\n", false);
        yield return Case("See [it](path/to/file.md) or [web](https://x.y/z.md).\n", false);
        yield return Case("Use #tool:search and #tool:github/issues.\n", false);
        yield return Case("The class `OrderService` and a `FooBar` of yours.\n", false);
        yield return Case("```\n[a](gone.md) `OrderServise`\n```\n", false);
        yield return Case("See [notes](internal-wiki/notes).\n", false);
        yield return Case("`OrderServise` was renamed.\n", false);
        yield return Case("| 3.x | 4.x |\n|---|---|\n| `OrderService.SendAll` | `SendEach` |\n", false);
        yield return Case("| Type | Use |\n|---|---|\n| `OrderService.SendAll` | sends |\n", true);
        yield return Case("An `XrderService` of the library.\n", false);
        yield return Case("See [its page](../node_modules/some-package/docs/index.md).\n", false);
        yield return Case("The class `OrderServise` sends it.\n", false, ".agents/skills/orders/AGENTS.md");
        yield return Case("See [it](gone.md).\n", false, "docs/agents.md");
        yield return Case("See [it](gone.md).\n", true, "agents.md");
        yield return new("I03", "AGENTS.md", "See [a](gone.md).\n", false);
    }

    private static IEnumerable<RuleCase> Commands()
    {
        RuleCase Case(string text, bool found, string path = "AGENTS.md") => new("I05", path, text, found, RuleCase.Around(
            ("package.json", "{\"scripts\": {\"test\": \"x\", \"build:all\": \"x\"}}"), ("Makefile", "all: test\n\ntest:\n\tx\n"), ("justfile", "fmt:\n  x\n"), ("src/App/App.csproj", "<Project />"), (path, text)));
        yield return Case("Run `npm run tset`.\n", true);
        yield return Case("```sh\npnpm run build\n```\n", true);
        yield return Case("`make tets`\n", true);
        yield return Case("`just format`\n", true);
        yield return Case("`dotnet test tests/App.Tests`\n", true);
        yield return Case("```\ndotnet run --project src/Ap/App.csproj\n```\n", true, "CLAUDE.md");
        yield return Case("Run `npm run test` and `yarn run build:all`.\n", false);
        yield return Case("`make test` makes it all work.\n", false);
        yield return Case("Please make sure that just this runs.\n", false);
        yield return Case("`dotnet test`, `dotnet build src/App` and `dotnet run --project src/App/App.csproj`\n", false);
        yield return Case("```\ncd src\ndotnet run --project App/App.csproj\ndotnet test tests/ProjectName.Tests/ProjectName.Tests.csproj\n```\n", false);
        yield return Case("Run `npm run tset`.\n", false, "skills/a/SKILL.md");
        RuleCase Just(string text, bool found) => new("I05", "AGENTS.md", text, found, RuleCase.Around(
            ("justfile", "set shell := [\"sh\"]\nalias f := format\nmod docs\n\nformat *args:\n  x\ntest kind='unit' flags=\"\":\n  x\n@lint $LEVEL: format\n  x\n"), ("AGENTS.md", text)));
        yield return Just("Run `just f`, then `just test` and `just lint`; `just docs` shows more.\n", false);
        yield return Just("Run `just fmt`.\n", true);
        RuleCase Packages(string text, bool found, string path) => new("I05", path, text, found, RuleCase.Around(
            ("package.json", "{\"scripts\": {\"test\": \"x\"}}"), ("examples/chat/package.json", "{\"scripts\": {\"start\": \"x\"}}"), (path, text)));
        yield return Packages("Each one runs by `npm run start`.\n", false, "examples/AGENTS.md");
        yield return Packages("Run `npm run start`.\n", true, "AGENTS.md");
        yield return new("I05", "AGENTS.md", "Run `npm run tset`.\n", false);
    }
}
