using System.Runtime.CompilerServices;
using Plumb.Lsp.Documents;
using Plumb.Lsp.Features.Diagnostics;
using Plumb.Prompts.Code;
using Plumb.Prompts.Formats;
using Plumb.Prompts.Model;
using Plumb.Text;

namespace Plumb.Lsp.Features.Navigation;

/// <summary>A place that names a variable, in whatever file. The span is the name alone.</summary>
/// <param name="IsShorthand">It names the value too: <c>new { city }</c>.</param>
internal sealed record VariablePlace(string Uri, TextDocument Document, TextSpan Span, OccurrenceKind Kind, bool IsShorthand = false);

/// <summary>A variable with all places that name it, those of the asked document first.</summary>
internal sealed record VariableName(string Name, TextSpan At, IReadOnlyList<VariablePlace> Places, StringComparison Comparison, IReadOnlySet<string> Others);

/// <summary>
/// Follows a variable through everything that names it: the template and its front matter, the <c>config.json</c> beside a
/// <c>skprompt.txt</c>, files of test data, prompts in code with the arguments of their call, and the C# that fills a
/// prompt that lies in a file.
/// </summary>
internal sealed class VariablePlaces(DocumentStore documents, LintService lint, PromptCallers callers)
{
    private readonly ConditionalWeakTable<TextDocument, IReadOnlyList<PromptFile>> prompts = [];

    /// <summary>The variable at a place; null where there is none.</summary>
    /// <param name="everywhere">Whether other files are looked at, too.</param>
    public VariableName? Find(TextDocument document, string uri, int offset, bool everywhere)
    {
        if (lint.ParseAny(document) is not { } file)
        {
            return CodePrompts.Recognises(document.Path) ? FindInCode(document, uri, offset) ?? (everywhere ? FindFilled(document, uri, offset) : null) : null;
        }

        if (PromptNames.At(file, offset) is not { } name)
        {
            return null;
        }

        var (main, mainUri) = file.IsSettings && Beside(document, "skprompt.txt") is { } prompt ? prompt : (document, uri);
        return Gather(main, mainUri, name.Name, PromptNames.Bare(file, name.At), document, everywhere || main != document);
    }

    private VariableName Gather(TextDocument main, string uri, string name, TextSpan at, TextDocument asked, bool everywhere)
    {
        var file = lint.ParseAny(main);
        var comparison = file is null ? StringComparison.Ordinal : PromptNames.Comparison(file);
        var places = new List<VariablePlace>();
        var others = new HashSet<string>(StringComparer.FromComparison(comparison));
        if (file is not null)
        {
            AddFile(places, others, main, uri, file, name, comparison);
        }

        if (file is { Format: Prompts.PromptFormat.SemanticKernelFolder } && everywhere && Beside(main, "config.json") is var (settings, settingsUri) && lint.ParseAny(settings) is { IsSettings: true } declared)
        {
            AddFile(places, others, settings, settingsUri, declared, name, comparison);
        }

        if (file is not null && everywhere && Path.IsPathRooted(main.Path))
        {
            foreach (var path in TestDataFile.Of(file).Select(relative => lint.Absolute(main, relative)))
            {
                AddTestData(places, DocumentUri.FromPath(path), name, comparison);
            }

            foreach (var (code, codeUri, filled) in callers.Of(main, lint.Absolute(main, "")))
            {
                places.AddRange(filled.Where(n => n.Name.Equals(name, comparison)).Select(n => new VariablePlace(codeUri, code, n.Span, OccurrenceKind.Data, n.IsShorthand)));
            }
        }

        return new VariableName(
            name,
            at,
            [.. places.DistinctBy(p => (p.Uri, p.Span)).OrderBy(p => !ReferenceEquals(p.Document, asked)).ThenBy(p => p.Uri, StringComparer.Ordinal).ThenBy(p => p.Span.Start)],
            comparison,
            others);
    }

