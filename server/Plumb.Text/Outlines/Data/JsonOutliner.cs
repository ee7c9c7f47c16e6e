namespace Plumb.Text.Blocks;

/// <summary>The keys of the outer objects of a JSON text; arrays are one value. Bounded, because data files are long.</summary>
internal sealed class JsonOutliner : IOutliner
{
    private const int MaxDepth = 3;
    private const int MaxKeys = 1000;

    public Outline Scan(string text)
    {
        var draft = new OutlineDraft(text);
        var cursor = new JsonCursor(text);
        var at = cursor.SkipSpace(0);
        if (at < text.Length && text[at] == '{')
        {
            ReadObject(draft, cursor, at, 1);
        }

        return draft.Build();
    }

    // Returns the offset after the object.
    private static int ReadObject(OutlineDraft draft, JsonCursor cursor, int at, int depth)
    {
        var text = draft.Text;
        at++;
        while (cursor.TryReadMember(ref at, out var key, out var value) && draft.Count < MaxKeys)
        {
            var quoted = text[key.Start] == '"' && key.Length > 1;
            var name = quoted ? new TextSpan(key.Start + 1, key.End - 1) : key;
            var id = draft.Open(DeclarationKind.Key, name, key.Start);
            at = depth < MaxDepth && value < text.Length && text[value] == '{' ? ReadObject(draft, cursor, value, depth + 1) : cursor.SkipValue(value);
            draft.Close(id, at);
            draft.SetBody(id, new TextSpan(value, at));
        }

        at = cursor.SkipSpace(at);
        return Math.Min(text.Length, at < text.Length && text[at] == '}' ? at + 1 : at);
    }
}
