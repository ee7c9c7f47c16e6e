using Plumb.Lsp.Documents;
using Plumb.Lsp.Protocol;
using Plumb.Prompts.Model;
using Plumb.Prompts.Templates;
using Plumb.Text;

namespace Plumb.Lsp.Features.SemanticTokens;

/// <summary>What the words of a prompt file mean, for colours: variables, functions, roles, comments, what templates include.</summary>
internal static class SemanticTokensFeature
{
    private const int Parameter = 0;
    private const int Variable = 1;
    private const int Function = 2;
    private const int Keyword = 3;
    private const int Comment = 4;
    private const int Include = 5;

    private const int Declaration = 1;

    public static SemanticTokensLegend Legend { get; } = new()
    {
        TokenTypes = ["parameter", "variable", "function", "keyword", "comment", "namespace"],
        TokenModifiers = ["declaration"],
    };

    public static Protocol.SemanticTokens Get(TextDocument document, PromptFile file, PositionEncoding encoding)
    {
        var tokens = new List<(TextSpan Span, int Type, int Modifiers)>();
        tokens.AddRange(file.Inputs.Where(i => !i.NameSpan.IsEmpty).Select(i => (i.NameSpan, Parameter, Declaration)));
        tokens.AddRange(file.Messages.Where(m => !m.RoleSpan.IsEmpty).Select(m => (m.RoleSpan, Keyword, 0)));
        var names = file.Inputs.Select(i => i.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var template in file.Templates)
        {
            var syntax = template.Syntax;
            tokens.AddRange(syntax.Variables.Select(v => (template.Text.ToFile(v.Span), names.Contains(v.Name) ? Parameter : Variable, 0)));
            tokens.AddRange(syntax.Locals.Select(v => (template.Text.ToFile(v.Span), Variable, 0)));
            tokens.AddRange(syntax.Calls.Select(c => (template.Text.ToFile(c.Span), c.Kind == CallKind.Statement ? Keyword : Function, 0)));
            tokens.AddRange(syntax.Includes.Select(i => (template.Text.ToFile(i.Span), Include, 0)));
            tokens.AddRange(syntax.Definitions.Select(d => (template.Text.ToFile(d.Span), Variable, Declaration)));
            tokens.AddRange(syntax.Parts.Where(p => p.Kind == TemplatePartKind.Comment).Select(p => (template.Text.ToFile(p.Span), Comment, 0)));
        }

        return new Protocol.SemanticTokens { Data = Encode(document, tokens, encoding) };
    }

    /// <summary>Five numbers a token: lines and columns from the one before, length, type, modifiers. None spans lines or overlaps another.</summary>
    private static List<int> Encode(TextDocument document, List<(TextSpan Span, int Type, int Modifiers)> tokens, PositionEncoding encoding)
    {
        var data = new List<int>(tokens.Count * 5);
        var (line, column, end) = (0, 0, 0);
        foreach (var (span, type, modifiers) in tokens.Where(t => !t.Span.IsEmpty && t.Span.End <= document.Text.Length).OrderBy(t => t.Span.Start).ThenByDescending(t => t.Span.End))
        {
            if (span.Start < end)
            {
                continue;
            }

            end = span.End;
            for (var at = document.Lines.GetLine(span.Start); at <= document.Lines.GetLine(span.End - 1); at++)
            {
                var whole = document.Lines.GetLineSpan(at);
                var range = document.ToRange(new TextSpan(Math.Max(span.Start, whole.Start), Math.Max(whole.Start, Math.Min(span.End, whole.End))), encoding);
                var length = range.End.Character - range.Start.Character;
                if (length > 0)
                {
                    data.AddRange([at - line, at == line ? range.Start.Character - column : range.Start.Character, length, type, modifiers]);
                    (line, column) = (at, range.Start.Character);
                }
            }
        }

        return data;
    }
}
