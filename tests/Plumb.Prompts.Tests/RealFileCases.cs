using Plumb.Prompts.Rules;

namespace Plumb.Prompts.Tests;

/// <summary>
/// A case per rule that is cut down from a file of a public repository with a permissive licence, mostly one that the
/// rule was once wrong about or that shows why it exists. The source says which file.
/// </summary>
internal static class RealFileCases
{
    private const string Judge =
        "---\nname: Judge\nmodel:\n  api: chat\n  configuration:\n    type: azure_openai\n    azure_deployment: gpt-4\n  parameters:\n    temperature: 0.0\n    response_format:\n      type: text\n"
        + "inputs:\n  question:\n    type: string\n  answer:\n    type: string\n---\nsystem:\nYou rate answers.\n\nuser:\n";

    private const string Intent =
        "name: getIntent\ntemplate: |\n  <message role=\"system\">What is the intent of this request? If you are unsure, reply with {{choices.[0]}}.\n  Choices: {{choices}}.</message>\n\n  {{ConversationSummaryPlugin.SummarizeConversation history}}\n\n"
        + "  <message role=\"user\">{{request}}</message>\n  <message role=\"system\">Intent:</message>\ntemplate_format: handlebars\ninput_variables:\n  - name: choices\n    description: The choices\n    default: ContinueConversation, EndConversation\n  - name: request\n    is_required: true\n"
        + "execution_settings:\n  default:\n    max_tokens: 10\n    temperature: 0\n  gpt-3.5-turbo:\n    model_id: gpt-3.5-turbo-0613\n    max_tokens: 10\n    temperature: 0.2\n";

    private const string Contoso =
        "---\nname: Contoso Chat Prompt\ndescription: A retail assistant.\nauthors:\n  - Someone\nmodel:\n  api: chat\n  configuration:\n    type: azure_openai\n    azure_deployment: gpt-4o-mini\n    azure_endpoint: ${ENV:AZURE_OPENAI_ENDPOINT}\n  parameters:\n    max_tokens: 3000\n"
        + "sample:\n  firstName: Nitya\n  question: What can you tell me about your tents?\n---\n\nsystem:\nYou are an AI assistant who helps people find information.\n\n# Customer\nYou are helping {{firstName}} to find answers to their questions.\n\n# user\n{{question}}\n";

    private const string Quality =
        "name: Quality Check\nmodel: openai/gpt-4o\nmodelParameters:\n  temperature: 0.1\n  maxTokens: 300\nmessages:\n  - role: system\n    content: |\n      Only flag prompts that are clearly problematic. When in doubt, approve the prompt.\n\n      Respond with a JSON object:\n      {\n        \"shouldDelist\": boolean,\n        \"reason\": \"NOT_ENGLISH\" | null,\n      }\n"
        + "  - role: user\n    content: |\n      Title: {{title}}\n      Description: {{description}}\ntestData:\n  - title: Code Helper\n    expected: '{\"shouldDelist\": false}'\n";

    private const string Basic =
        "---\nname: basic-prompt\nmetadata:\n  authors:\n    - someone\nmodel:\n  id: gpt-4\n  provider: openai\n  apiType: chat\n  connection:\n    kind: key\n    endpoint: ${env:OPENAI_ENDPOINT:https://api.openai.com/v1}\n    apiKey: ${env:OPENAI_API_KEY}\n  options:\n    temperature: 0.7\n    maxOutputTokens: 1000\n"
        + "inputs:\n  - name: firstName\n    kind: string\n    default: Jane\n  - name: question\n    kind: string\n    default: What is the meaning of life?\ntemplate:\n  format:\n    kind: jinja2\n---\nsystem:\nYou help {{firstName}}.\n\nuser:\n{{question}}\n";

    private const string IntentSource = "microsoft/semantic-kernel dotnet/samples/LearnResources/Resources/getIntent.prompt.yaml (MIT)";
    private const string ContosoSource = "Azure-Samples/contoso-chat docs/workshop/src/1-build/chat-0.prompty (MIT)";
    private const string QualitySource = "f/awesome-chatgpt-prompts src/lib/ai/quality-check.prompt.yml (CC0-1.0)";
    private const string BasicSource = "microsoft/prompty spec/fixtures/basic.prompty (MIT)";
    private const string JudgeSource = "Azure-Samples/ai-rag-chat-evaluator src/evaltools/eval/evaluate_metrics/prompts/dontknowness.prompty (MIT)";

