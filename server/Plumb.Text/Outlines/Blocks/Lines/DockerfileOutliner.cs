namespace Plumb.Text.Blocks;

/// <summary>The stages of a Dockerfile, and the arguments and variables that they declare.</summary>
internal sealed class DockerfileOutliner : IOutliner
{
    // Each heredoc that does not end has been looked for to the end of the text; a broken text gets only so many.
    private const int MostUnclosed = 16;

    public Outline Scan(string text)
    {
        var draft = new OutlineDraft(text);
        var stage = -1;
        var bodyStart = 0;
        var lastEnd = 0;
        var comments = -1;
        var unclosed = 0;
        for (var at = 0; at < text.Length;)
        {
            var start = Chars.SkipBlanks(text, at);
            var end = Chars.LineEnd(text, start);
            at = Chars.AfterLineEnd(text, end);
            if (start == end)
            {
                comments = -1;
                continue;
            }

            if (text[start] == '#')
            {
                comments = comments < 0 ? start : comments;
                continue;
            }

            var lineEnd = end;
            while (text.AsSpan(start, lineEnd - start).TrimEnd().EndsWith('\\') && at < text.Length)
            {
                lineEnd = Chars.LineEnd(text, at);
                at = Chars.AfterLineEnd(text, lineEnd);
            }

            at = unclosed < MostUnclosed ? SkipHeredoc(text, start, lineEnd, at, ref lineEnd, ref unclosed) : at;
            var from = comments >= 0 ? comments : start;
            comments = -1;
            if (Is(text, start, "FROM"))
            {
                Close(draft, stage, bodyStart, lastEnd);
                var name = StageName(text, start + 4, end);
                stage = draft.Open(DeclarationKind.Rule, name, from, from < start ? Chars.Trim(text, from, start) : default);
                bodyStart = at;
            }
            else if (Is(text, start, "ARG") || Is(text, start, "ENV"))
            {
                var name = Chars.SkipBlanks(text, start + 3);
                var nameEnd = Chars.WordEnd(text, name);
                if (nameEnd > name)
                {
                    draft.Add(DeclarationKind.Variable, new TextSpan(name, nameEnd), new TextSpan(from, lineEnd));
                }
            }

            lastEnd = lineEnd;
        }

        Close(draft, stage, bodyStart, lastEnd);
        return draft.Build();
    }

    // "FROM image AS name": the name, else the image.
    private static TextSpan StageName(string text, int start, int end)
    {
        var line = text.AsSpan(start, end - start);
        var alias = line.LastIndexOf(" as ", StringComparison.OrdinalIgnoreCase);
        if (alias >= 0)
        {
            return Chars.Trim(text, start + alias + 4, end);
        }

        var image = Chars.SkipBlanks(text, start);
        while (Chars.At(text, image, "--"))
        {
            image = Chars.SkipBlanks(text, Word(text, image, end));
        }

        return new TextSpan(Math.Min(image, end), Word(text, image, end));
    }

    private static int Word(string text, int at, int end)
    {
        while (at < end && !Chars.IsBlank(text[at]))
        {
            at++;
        }

        return Math.Min(at, end);
    }

    private static int SkipHeredoc(string text, int start, int end, int next, ref int lineEnd, ref int unclosed)
    {
        var open = text.AsSpan(start, end - start).IndexOf("<<");
        if (open < 0)
        {
            return next;
        }

        var label = start + open + 2;
        while (label < end && text[label] is '-' or '"' or '\'')
        {
            label++;
        }

        var labelEnd = Chars.WordEnd(text, label);
        if (labelEnd == label || !Chars.IsWordStart(text[label]))
        {
            return next;
        }

        for (var at = next; at < text.Length;)
        {
            var close = Chars.LineEnd(text, at);
            if (text.AsSpan(at, close - at).Trim().SequenceEqual(text.AsSpan(label, labelEnd - label)))
            {
                lineEnd = close;
                return Chars.AfterLineEnd(text, close);
            }

            at = Chars.AfterLineEnd(text, close);
        }

        unclosed++;
        return next;
    }

    private static bool Is(string text, int at, string word) =>
        at + word.Length < text.Length && text.AsSpan(at, word.Length).Equals(word, StringComparison.OrdinalIgnoreCase) && Chars.IsBlank(text[at + word.Length]);

    private static void Close(OutlineDraft draft, int stage, int bodyStart, int end)
    {
        if (stage >= 0)
        {
            draft.Close(stage, Math.Max(end, bodyStart - 1));
            draft.SetBody(stage, Chars.Trim(draft.Text, Math.Min(bodyStart, end), end));
        }
    }
}
