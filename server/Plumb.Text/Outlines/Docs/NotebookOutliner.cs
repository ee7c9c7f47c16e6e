namespace Plumb.Text.Blocks;

/// <summary>
/// The cells of a Jupyter notebook, the headings of its Markdown cells and the declarations of its code, at their
/// places in the raw JSON. Content is the cells' sources, so that nobody reads outputs and images.
/// </summary>
internal sealed class NotebookOutliner : IOutliner
{
    private readonly MarkdownOutliner markdown = new();
    private readonly PythonOutliner python = new();

    public Outline Scan(string text)
    {
        var draft = new OutlineDraft(text);
        var cursor = new JsonCursor(text);
        var at = cursor.SkipSpace(0);
        if (at >= text.Length || text[at] != '{')
        {
            return Outline.Empty;
        }

        at++;
        while (cursor.TryReadMember(ref at, out var key, out var value))
        {
            if (Is(text, key, "cells") && value < text.Length && text[value] == '[')
            {
                ReadCells(draft, cursor, value + 1);
            }

            at = cursor.SkipValue(value);
        }

        return draft.Build();
    }

    private void ReadCells(OutlineDraft draft, JsonCursor cursor, int at)
    {
        var number = 0;
        while (cursor.TryReadItem(ref at))
        {
            var next = cursor.SkipValue(at);
            if (draft.Text[at] == '{')
            {
                ReadCell(draft, cursor, at + 1, ++number);
            }

            if (next <= at)
            {
                return;
            }

            at = next;
        }
    }

    private void ReadCell(OutlineDraft draft, JsonCursor cursor, int at, int number)
    {
        var text = draft.Text;
        var isMarkdown = false;
        var isCode = false;
        var source = default(TextSpan);
        while (cursor.TryReadMember(ref at, out var key, out var value))
        {
            at = cursor.SkipValue(value);
            if (Is(text, key, "cell_type"))
            {
                isMarkdown = Is(text, new TextSpan(value, at), "markdown");
                isCode = Is(text, new TextSpan(value, at), "code");
            }
            else if (Is(text, key, "source"))
            {
                source = new TextSpan(value, at);
            }
        }

        if (source.IsEmpty)
        {
            return;
        }

        var mapped = ReadSource(draft, cursor, source);
        if (mapped.IsEmpty)
        {
            return;
        }

        var content = mapped.ToString();
        var outline = isMarkdown ? markdown.Scan(content) : isCode ? python.Scan(content) : Outline.Empty;
        var cell = draft.Add(DeclarationKind.Cell, FirstLine(mapped, content), source, label: Label(outline, content, number));
        draft.SetBody(cell, source);
        foreach (var declaration in outline.Declarations)
        {
            if (declaration.Kind is not (DeclarationKind.Variable or DeclarationKind.Constant))
            {
                draft.Add(declaration.Kind, mapped.Map(declaration.NameSpan), mapped.Map(declaration.Span), mapped.Map(declaration.Doc), mapped.Map(declaration.Body), declaration.Name);
            }
        }
    }

    // A source is a string, or an array of one string for each line.
    private static MappedText ReadSource(OutlineDraft draft, JsonCursor cursor, TextSpan source)
    {
        var text = draft.Text;
        var mapped = new MappedText();
        var at = source.Start;
        if (text[at] == '[')
        {
            at++;
            while (at < source.End && cursor.TryReadItem(ref at) && text[at] == '"')
            {
                at = AppendString(draft, cursor, mapped, at);
            }
        }
        else if (text[at] == '"')
        {
            AppendString(draft, cursor, mapped, at);
        }

        return mapped;
    }

    private static int AppendString(OutlineDraft draft, JsonCursor cursor, MappedText mapped, int at)
    {
        var end = cursor.SkipString(at);
        var closed = end - at >= 2 && draft.Text[end - 1] == '"';
        var content = new TextSpan(at + 1, closed ? end - 1 : end);
        if (!content.IsEmpty)
        {
            draft.AddContent(content);
            mapped.AppendJson(draft.Text, content);
        }

        return end;
    }

    private static TextSpan FirstLine(MappedText mapped, string content)
    {
        var span = Chars.Trim(content, 0, content.Length);
        return mapped.Map(new TextSpan(span.Start, Math.Min(span.End, Chars.LineEnd(content, span.Start))));
    }

    private static string Label(Outline outline, string content, int number)
    {
        if (outline.Declarations.Count > 0 && outline.Declarations[0].Kind is not (DeclarationKind.Variable or DeclarationKind.Constant))
        {
            return outline.Declarations[0].Name;
        }

        var line = content.AsSpan().Trim();
        line = line[..Math.Min(Math.Max(0, line.IndexOfAny('\r', '\n') is var end and >= 0 ? end : line.Length), 60)];
        return line.IsEmpty ? $"Cell {number}" : line.ToString();
    }

    private static bool Is(string text, TextSpan quoted, string word) =>
        quoted.Length == word.Length + 2 && text.AsSpan(quoted.Start + 1, word.Length).SequenceEqual(word);
}
