using System.Runtime.InteropServices;

namespace Plumb.Text.Blocks;

/// <summary>
/// Collects the declarations and strings of one text, in any order, and makes of them an outline whose spans are in
/// range, ordered and nested, whatever the scanner told: broken code must not break that promise.
/// </summary>
internal sealed class OutlineDraft(string text)
{
    private readonly List<Draft> drafts = [];
    private readonly List<StringLiteral> strings = [];
    private readonly List<OutlineProblem> problems = [];
    private readonly List<TextSpan> content = [];

    public string Text { get; } = text;

    public int Count => drafts.Count;

    public List<StringLiteral> Strings => strings;

    /// <summary>Adds a declaration; until it is closed it runs to the end of the text.</summary>
    public int Open(DeclarationKind kind, TextSpan name, int start, TextSpan doc = default, string? label = null)
    {
        drafts.Add(new Draft { Kind = kind, Name = name, Label = label, Start = start, End = Text.Length, Doc = doc });
        return drafts.Count - 1;
    }

    /// <summary>Adds a declaration whose end is known.</summary>
    public int Add(DeclarationKind kind, TextSpan name, TextSpan span, TextSpan doc = default, TextSpan body = default, string? label = null)
    {
        drafts.Add(new Draft { Kind = kind, Name = name, Label = label, Start = span.Start, End = span.End, Doc = doc, Body = body });
        return drafts.Count - 1;
    }

    public void Close(int id, int end) => At(id).End = end;

    public void SetBody(int id, TextSpan body) => At(id).Body = body;

    public void SetDoc(int id, TextSpan doc) => At(id).Doc = doc;

    public void SetKind(int id, DeclarationKind kind) => At(id).Kind = kind;

    public DeclarationKind KindOf(int id) => At(id).Kind;

    public TextSpan BodyOf(int id) => At(id).Body;

    public int EndOf(int id) => At(id).End;

    public int StartOf(int id) => At(id).Start;

    public void AddString(int start, int end, int contentStart, int contentEnd, StringLiteralTraits traits = StringLiteralTraits.None) =>
        strings.Add(new StringLiteral(new TextSpan(start, end), new TextSpan(contentStart, Math.Max(contentStart, contentEnd)), traits));

    public void AddProblem(int start, int end, string message) => problems.Add(new OutlineProblem(new TextSpan(start, end), message));

    public void AddContent(TextSpan span) => content.Add(span);

    public Outline Build()
    {
        if (drafts.Count == 0 && strings.Count == 0 && problems.Count == 0 && content.Count == 0)
        {
            return Outline.Empty;
        }

        Sort();
        var declarations = new Declaration[drafts.Count];
        var open = new Stack<int>();
        var span = CollectionsMarshal.AsSpan(drafts);
        for (var i = 0; i < span.Length; i++)
        {
            ref var draft = ref span[i];
            while (open.Count > 0 && declarations[open.Peek()].Span.End <= draft.Start)
            {
                open.Pop();
            }

            var parent = open.Count > 0 ? open.Peek() : -1;
            var limit = parent >= 0 ? declarations[parent].Span.End : Text.Length;
            var end = Math.Clamp(draft.End, draft.Start, limit);
            var whole = new TextSpan(draft.Start, end);
            var name = Clip(draft.Name, whole);
            declarations[i] = new Declaration(
                draft.Kind,
                draft.Label ?? Text[name.Start..name.End],
                name,
                whole,
                Clip(draft.Doc, whole),
                Clip(draft.Body, whole),
                parent);
            open.Push(i);
        }

        return new Outline(declarations, [.. strings], [.. content], [.. problems]);
    }

    private static TextSpan Clip(TextSpan span, TextSpan into)
    {
        if (span.IsEmpty || span.Start >= into.End || span.End <= into.Start)
        {
            return new TextSpan(into.Start, into.Start);
        }

        return new TextSpan(Math.Max(span.Start, into.Start), Math.Min(span.End, into.End));
    }

    private void Sort()
    {
        var span = CollectionsMarshal.AsSpan(drafts);
        var sorted = true;
        for (var i = 0; i < span.Length; i++)
        {
            span[i].Order = i;
            span[i].Start = Math.Clamp(span[i].Start, 0, Text.Length);
            sorted &= i == 0 || Compare(span[i - 1], span[i]) <= 0;
        }

        if (!sorted)
        {
            drafts.Sort(Compare);
        }
    }

    private static int Compare(Draft left, Draft right)
    {
        var by = left.Start.CompareTo(right.Start);
        by = by != 0 ? by : right.End.CompareTo(left.End);
        return by != 0 ? by : left.Order.CompareTo(right.Order);
    }

    private ref Draft At(int id) => ref CollectionsMarshal.AsSpan(drafts)[id];

    private struct Draft
    {
        public DeclarationKind Kind;
        public TextSpan Name;
        public string? Label;
        public int Start;
        public int End;
        public TextSpan Doc;
        public TextSpan Body;
        public int Order;
    }
}
