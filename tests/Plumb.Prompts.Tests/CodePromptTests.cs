using FsCheck;
using FsCheck.Fluent;
using Plumb.Prompts.Code;

namespace Plumb.Prompts.Tests;

public sealed class CodePromptTests
{
    [Theory]
    [InlineData("""await kernel.InvokePromptAsync("Hi {{$name}} and {{$nme}}", new KernelArguments { ["name"] = x });""", "T01 nme")]
    [InlineData("""await kernel.InvokePromptAsync("Hi {{$name}} and {{$nme}}", new() { ["name"] = x, ["nme"] = y });""", "")]
    [InlineData("""await kernel.InvokePromptAsync("Hi {{$name}}");""", "T01 name")]
    [InlineData("""await kernel.InvokePromptAsync("Hi {{$name}}", arguments);""", "")]
    [InlineData("""var a = new KernelArguments(); a["name"] = 1; await kernel.InvokePromptAsync("Hi {{$name}} {{$other}}", a);""", "T01 other")]
    [InlineData("""var a = new KernelArguments(); Fill(a); await kernel.InvokePromptAsync("Hi {{$name}}", a);""", "")]
    [InlineData("""const string P = "Hi {{$nme}}"; await kernel.InvokePromptAsync(P, new() { { "name", x } });""", "T01 nme")]
    [InlineData("""await kernel.InvokePromptAsync("Hi " + "{{$name" + "}} {{$nme}}", new() { ["name"] = x });""", "T01 nme")]
    [InlineData("""await kernel.InvokePromptAsync("Hi " + Name() + "{{$nme}}", new() { ["name"] = x });""", "T01 nme")]
    [InlineData("""await kernel.InvokePromptAsync(@"Say ""hi"" {{$nme}}", new() { ["name"] = x });""", "T01 nme")]
    [InlineData("""await kernel.InvokePromptAsync($"Say {x} {{{{$nme}}}}", new() { ["name"] = x });""", "T01 nme")]
    [InlineData("""await kernel.InvokePromptAsync("\u00e9\t{{$nme}}", new() { ["name"] = x });""", "T01 nme")]
    [InlineData("""kernel.CreateFunctionFromPrompt("Hi {{$name}");""", "T04 {{$name")]
    [InlineData("""kernel.CreateFunctionFromPrompt("Hi {{#if x}}a", templateFormat: "handlebars", promptTemplateFactory: new HandlebarsPromptTemplateFactory());""", "T04")]
    [InlineData("""kernel.CreateFunctionFromPrompt("Hi {{#if x}}a", templateFormat: Format());""", "")]
    [InlineData("""var c = new PromptTemplateConfig { Template = "Hi {{$nme}}", InputVariables = [new() { Name = "name" }] };""", "T01 nme")]
    [InlineData("""var c = new PromptTemplateConfig("Hi {{nme}}") { TemplateFormat = "liquid", InputVariables = [new() { Name = "name" }] };""", "T01 nme")]
    [InlineData("""other.Call("Hi {{$name}");""", "")]
    [InlineData("""// lang=prompt-jinja""" + "\n" + """var p = "Hi {{ name }";""", "T04")]
    public void Prompts_in_csharp_are_linted_where_they_stand(string code, string expected)
    {
        var findings = CodePrompts.Lint("Program.cs", code).Diagnostics.Where(d => d.Code is "T01" or "T04").ToList();
        if (expected.Length == 0)
        {
            Assert.Empty(findings);
            return;
        }

        var found = Assert.Single(findings);
        Assert.Equal(expected, expected.Length == 3 ? found.Code : $"{found.Code} {code[found.Span.Start..found.Span.End]}");
    }

    [Fact]
    public void A_raw_string_loses_its_indentation_and_keeps_its_places()
    {
        const string Code = "class A\n{\n    string P = \n        \"\"\"\n        Hi {{$name}}\n          there {{$nme}}\n        \"\"\";\n    object B() => kernel.InvokePromptAsync(P, new() { [\"name\"] = 1 });\n}\n";
        var prompt = Assert.Single(CodePrompts.Find("A.cs", Code));
        Assert.Equal("Hi {{$name}}\n  there {{$nme}}", prompt.Templates[0].Text.Value);
        var found = CodePrompts.Lint("A.cs", Code).Diagnostics.Single(d => d.Code == "T01");
        Assert.Equal(Code.IndexOf("nme", StringComparison.Ordinal), found.Span.Start);
    }

