using Plumb.Text;

namespace Plumb.Search.Chunking;

/// <summary>
/// Cuts a file into chunks along its outline: a declaration with its doc comment is one chunk; one that is too large
/// is split at its inner declarations, and a large body without any at blank lines; small neighbours under one parent
/// are merged. The chunks of a file are in order, do not overlap, and cover every line that holds text.
/// </summary>
internal sealed class Chunker
{
    // Sizes are in UTF-16 code units; source code has about 3.5 of them a token, so a chunk stays under about 700
    // tokens: whole for nine functions in ten, and a dozen fit into an answer's evidence.
    private const int MaxSize = 2400;
    private const int MergeSize = 1200;
    private const int OwnSize = 500;

    private readonly TextDocument document;
    private readonly LineIndex lines;
    private readonly IReadOnlyList<Declaration> declarations;
    private readonly int[] firstChild;
    private readonly int[] nextSibling;
    private readonly List<Chunk> chunks = [];

    // The chunk being put together from small neighbours.
    private int openStart = -1;
    private int openEnd;
    private int openDeclaration = -1;
    private int openCount;

    private Chunker(TextDocument document)
    {
        this.document = document;
        lines = document.Lines;
        declarations = document.Outline.Declarations;
        firstChild = new int[declarations.Count + 1];
        nextSibling = new int[declarations.Count];
        Array.Fill(firstChild, -1);
        Array.Fill(nextSibling, -1);

        // The root's children are kept in the last slot. Walking backwards leaves each list in source order.
        for (var i = declarations.Count - 1; i >= 0; i--)
        {
            var parent = declarations[i].Parent;
            var slot = parent < 0 ? declarations.Count : parent;
            nextSibling[i] = firstChild[slot];
            firstChild[slot] = i;
        }
    }

    public static List<Chunk> Split(TextDocument document)
    {
        var chunker = new Chunker(document);
        var last = chunker.lines.LineCount;
        if (last > 0 && chunker.lines.GetLineSpan(last - 1).IsEmpty)
        {
            last--;
        }

        chunker.SplitRange(0, last, -1, chunker.firstChild[chunker.declarations.Count]);
        chunker.Flush(-1);
        return chunker.chunks;
    }

    private int SizeOf(int startLine, int endLine) => lines.GetLineStart(endLine) - lines.GetLineStart(startLine);

    private void SplitRange(int startLine, int endLine, int parent, int child)
    {
        var at = startLine;
        var isHead = true;
        for (; child >= 0; child = nextSibling[child])
        {
            var span = declarations[child].Span;
            var first = Math.Max(at, lines.GetLine(span.Start));
            var last = Math.Min(endLine, lines.GetLine(Math.Max(span.Start, span.End - 1)) + 1);
            if (last <= first)
            {
                // Shares its lines with the sibling before it.
                continue;
            }

            AddGap(at, first, parent, isHead);
            isHead = false;
            AddDeclaration(first, last, child, parent);
            at = last;
        }

        AddGap(at, endLine, parent, isHead);
    }

    private void AddDeclaration(int first, int last, int declaration, int parent)
    {
        var size = SizeOf(first, last);
        if (size > MaxSize)
        {
            Flush(parent);
            SplitRange(first, last, declaration, firstChild[declaration]);
            Flush(declaration);
            return;
        }

        if (size >= OwnSize)
        {
            // Big enough to stand alone; a few lines of trivia before it (a comment, an import) come along, but not
            // another declaration or the head of its type.
            if (openStart >= 0 && (openCount > 0 || SizeOf(openStart, openEnd) >= OwnSize / 4))
            {
                Flush(parent);
            }

            Open(first, last, declaration);
            Flush(parent);
            return;
        }

        if (openStart >= 0 && SizeOf(openStart, last) > MergeSize)
        {
            Flush(parent);
        }

        Open(first, last, declaration);
    }

    private void AddGap(int first, int last, int parent, bool isHead)
    {
        while (first < last && IsBlank(first))
        {
            first++;
        }

        while (last > first && IsBlank(last - 1))
        {
            last--;
        }

        if (first >= last)
        {
            return;
        }

        if (SizeOf(first, last) > MaxSize)
        {
            Flush(parent);
            SplitLines(first, last, parent, isHead);
            return;
        }

        // The line that closes a block belongs to what it closes.
        if (openStart < 0 && !isHead && chunks.Count > 0 && last - first == 1 && chunks[^1].EndLine >= first - 1 && IsCloser(first))
        {
            chunks[^1] = chunks[^1] with { EndLine = last };
            return;
        }

        if (openStart >= 0 && SizeOf(openStart, last) > MergeSize)
        {
            Flush(parent);
        }

        Open(first, last, isHead && parent >= 0 ? parent : -1);
    }

    // A long stretch without declarations is cut at blank lines where they come at a good size, else at any line.
    private void SplitLines(int first, int last, int parent, bool isHead)
    {
        var start = first;
        var lastBlank = -1;
        for (var line = first; line < last; line++)
        {
            if (line > start && SizeOf(start, line + 1) > MergeSize)
            {
                var cut = lastBlank > start && SizeOf(start, lastBlank) >= OwnSize ? lastBlank : line;
                Emit(start, cut, parent, isHead && start == first);
                start = cut;
                lastBlank = -1;
            }

            if (IsBlank(line))
            {
                lastBlank = line;
            }
        }

        Emit(start, last, parent, isHead && start == first);
    }

    private void Open(int first, int last, int declaration)
    {
        if (openStart < 0)
        {
            openStart = first;
            openDeclaration = -1;
            openCount = 0;
        }

        openEnd = last;
        if (declaration >= 0)
        {
            openDeclaration = declaration;
            openCount++;
        }
    }

    private void Flush(int parent)
    {
        if (openStart >= 0)
        {
            var alone = openCount == 1;
            Emit(openStart, openEnd, alone ? openDeclaration : parent, alone);
        }

        openStart = -1;
    }

    private void Emit(int first, int last, int declaration, bool isWhole)
    {
        while (first < last && IsBlank(first))
        {
            first++;
        }

        while (last > first && IsBlank(last - 1))
        {
            last--;
        }

        if (first < last)
        {
            chunks.Add(new Chunk(first, last, declaration, isWhole && declaration >= 0));
        }
    }

    private bool IsBlank(int line)
    {
        var span = lines.GetLineSpan(line);
        return document.Text.AsSpan(span.Start, span.Length).IsWhiteSpace();
    }

    private bool IsCloser(int line)
    {
        var span = lines.GetLineSpan(line);
        return document.Text.AsSpan(span.Start, span.Length).Trim().Trim("})];,").IsEmpty || document.Text.AsSpan(span.Start, span.Length).Trim() is "end";
    }
}