    public static IReadOnlyList<RuleCase> All { get; } =
    [
        new("F01", "planner.agent.md", "---\ndescription: Plans one feature.\nname: planner\nagent: agent\ntools: [codebase]\n---\nPlan it.\n", false, null, "github/awesome-copilot agents/one-shot-feature-issue-planner.agent.md (MIT)"),
        new("F02", "a11y.instructions.md", "---\napplyTo: '**'\ndescription: 'Accessibility standards, with anti-patterns.'\n---\n# Standards\n", false, null, "github/awesome-copilot instructions/a11y.instructions.md (MIT)"),
        new("F02", "validate-codeowners.instructions.md", "---\nmode: 'agent'\ntools: ['check_label', 'update_owner']\n---\n\n## Goal:\nValidate the label.\n", true, null, "microsoft/mcp eng/common/instructions/azsdk-tools/validate-codeowners.instructions.md (MIT)"),
        new("F03", "test.prompt", "---\nconfig: \n  temperature: 11\n---\nHello from the prompt file\n", false, null, "firebase/genkit js/genkit/tests/prompts/test.prompt (Apache-2.0)"),
        new("F04", "judge.prompty", Judge + "{{question}} {{answer}}\n", false, null, JudgeSource),
        new("F05", "a11y.instructions.md", "---\napplyTo: '**'\ndescription: 'Accessibility standards'\n---\n# Standards\n", false, null, "github/awesome-copilot instructions/a11y.instructions.md (MIT)"),
        new("F06", "instructions/a11y.instructions.md", "---\napplyTo: '**/*.razor'\n---\n# Standards\n", false, RuleCase.Around(("a.md", "x")), "github/awesome-copilot instructions (MIT)"),
        new("F07", "getIntent.prompt.yaml", Intent, false, null, IntentSource),
        new("I01", "CLAUDE.md", "| `prisma/schema.prisma` | Database schema |\n", false, RuleCase.Around(("AGENTS.md", "| `prisma/schema.prisma` | Database schema |\n"), ("CLAUDE.md", "")), "f/awesome-chatgpt-prompts CLAUDE.md (CC0-1.0)"),
        new("I02", "check.prompt.yml", Quality, false, null, QualitySource),
        new("I03", "plugins/security-scanning/skills/sast-configuration/SKILL.md", "## Related Skills\n\n- [OWASP Top 10 Checklist](../owasp-top10-checklist/SKILL.md)\n", true, RuleCase.Around(("plugins/security-scanning/skills/sast-configuration/SKILL.md", "")), "wshobson/agents plugins/security-scanning/skills/sast-configuration/SKILL.md (MIT)"),
        new("I04", "getIntent.prompt.yaml", Intent, false, null, IntentSource),
        new("I05", "AGENTS.md", "```bash\nnpm run dev              # Start development server (localhost:3000)\nnpm run db:generate      # Generate Prisma client\n```\n", false, RuleCase.Around(("package.json", "{\"scripts\": {\"dev\": \"next\", \"db:generate\": \"prisma\"}}")), "f/awesome-chatgpt-prompts AGENTS.md (CC0-1.0)"),
        new("I06", "AGENTS.md", "# Tests\n\n<!-- prettier-ignore -->\n| a | b |\n", false, null, "microsoft/vscode-copilot-chat .github/copilot-instructions.md (MIT)"),
        new("K01", "chat.prompty", Contoso, false, Plumb.Prompts.Workspace.LintOptions.Default with { TokenBudget = 500 }, ContosoSource),
        new("K02", "check.prompt.yml", Quality, false, null, QualitySource),
        new("K03", "chat.prompty", Contoso, false, Plumb.Prompts.Workspace.LintOptions.Default with { Base = new OneBase(Contoso.Replace("# Customer\n", "", StringComparison.Ordinal)) }, ContosoSource),
        new("K04", "chat.prompty", Contoso, false, null, ContosoSource),
        new("K05", "CLAUDE.md", "@AGENTS.md\n", false, RuleCase.Around(("AGENTS.md", "Use uv.\n"), ("CLAUDE.md", "@AGENTS.md\n")), "pipecat-ai/pipecat CLAUDE.md (BSD-2-Clause)"),
        new("M01", "chat.prompty", "---\nname: Contoso_Chat_Prompt\nmodel:\n  id: gpt-35-turbo\n  apiType: chat\n---\nuser:\nHi\n", false, null, "microsoft/semantic-kernel dotnet/src/Functions/Functions.Prompty.UnitTests/TestData/chat.prompty (MIT)"),
        new("M02", "getIntent.prompt.yaml", Intent, true, null, IntentSource),
        new("M03", "chat.prompty", Contoso, false, null, ContosoSource),
        new("M04", "basic.prompty", Basic, false, null, BasicSource),
        new("M05", "basic.prompty", Basic, false, null, BasicSource),
        new("M06", "judge.prompty", Judge + "{{question}} {{answer}}\n", false, null, JudgeSource),
        new("M07", "multimodal.prompty", "---\nname: multimodal\nmodel:\n  id: gpt-4o\n  apiType: chat\ninputs:\n  - name: question\n    kind: string\n  - name: photo\n    kind: image\n---\nsystem:\nYou can see images.\n\n{{photo}}\n\nuser:\n{{question}}\n", false, null, "microsoft/prompty spec/fixtures/multimodal.prompty (MIT)"),
        new("P01", "schema.prompt", "---\ninput:\n  schema:\n    topic: string, Topic to write about\n    style?: \"formal\" | \"casual\" | \"technical\"\n---\n{{topic}}\n", true, null, "google/dotprompt packages/codemirror/samples/02-schema-and-config.prompt (Apache-2.0)"),
        new("R01", "getIntent.prompt.yaml", Intent, true, null, IntentSource),
        new("R02", "apology.prompty", Judge + "**Example 1**\nuser: Where can I get my car fixed?\nassistant: I'm sorry, I don't know that.\nresult:\n{\"apology\": 1}\n", false, null, "microsoft/promptflow src/promptflow-evals/samples/evaluate-using-data/custom/apology.prompty (MIT)"),
        new("R03", "chat.prompty", Contoso.Replace("# user\n", "# Question\n", StringComparison.Ordinal), true, null, ContosoSource),
        new("R03", "accuracy.prompt", "---\ninput:\n    schema:\n        query: string\n        output: string\n        reference: string\n---\n{{role \"system\"}}\nYou rate a user's answer.\n\n### Question: {{query}}\n### Reference Answer: {{reference}}\n### User Answer: {{output}}\n", false, null, "firebase/genkit js/plugins/evaluators/prompts/answer_accuracy.prompt (Apache-2.0)"),
        new("S01", "parrot.yaml", "name: Parrot\ntemplate_format: semantic-kernel\ntemplate: |\n    <message role=\"user\"> Repeat the user message {{$user_message}} in the voice of a pirate and then end with {{$count}} parrot sounds.</message>\ninput_variables:\n    - name: count\n", true, null, "microsoft/semantic-kernel python/samples/concepts/resources/sample_plugins/parrot.yaml (MIT)"),
        new("S02", "basic.prompty", Basic, false, null, BasicSource),
        new("S03", "triage.agent.md", "```markdown\n# Report\n\n\u200B```\nTotal open: {{total}}\n\u200B```\n```\n", false, null, "github/awesome-copilot agents/azure-verified-modules-owner-triage.agent.md (MIT)"),
        new("S04", "chat.prompty", Contoso, false, null, ContosoSource),
        new("S05", "AGENTS.md", "# Tests\n\n<!-- prettier-ignore -->\n| a | b |\n", false, null, "microsoft/vscode-copilot-chat .github/copilot-instructions.md (MIT)"),
        new("S06", "chat.prompty", Contoso, false, null, ContosoSource),
        new("T01", "judge.prompty", Judge + "question: {{query}}\nanswer: {{response}}\nstars:\n", true, null, JudgeSource),
        new("T02", "escape.prompty", "---\nname: Basic Prompt\nmodel:\n  api: chat\n  configuration:\n    type: azure_openai\n    azure_deployment: gpt-35-turbo\ninputs:\n  firstName:\n    type: string\n    default: John\n  question:\n    type: string\n---\nuser:\n{{question}}\n", true, null, "microsoft/promptflow src/promptflow/tests/test_configs/prompty/prompty_with_escape_role.prompty (MIT)"),
        new("T02", "rag.cs", "kernel.InvokePromptStreamingAsync(promptTemplate: @\"{{#with (SearchPlugin-Search input)}}{{#each this}}{{this}}{{/each}}{{/with}}\", templateFormat: \"handlebars\", promptTemplateFactory: new HandlebarsPromptTemplateFactory(), arguments: new KernelArguments() { { \"input\", q }, { \"collection\", c } });", false, null, "microsoft/semantic-kernel dotnet/samples/Demos/OnnxSimpleRAG/Program.cs (MIT)"),
        new("T03", "basic.prompty", Basic, false, null, BasicSource),
        new("T04", "unclosed.prompt", "---\ninput:\n  schema:\n    name: string\n---\nHello, {{ name }}!\n\n{{#if name}}\n  Welcome, VIP member!\n", true, null, "google/dotprompt examples/error-unclosed-block.prompt (Apache-2.0)"),
        new("T04", "shopper.cs", "var f = KernelFunctionFactory.CreateFromPrompt($$$\"\"\"\n    History:\n    {{${{{Names.History}}}}}\n    \"\"\");", false, null, "microsoft/semantic-kernel dotnet/samples/Concepts/Agents/ComplexChat_NestedShopper.cs (MIT)"),
        new("T05", "grounded_chat.prompty", "---\nname: Chat with documents\ninputs:\n  conversation:\n    type: array\n---\nsystem:\nAnswer from the documents.\n\n{{#documents}}\n\n## Document {{id}}: {{title}}\n{{content}}\n{{/documents}}\n", true, null, "Azure-Samples/azureai-samples scenarios/rag/custom-rag-app/assets/grounded_chat.prompty (MIT)"),
        new("T04", "grounded_chat.prompty", "---\nname: Chat with documents\ninputs:\n  conversation:\n    type: array\n---\nsystem:\nAnswer from the documents.\n\n{{#documents}}\n\n## Document {{id}}: {{title}}\n{{content}}\n{{/documents}}\n", false, null, "Azure-Samples/azureai-samples scenarios/rag/custom-rag-app/assets/grounded_chat.prompty (MIT)"),
        new("T05", "TellJoke.prompt", "---\nmodel: googleai/gemini-2.5-flash\ninput:\n  schema:\n    subject: string\n---\nTell a joke about {subject}", true, null, "firebase/genkit js/testapps/flow-simple-ai/prompts/TellJoke.prompt (Apache-2.0)"),
        new("T06", "basic.prompty", Basic, false, null, BasicSource),
        new("T07", "editor.prompty", Judge + "Respond with:\n\n{\n  \"decision\": \"reject feedback\",\n  \"researchFeedback\": {{answer}},\n  \"editorFeedback\": \"More readable, please.\"\n}\n{{question}}\n", false, null, "Azure-Samples/contoso-creative-writer src/api/agents/editor/editor.prompty (MIT)"),
        new("T08", "getIntent.prompt.yaml", Intent, false, Plumb.Prompts.Workspace.LintOptions.Default with { Symbols = new KnownSymbols(["SummarizeConversation"]) }, IntentSource),
        new("T09", "main.poml", "<poml>\n  <include src=\"badInclude.poml\" />\n</poml>\n", false, RuleCase.Around(("badInclude.poml", "<p>hello")), "microsoft/poml packages/poml-vscode/test-fixtures/includeMain.poml (MIT)"),
        new("X01", "check.prompt.yml", Quality, false, null, QualitySource),
        new("X02", "check.prompt.yml", Quality, false, null, QualitySource),
        new("X03", "check.prompt.yml", Quality, false, null, QualitySource),
        new("X04", "check.prompt.yml", Quality, true, null, QualitySource),
        new("X05", "apology.prompty", Judge + "assistant:\nyes\nuser:\n{{question}}\nassistant:\n{{answer}}\n", false, null, "microsoft/promptflow src/promptflow-evals/samples/evaluate-using-data/custom/apology.prompty (MIT)"),
    ];
}