    [Theory]
    [InlineData("// plumb-ignore T01\nawait kernel.InvokePromptAsync(\"Hi {{$nme}}\", new() { [\"a\"] = 1 });", "")]
    [InlineData("await kernel.InvokePromptAsync(\"Hi {{$nme}}\", new() { [\"a\"] = 1 }); // plumb-ignore", "")]
    [InlineData("// plumb-ignore T01\nawait kernel.InvokePromptAsync(\"\"\"\n    Hi\n    {{$nme}}\n    \"\"\", new() { [\"a\"] = 1 });", "")]
    [InlineData("// plumb-ignore-file T\nawait kernel.InvokePromptAsync(\"Hi {{$nme}}\", new() { [\"nme\"] = 1 });", "I06")]
    [InlineData("// plumb-ignore T01, S04\nawait kernel.InvokePromptAsync(\"Hi {{$nme}}\", new() { [\"nme\"] = 1 });", "I06 I06")]
    [InlineData("var s = \"// plumb-ignore T01\";\nawait kernel.InvokePromptAsync(\"Hi {{$nme}}\", new() { [\"nme\"] = 1 });", "")]
    [InlineData("// plumb-ignore T01\nvar s = \"no prompt\";", "")]
    public void A_comment_of_the_code_silences_the_whole_string_and_is_a_finding_where_it_does_nothing(string code, string expected) =>
        Assert.Equal(expected, string.Join(' ', CodePrompts.Lint("Program.cs", code).Diagnostics.Select(d => d.Code)));

    [Theory]
    [InlineData("a.py", "p = ChatPromptTemplate.from_messages([(\"system\", \"You are {who}, {{x}}\"), (\"human\", f\"{a} {{q}}\")])", "system:who|user:q")]
    [InlineData("a.py", "p = ChatPromptTemplate.from_messages([{\"role\": \"user\", \"content\": \"{q}\"}])", "user:q")]
    [InlineData("a.py", "p = ChatPromptTemplate.from_messages([(\"system\", \"You are {{who}} {x}\")], template_format=\"mustache\")", "system:who")]
    [InlineData("a.py", "p = ChatPromptTemplate.from_messages(x)\nllm.invoke([(\"system\", \"Answer with {name}\")])", "system:")]
    [InlineData("a.py", "p = [SystemMessagePromptTemplate.from_template(\"You are {who}\"), HumanMessagePromptTemplate.from_template('{q}'), ChatPromptTemplate.from_template('{r}')]", "system:who|user:q|:r")]
    [InlineData("a.ts", "const p = ChatPromptTemplate.fromMessages([[\"system\", \"Hi {who}\"], [\"ai\", `{a} ${b}`]]);", "system:who|assistant:a")]
    public void Messages_of_a_chat_template_have_variables(string path, string code, string expected) =>
        Assert.Equal(expected, string.Join('|', CodePrompts.Find(path, code).Select(p => $"{(p.Messages is [var message, ..] ? message.Role : "")}:{string.Join(',', p.Templates[0].Syntax.Variables.Select(v => v.Name))}")));

    [Fact]
    public void A_comment_of_the_code_that_does_nothing_is_taken_out()
    {
        const string Code = "Go();\n// plumb-ignore T01\nawait kernel.InvokePromptAsync(\"Hi {{$nme}}\", new() { [\"nme\"] = 1 });\n";
        var result = CodePrompts.Lint("Program.cs", Code);
        Assert.Equal(Code.Replace("// plumb-ignore T01\n", "", StringComparison.Ordinal), PromptLinter.ApplySafeFixes(Code, result.Diagnostics).Text);
    }

