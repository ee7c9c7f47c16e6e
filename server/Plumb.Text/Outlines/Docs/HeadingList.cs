namespace Plumb.Text.Blocks;

/// <summary>Turns headings in the order of the text into declarations: each runs to the next of its level or above.</summary>
internal sealed class HeadingList(OutlineDraft builder)
{
    private readonly Stack<(int Id, int Level, int BodyStart)> open = new();

    /// <param name="level">1 is the highest.</param>
    /// <param name="start">Where the heading's first line starts.</param>
    /// <param name="name">The heading's text as it stands in the file.</param>
    /// <param name="bodyStart">Start of the line after the heading.</param>
    /// <param name="label">The heading's plain text.</param>
    public void Add(int level, int start, TextSpan name, int bodyStart, string label)
    {
        CloseTo(level, start);
        open.Push((builder.Open(DeclarationKind.Heading, name, start, label: label), level, bodyStart));
    }

    public void CloseTo(int level, int end)
    {
        while (open.Count > 0 && open.Peek().Level >= level)
        {
            var (id, _, bodyStart) = open.Pop();
            builder.Close(id, end);
            builder.SetBody(id, Chars.Trim(builder.Text, Math.Min(bodyStart, end), end));
        }
    }

    public void Finish(int end) => CloseTo(0, end);
}
