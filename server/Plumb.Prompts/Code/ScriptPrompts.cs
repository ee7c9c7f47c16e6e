using System.Text.RegularExpressions;
using Plumb.Prompts.Model;
using Plumb.Text;

namespace Plumb.Prompts.Code;

/// <summary>
/// Prompts in Python and TypeScript: the string literals that the outline finds, told apart by the code right before
/// them. No parser: what is not one of the known forms is left alone.
/// </summary>
internal static partial class ScriptPrompts
{
    private const int Before = 400;

    /// <summary>A call that does not close while it is typed shall not run through the file.</summary>
    private const int LongestCall = 4000;

    /// <summary>A chat holds whole prompts.</summary>
    private const int LongestChat = 64 * 1024;

    private const int MostChats = 200;

    public static IEnumerable<PromptFile> Find(string path, string code)
    {
        if (LanguageTable.FindForFile(path, code) is not { } language)
        {
            yield break;
        }

        var strings = OutlineScanner.Scan(code, language).Strings;
        var calls = MessageCall().Matches(code).Take(MostChats).Select(call => At(call.Index, CallEnd(code, strings, call.Index + call.Length, LongestChat) - call.Index)).ToList();
        for (var i = 0; i < strings.Count; i++)
        {
            var literal = strings[i];
            if (literal.Content.IsEmpty)
            {
                continue;
            }

            var start = Math.Max(0, literal.Span.Start - Before);
            var before = code[start..literal.Span.Start];
            if (Of(path, code, language, strings, i, before, calls) is { } prompt)
            {
                yield return prompt;
            }
        }
    }

    private static PromptFile? Of(string path, string code, Language language, IReadOnlyList<StringLiteral> strings, int index, string before, List<TextSpan> calls)
    {
        var literal = strings[index];
        if (MarkBefore().Match(before) is { Success: true } mark && PromptMark.Find(mark.Value) is { } dialect)
        {
            return CodePrompt.Make(path, code, Read(code, language, strings, index).ToMapped(), dialect, null, null);
        }

        if ((RoleBefore().Match(before) is { Success: true } role ? role : calls.Count > 0 ? PairBefore().Match(before) : null) is { Success: true } message)
        {
            return Message(path, code, Read(code, language, strings, index).ToMapped(), RoleNamed(message.Groups["role"].Value), calls.Find(call => call.Contains(literal.Span)));
        }

        return TemplateBefore().Match(before) is { Success: true } template ? Template(path, code, language, strings, index, RoleNamed(template.Groups["role"].Value)) : null;
    }

    /// <summary>What a chat template's constructor is given is a template; a message that goes to a model as it is has no variables.</summary>
    /// <param name="call">The call that it stands in; empty for none.</param>
    private static PromptFile Message(string path, string code, MappedText text, string? role, TextSpan call)
    {
        if (call.IsEmpty)
        {
            return CodePrompt.Make(path, code, text, TemplateDialect.Unknown, role, null);
        }

        var format = FormatIn().Match(code, call.Start, call.Length);
        return format.Success && format.Groups["name"].Value is not "f-string"
            ? CodePrompt.Make(path, code, text, CodePrompt.Dialect(format.Groups["name"].Value), role, null)
            : CodePrompt.MakeFormatString(path, code, text, role, null);
    }

    private static string? RoleNamed(string name) => name switch
    {
        "" => null,
        "human" or "Human" => "user",
        "ai" or "AI" => "assistant",
        "System" => "system",
        _ => name,
    };

    private static PromptFile Template(string path, string code, Language language, IReadOnlyList<StringLiteral> strings, int index, string? role)
    {
        var text = Read(code, language, strings, index).ToMapped();
        var end = CallEnd(code, strings, strings[index].Span.End, LongestCall);
        var rest = code[strings[index].Span.End..end];
        var offset = strings[index].Span.End;
        if (FormatIn().Match(rest) is { Success: true } format && format.Groups["name"].Value is not "f-string")
        {
            return CodePrompt.Make(path, code, text, CodePrompt.Dialect(format.Groups["name"].Value), role, Variables(rest, offset));
        }

        return CodePrompt.MakeFormatString(path, code, text, role, Variables(rest, offset));
    }

    /// <summary>The names in the call's own list of variables; null where it has none that can be read.</summary>
    private static List<PromptInput>? Variables(string rest, int offset)
    {
        // What is filled in otherwise is not in the list.
        if (VariablesIn().Match(rest) is not { Success: true } list || rest.Contains("partial_variables", StringComparison.Ordinal) || rest.Contains("partialVariables", StringComparison.Ordinal))
        {
            return null;
        }

        return [.. Quoted().Matches(list.Groups["names"].Value).Select(m => new PromptInput(m.Groups["name"].Value, At(offset + list.Groups["names"].Index + m.Groups["name"].Index, m.Groups["name"].Length)))];
    }

    private static TextSpan At(int start, int length) => new(start, start + length);

