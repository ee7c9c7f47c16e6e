namespace Plumb.Text.Blocks;

/// <summary>What most block languages share: lex, read the tokens, build. The reader holds the state of one scan.</summary>
internal abstract class BlockOutliner : IOutliner
{
    public Outline Scan(string text)
    {
        var draft = new OutlineDraft(text);
        var tokens = MakeLexer(text, draft).Lex();
        Read(draft, tokens);
        tokens.Release();
        return draft.Build();
    }

    protected abstract BlockLexer MakeLexer(string text, OutlineDraft draft);

    protected abstract void Read(OutlineDraft draft, BlockTokens tokens);
}

/// <summary>The declarations that are open at a place, each with the column or the depth at which it started.</summary>
internal sealed class OpenBlocks(OutlineDraft draft, BlockTokens tokens)
{
    private readonly List<(int Id, int Level, int Head, string Tag, DeclarationKind? Kind)> open = [];

    public int Count => open.Count;

    public string Tag => open.Count > 0 ? open[^1].Tag : "";

    public int Level => open.Count > 0 ? open[^1].Level : -1;

    /// <summary>Kind of the innermost open declaration; null outside of all.</summary>
    public DeclarationKind? Kind => open.Count > 0 ? open[^1].Kind : null;

    public bool InType => Kind is DeclarationKind.Class or DeclarationKind.Struct or DeclarationKind.Interface or DeclarationKind.Trait or DeclarationKind.Extension;

    public bool InFunction => Kind is DeclarationKind.Function or DeclarationKind.Method or DeclarationKind.Constructor or DeclarationKind.Property or DeclarationKind.Macro;

    /// <summary>Opens a declaration whose statement starts with token <paramref name="first"/>; its comments above belong to it.</summary>
    /// <param name="level">The column or depth that <see cref="LeaveTo"/> compares.</param>
    /// <param name="head">Index of the last token of the head: the body starts after it.</param>
    public int Open(DeclarationKind kind, TextSpan name, int first, int level = 0, int head = -1, string tag = "", string? label = null)
    {
        var id = Declare(kind, name, first, label);
        open.Add((id, level, head < 0 ? first : head, tag, kind));
        return id;
    }

    /// <summary>Opens a block that declares nothing.</summary>
    public void OpenPlain(int level = 0, int head = 0, string tag = "") => open.Add((-1, level, head, tag, Kind));

    /// <summary>Adds a declaration of one statement.</summary>
    public int Add(DeclarationKind kind, TextSpan name, int first, int last, string? label = null)
    {
        var id = Declare(kind, name, first, label);
        draft.Close(id, Math.Max(name.End, tokens[last].End));
        return id;
    }

    /// <summary>Closes the innermost block at an offset.</summary>
    public void Close(int end)
    {
        if (open.Count == 0)
        {
            return;
        }

        var (id, _, head, _, _) = open[^1];
        open.RemoveAt(open.Count - 1);
        if (id >= 0)
        {
            draft.Close(id, end);
            draft.SetBody(id, Chars.Trim(draft.Text, Math.Min(tokens[head + 1].Start, end), end));
        }
    }

    /// <summary>Closes the blocks whose level is at least <paramref name="level"/>.</summary>
    public void LeaveTo(int level, int end)
    {
        while (open.Count > 0 && open[^1].Level >= level)
        {
            Close(end);
        }
    }

    /// <summary>Closes the innermost block with this tag and what stands in it; false when there is none.</summary>
    public bool CloseTag(string tag, int end)
    {
        // Real code nests no deeper than this.
        var at = open.Count == 0 ? -1 : open.FindLastIndex(open.Count - 1, Math.Min(open.Count, 200), block => block.Tag == tag);
        if (at < 0)
        {
            return false;
        }

        while (open.Count > at)
        {
            Close(end);
        }

        return true;
    }

    public void CloseAll()
    {
        while (open.Count > 0)
        {
            Close(tokens[tokens.Count - 1].End);
        }
    }

    private int Declare(DeclarationKind kind, TextSpan name, int first, string? label)
    {
        var doc = tokens.DocBefore(first);
        return draft.Open(kind, name, doc.IsEmpty ? tokens[first].Start : doc.Start, doc, label);
    }
}
