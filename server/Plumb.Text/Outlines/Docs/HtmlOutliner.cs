using System.Text;

namespace Plumb.Text.Blocks;

/// <summary>The headings of an HTML text and its elements with an id; scripts and styles are skipped.</summary>
internal sealed class HtmlOutliner : IOutliner
{
    private const int MaxDeclarations = 5000;
    private const int MaxDepth = 200;

    public Outline Scan(string text)
    {
        var draft = new OutlineDraft(text);
        var headings = new HeadingList(draft);
        var tags = new MarkupTags(text);
        var open = new List<(TextSpan Name, int Id)>();
        while (draft.Count < MaxDeclarations && tags.Next(out var tag))
        {
            var name = text.AsSpan(tag.Name.Start, tag.Name.Length);
            if (tag.Kind == TagKind.Close)
            {
                Close(draft, open, tag);
            }
            else if (name.Length == 2 && name[0] is 'h' or 'H' && name[1] is >= '1' and <= '6')
            {
                AddHeading(text, headings, tag);
            }
            else
            {
                if (tag.Kind == TagKind.Open && name.Length is >= 5 and <= 8 && (Same(name, "script") || Same(name, "style") || Same(name, "textarea")))
                {
                    tags.SkipRaw(name);
                    continue;
                }

                var value = tags.Attribute(tag, "id");
                var id = value.IsEmpty ? -1 : draft.Open(DeclarationKind.Element, value, tag.Span.Start);
                if (tag.Kind == TagKind.Open && open.Count < MaxDepth && !IsVoid(name))
                {
                    open.Add((tag.Name, id));
                }
                else if (id >= 0)
                {
                    draft.Close(id, tag.Span.End);
                }
            }
        }

        headings.Finish(text.Length);
        return draft.Build();
    }

    private static void AddHeading(string text, HeadingList headings, in Tag tag)
    {
        var closing = text.AsSpan(tag.Span.End, Math.Min(text.Length - tag.Span.End, 4000)).IndexOf(string.Concat("</", text.AsSpan(tag.Name.Start, 2)), StringComparison.OrdinalIgnoreCase);
        if (closing < 0)
        {
            return;
        }

        var name = Chars.Trim(text, tag.Span.End, tag.Span.End + closing);
        var end = text.IndexOf('>', tag.Span.End + closing);
        headings.Add(text[tag.Name.Start + 1] - '0', tag.Span.Start, name, end < 0 ? name.End : end + 1, Plain(text.AsSpan(name.Start, name.Length)));
    }

    private static string Plain(ReadOnlySpan<char> markup)
    {
        var plain = new StringBuilder(markup.Length);
        var inTag = false;
        foreach (var c in markup)
        {
            if (c is '<' or '>')
            {
                inTag = c == '<';
            }
            else if (!inTag)
            {
                plain.Append(char.IsWhiteSpace(c) ? ' ' : c);
            }
        }

        return System.Net.WebUtility.HtmlDecode(plain.ToString()).Trim();
    }

    private static void Close(OutlineDraft draft, List<(TextSpan Name, int Id)> open, in Tag tag)
    {
        var text = draft.Text;
        var name = tag.Name;
        var at = open.FindLastIndex(element => Same(text.AsSpan(element.Name.Start, element.Name.Length), text.AsSpan(name.Start, name.Length)));
        for (var i = open.Count - 1; at >= 0 && i >= at; i--)
        {
            if (open[i].Id >= 0)
            {
                draft.Close(open[i].Id, i == at ? tag.Span.End : tag.Span.Start);
            }

            open.RemoveAt(i);
        }
    }

    private static bool Same(ReadOnlySpan<char> left, ReadOnlySpan<char> right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);

    private static bool IsVoid(ReadOnlySpan<char> name) =>
        name.Length <= 6 && name.ToString().ToLowerInvariant() is "area" or "base" or "br" or "col" or "embed" or "hr" or "img" or "input" or "link" or "meta" or "param" or "source" or "track" or "wbr" or "p" or "li";
}