    /// <summary>Where the call closes that a place lies in, between its parentheses; strings are stepped over.</summary>
    private static int CallEnd(string code, IReadOnlyList<StringLiteral> strings, int from, int longest)
    {
        var (at, depth) = (from, 0);
        var (next, beyond) = (0, strings.Count);
        while (next < beyond)
        {
            var middle = (next + beyond) / 2;
            (next, beyond) = strings[middle].Span.End <= from ? (middle + 1, beyond) : (next, middle);
        }

        while (at < code.Length && at < from + longest)
        {
            while (next < strings.Count && strings[next].Span.End <= at)
            {
                next++;
            }

            if (next < strings.Count && strings[next].Span.Start == at)
            {
                at = strings[next].Span.End;
                continue;
            }

            depth += code[at] is '(' or '[' or '{' ? 1 : code[at] is ')' or ']' or '}' ? -1 : 0;
            if (depth < 0 && code[at] == ')')
            {
                return at;
            }

            at++;
        }

        return Math.Min(at, code.Length);
    }

    /// <summary>The literal, with those that follow it without anything between (Python joins them) or behind a plus sign.</summary>
    private static LiteralText Read(string code, Language language, IReadOnlyList<StringLiteral> strings, int index)
    {
        var text = new LiteralText();
        Add(text, code, language, strings[index]);
        for (var i = index + 1; i < strings.Count; i++)
        {
            var between = code.AsSpan(strings[i - 1].Span.End, Math.Max(0, strings[i].Span.Start - strings[i - 1].Span.End)).Trim();
            if (strings[i].Span.Start < strings[i - 1].Span.End || !(between.Length == 0 ? language.Id == "python" : between.SequenceEqual("+")))
            {
                break;
            }

            Add(text, code, language, strings[i]);
        }

        return text;
    }

    private static void Add(LiteralText text, string code, Language language, StringLiteral literal)
    {
        var isRaw = literal.Traits.HasFlag(StringLiteralTraits.Raw);
        if (!literal.Traits.HasFlag(StringLiteralTraits.Interpolated))
        {
            AddPart(text, code, literal.Content, isRaw, "");
            return;
        }

        var isPython = language.Id == "python";
        var from = literal.Content.Start;
        for (var at = from; at < literal.Content.End; at++)
        {
            if (code[at] == '\\' && !isRaw)
            {
                at++;
                continue;
            }

            var opens = isPython ? code[at] == '{' : code[at] == '$' && at + 1 < literal.Content.End && code[at + 1] == '{';
            if (!opens)
            {
                continue;
            }

            if (isPython && at + 1 < literal.Content.End && code[at + 1] == '{')
            {
                at++;
                continue;
            }

            var close = HoleEnd(code, isPython ? at + 1 : at + 2, literal.Content.End);
            AddPart(text, code, new TextSpan(from, at), isRaw, isPython ? "{}" : "");
            text.AddHole(new TextSpan(at, close));
            (from, at) = (close, close - 1);
        }

        AddPart(text, code, new TextSpan(from, Math.Max(from, literal.Content.End)), isRaw, isPython ? "{}" : "");
    }

    private static void AddPart(LiteralText text, string code, TextSpan span, bool isRaw, string doubled)
    {
        if (isRaw)
        {
            text.AddDoubled(code, span, doubled);
        }
        else
        {
            text.AddEscaped(code, span, doubled);
        }
    }

    private static int HoleEnd(string code, int at, int end)
    {
        for (var depth = 1; at < end; at++)
        {
            depth += code[at] == '{' ? 1 : code[at] == '}' ? -1 : 0;
            if (depth == 0)
            {
                return at + 1;
            }
        }

        return end;
    }

    [GeneratedRegex(@"(?:#|//|/\*)[^\r\n]*\blang(?:uage)?=prompt[^\r\n]*(?:\r?\n)?[^\r\n""'`#;]*$")]
    private static partial Regex MarkBefore();

    [GeneratedRegex(@"[{(,]\s*(?:[""']role[""']|role)\s*[:=]\s*[""'](?<role>system|user|assistant|developer)[""']\s*,\s*(?:[""']content[""']|content)\s*[:=]\s*\(?\s*[fFrRbB]{0,2}$")]
    private static partial Regex RoleBefore();

    [GeneratedRegex(@"[(\[]\s*[""'](?<role>system|human|ai|user|assistant)[""']\s*,\s*\(?\s*[fFrR]{0,2}$")]
    private static partial Regex PairBefore();

    [GeneratedRegex(@"\b(?:Chat|(?<role>System|Human|AI)Message)?PromptTemplate(?:\s*\(\s*(?:\{\s*)?template\s*[=:]|\s*\.\s*from(?:_t|T)emplate\s*\(\s*(?:template\s*=)?)\s*\(?\s*[rR]?$")]
    private static partial Regex TemplateBefore();

    [GeneratedRegex(@"\b(?:from_m|fromM)essages\s*\(")]
    private static partial Regex MessageCall();

    [GeneratedRegex(@"\b(?:template_format|templateFormat)\s*[=:]\s*[""'](?<name>[\w-]+)[""']")]
    private static partial Regex FormatIn();

    [GeneratedRegex(@"\b(?:input_variables|inputVariables)\s*[=:]\s*\[(?<names>[^\]]*)\]")]
    private static partial Regex VariablesIn();

    [GeneratedRegex(@"[""'](?<name>\w+)[""']")]
    private static partial Regex Quoted();
}
