namespace Plumb.Text.Blocks;

/// <summary>
/// The root of an XML text and its children, whatever has an id or a name, and what MSBuild declares: targets,
/// properties, references.
/// </summary>
internal sealed class XmlOutliner : IOutliner
{
    private const int MaxElements = 2000;
    private const int MaxDepth = 256;

    public Outline Scan(string text)
    {
        var draft = new OutlineDraft(text);
        var tags = new MarkupTags(text);
        var open = new List<(TextSpan Name, int Id, int BodyStart)>();
        while (draft.Count < MaxElements && tags.Next(out var tag))
        {
            if (tag.Kind == TagKind.Close)
            {
                Close(draft, open, tag);
                continue;
            }

            var id = Declare(draft, tags, tag, open);
            if (tag.Kind == TagKind.Open && open.Count < MaxDepth)
            {
                open.Add((tag.Name, id, tag.Span.End));
            }
            else if (id >= 0)
            {
                draft.Close(id, tag.Span.End);
            }
        }

        return draft.Build();
    }

    private static int Declare(OutlineDraft draft, MarkupTags tags, in Tag tag, List<(TextSpan Name, int Id, int BodyStart)> open)
    {
        var text = draft.Text;
        var element = text.AsSpan(tag.Name.Start, tag.Name.Length);
        var name = tags.Attribute(tag, "id", "Id", "ID", "name", "Name", "x:Name", "x:Key", "xml:id", "key", "Include");
        var inProperties = open.Count > 0 && text.AsSpan(open[^1].Name.Start, open[^1].Name.Length) is "PropertyGroup" or "properties";
        if (name.IsEmpty && !inProperties && open.Count > 1)
        {
            return -1;
        }

        var kind = element is "Target" or "target" ? DeclarationKind.Rule : inProperties ? DeclarationKind.Key : DeclarationKind.Element;
        return draft.Open(kind, name.IsEmpty || inProperties ? tag.Name : name, tag.Span.Start);
    }

    private static void Close(OutlineDraft draft, List<(TextSpan Name, int Id, int BodyStart)> open, in Tag tag)
    {
        var text = draft.Text;
        var name = tag.Name;
        var at = open.FindLastIndex(element => text.AsSpan(element.Name.Start, element.Name.Length).SequenceEqual(text.AsSpan(name.Start, name.Length)));
        if (at < 0)
        {
            return;
        }

        for (var i = open.Count - 1; i >= at; i--)
        {
            if (open[i].Id >= 0)
            {
                draft.Close(open[i].Id, i == at ? tag.Span.End : tag.Span.Start);
                draft.SetBody(open[i].Id, new TextSpan(open[i].BodyStart, tag.Span.Start));
            }
        }

        open.RemoveRange(at, open.Count - at);
    }
}