    private static void AddFile(List<VariablePlace> places, HashSet<string> others, TextDocument document, string uri, PromptFile file, string name, StringComparison comparison)
    {
        foreach (var (written, occurrence) in PromptNames.All(file))
        {
            if (written.Equals(name, comparison))
            {
                places.Add(new VariablePlace(uri, document, PromptNames.Bare(file, occurrence.Span), occurrence.Kind));
            }
            else
            {
                others.Add(written);
            }
        }
    }

    private void AddTestData(List<VariablePlace> places, string uri, string name, StringComparison comparison)
    {
        if (documents.FindOrRead(uri) is { } data)
        {
            places.AddRange(TestDataFile.Read(data.Path, data.Text).Where(v => v.Name.Equals(name, comparison)).Select(v => new VariablePlace(uri, data, PromptNames.Bare(data.Text, v.NameSpan), OccurrenceKind.Data)));
        }
    }

    /// <summary>Prompts of one file of code can be filled by the same arguments: what names the variable in one of them names it in all.</summary>
    private VariableName? FindInCode(TextDocument document, string uri, int offset)
    {
        var all = prompts.GetValue(document, d => CodePrompts.Find(d.Path, d.Text));
        if (all.Select(p => (Prompt: p, Name: PromptNames.At(p, offset))).FirstOrDefault(p => p.Name is not null) is not { Name: { } name } first)
        {
            return null;
        }

        var comparison = PromptNames.Comparison(first.Prompt);
        var members = new HashSet<PromptFile> { first.Prompt };
        var inputs = InputsOf(first.Prompt).ToHashSet();
        for (var grown = true; grown;)
        {
            grown = false;
            foreach (var prompt in all.Where(p => !members.Contains(p) && InputsOf(p).Any(inputs.Contains)).ToList())
            {
                members.Add(prompt);
                inputs.UnionWith(InputsOf(prompt));
                grown = true;
            }
        }

        var places = new List<VariablePlace>();
        var others = new HashSet<string>(StringComparer.FromComparison(comparison));
        foreach (var prompt in members)
        {
            AddFile(places, others, document, uri, prompt, name.Name, comparison);
        }

        return new VariableName(name.Name, PromptNames.Bare(first.Prompt, name.At), [.. places.DistinctBy(p => p.Span).OrderBy(p => p.Span.Start)], comparison, others);

        IEnumerable<TextSpan> InputsOf(PromptFile prompt) => prompt.Inputs.Where(i => i.Name.Equals(name.Name, comparison) && !i.NameSpan.IsEmpty).Select(i => i.NameSpan);
    }

    /// <summary>From the C# that fills a prompt to the prompt.</summary>
    private VariableName? FindFilled(TextDocument document, string uri, int offset)
    {
        if (!Path.IsPathRooted(document.Path) || callers.At(document, offset) is not var (filled, words))
        {
            return null;
        }

        foreach (var path in PromptCallers.Prompts(words, lint.Absolute(document, "")))
        {
            var promptUri = DocumentUri.FromPath(path);
            if (documents.FindOrRead(promptUri) is { } prompt && lint.Parse(prompt) is { } file && PromptNames.All(file).Any(o => o.Name.Equals(filled.Name, PromptNames.Comparison(file))))
            {
                var found = Gather(prompt, promptUri, filled.Name, filled.Span, document, everywhere: true);
                var here = new VariablePlace(uri, document, filled.Span, OccurrenceKind.Data, filled.IsShorthand);
                return found.Places.Any(p => p.Uri == uri && p.Span == filled.Span) ? found : found with { Places = [here, .. found.Places] };
            }
        }

        return null;
    }

    private (TextDocument Document, string Uri)? Beside(TextDocument document, string name)
    {
        if (!Path.IsPathRooted(document.Path))
        {
            return null;
        }

        var uri = DocumentUri.FromPath(Path.Combine(Path.GetDirectoryName(document.Path)!, name));
        return documents.FindOrRead(uri) is { } found ? (found, uri) : null;
    }
}