    [Fact]
    public void An_interpolated_raw_string_has_its_holes()
    {
        const string Code = "kernel.InvokePromptAsync($$\"\"\"\n    Hi {{who}}, {{{x}}} {$y}\n    \"\"\");";
        var prompt = Assert.Single(CodePrompts.Find("A.cs", Code));
        Assert.StartsWith("Hi …, ", prompt.Templates[0].Text.Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""new ChatMessage(ChatRole.System, "Be brief.")""", "system", "Be brief.")]
    [InlineData("""history.AddUserMessage("Hello")""", "user", "Hello")]
    [InlineData("""history.AddSystemMessage("a" + "b")""", "system", "ab")]
    [InlineData("""new SystemChatMessage("Hello")""", "system", "Hello")]
    [InlineData("""new ChatHistory("Hello")""", "system", "Hello")]
    [InlineData("""new ChatMessageContent(AuthorRole.Assistant, "Hello")""", "assistant", "Hello")]
    public void Messages_have_their_role(string code, string role, string text)
    {
        var message = Assert.Single(Assert.Single(CodePrompts.Find("A.cs", "var x = " + code + ";")).Messages);
        Assert.Equal((role, text), (message.Role, message.Text));
    }

    [Theory]
    [InlineData("a.py", "client.chat(messages=[{\"role\": \"system\", \"content\": \"Be brief.\"}, {'role': 'user', 'content': f\"Hi {name}!\"}])", "system:Be brief.|user:Hi …!")]
    [InlineData("a.py", "m = [{\"role\": \"user\", \"content\": (\"one \"\n  \"two\")}]", "user:one two")]
    [InlineData("a.py", "p = ChatPromptTemplate.from_messages([(\"system\", \"You are {who}\"), (\"human\", \"{q}\")])", "system:You are {who}|user:{q}")]
    [InlineData("a.ts", "const m = [{ role: 'system', content: `Be ${tone}.` }, { role: \"user\", content: \"a\\\"b\" }];", "system:Be ….|user:a\"b")]
    [InlineData("a.ts", "const p = ChatPromptTemplate.fromMessages([[\"system\", \"Hi\"]]);", "system:Hi")]
    [InlineData("a.py", "x = {\"name\": \"system\", \"content\": \"no\"}", "")]
    public void Messages_of_python_and_typescript_are_found(string path, string code, string expected) =>
        Assert.Equal(expected, string.Join('|', CodePrompts.Find(path, code).SelectMany(p => p.Messages).Select(m => $"{m.Role}:{m.Text}")));

    [Theory]
    [InlineData("p = PromptTemplate(template=\"Hi {name} {nme}\", input_variables=[\"name\"])", "nme")]
    [InlineData("p = PromptTemplate(template=\"\"\"Hi\n{name} {{no}} {nme}\"\"\", input_variables=['name'])", "nme")]
    [InlineData("p = PromptTemplate(template=\"Hi {{ name }} {{ nme }}\", template_format=\"jinja2\", input_variables=[\"name\"])", "nme")]
    [InlineData("p = PromptTemplate(template=\"Hi {nme}\", input_variables=[\"name\"], partial_variables={\"nme\": 1})", "")]
    [InlineData("p = PromptTemplate.from_template(\"Hi {anything}\")", "")]
    [InlineData("p = PromptTemplate(template=\"{\\\"a\\\": 1} {name}\", input_variables=[\"name\"])", "")]
    public void Variables_of_a_python_template_are_compared_with_its_list(string code, string expected)
    {
        var found = CodePrompts.Lint("a.py", code).Diagnostics.Where(d => d.Code == "T01").Select(d => code[d.Span.Start..d.Span.End]);
        Assert.Equal(expected, string.Join(' ', found));
    }

    [Fact]
    public void A_marked_string_of_any_language_is_a_prompt()
    {
        var prompt = Assert.Single(CodePrompts.Find("a.py", "# lang=prompt-jinja\nTEXT = \"\"\"Hi {{ name }}\"\"\"\nother = \"{{\"\n"));
        Assert.Equal((TemplateDialect.Jinja, "Hi {{ name }}"), (prompt.Templates[0].Dialect, prompt.Templates[0].Text.Value));
        prompt = Assert.Single(CodePrompts.Find("a.ts", "// lang=prompt\nconst text = `Hi`;\n"));
        Assert.Equal("Hi", prompt.Templates[0].Text.Value);
    }

    [Fact]
    public void Code_without_prompts_is_no_prompt_file() => Assert.Null(CodePrompts.Lint("a.cs", "class ChatMessage { string role = \"x\"; }").Format);

    /// <summary>Cut anywhere and with anything put in, nothing throws, and every place lies in the text.</summary>
    [Fact]
    public void Broken_code_never_throws()
    {
        const string CSharp = "var a = new KernelArguments { [\"b\"] = 1 }; k.InvokePromptAsync($\"\"\"\n  x {y} {{$z}}\n  \"\"\" + @\"q\"\"{{\" + \"\\u12\\x\", a); // lang=prompt\nvar s = \"{{\";";
        const string Python = "# lang=prompt\nx = f\"a {b} {{c}}\" \"d\\\n\"\nm=[{'role': 'user', 'content': r'''{{x''' + \"y\\x\"}]; PromptTemplate(template=\"{a} {\", input_variables=['b'])";
        var cases = from code in Gen.Elements(("a.cs", CSharp), ("a.py", Python), ("a.ts", Python))
                    from cut in Gen.Choose(0, code.Item2.Length)
                    from length in Gen.Choose(0, 6)
                    from junk in Gen.Elements("", "{", "}", "\"", "\\", "\"\"\"", "$\"", "\n", "{{", "'", "`", "${", "(", "\ud83d")
                    select (code.Item1, string.Concat(code.Item2.AsSpan(0, cut), junk, code.Item2.AsSpan(Math.Min(code.Item2.Length, cut + length))));
        Prop.ForAll(cases.ToArbitrary(), input =>
        {
            var (path, text) = input;
            foreach (var prompt in CodePrompts.Find(path, text))
            {
                var whole = prompt.Templates[0].FileSpan;
                if (whole.Start < 0 || whole.End > text.Length)
                {
                    return false;
                }
            }

            return CodePrompts.Lint(path, text).Diagnostics.All(d => d.Span.Start >= 0 && d.Span.End <= text.Length);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1500));
    }
}
