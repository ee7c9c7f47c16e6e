namespace Plumb.Text;

/// <summary>
/// An immutable text with its language, revision and line index: what a request takes as its snapshot.
/// </summary>
public sealed class TextDocument
{
    private LineIndex? lines;
    private Outline? outline;

    /// <param name="path">How the owner names the document.</param>
    /// <param name="language">Its language.</param>
    /// <param name="revision">The editor's version, or 0.</param>
    /// <param name="text">The text.</param>
    /// <param name="outline">The outline where the reader of the format made it already (PDF); null scans the text.</param>
    public TextDocument(string path, Language language, int revision, string text, Outline? outline = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(language);
        ArgumentNullException.ThrowIfNull(text);
        Path = path;
        Language = language;
        Revision = revision;
        Text = text;
        this.outline = outline;
    }

    /// <summary>How the owner names the document: a path or a URI. Only its name is looked at here.</summary>
    public string Path { get; }

    public Language Language { get; }

    /// <summary>The version that the editor gave, or 0 for a file as it lies on disk.</summary>
    public int Revision { get; }

    public string Text { get; }

    public LineIndex Lines => lines ??= new LineIndex(Text);

    /// <summary>The declarations and string literals of the text, scanned on first use.</summary>
    public Outline Outline => outline ??= OutlineScanner.Scan(Text, Language);

    /// <summary>Applies edits one after the other; each is told in the text that the one before left.</summary>
    public TextDocument WithChanges(IEnumerable<TextChange> changes, int revision, PositionEncoding encoding)
    {
        ArgumentNullException.ThrowIfNull(changes);
        var text = Text;
        var index = Lines;
        foreach (var change in changes)
        {
            if (change.Range is not { } range)
            {
                text = change.NewText;
            }
            else
            {
                var start = index.ToOffset(range.Start, encoding);
                var end = Math.Max(start, index.ToOffset(range.End, encoding));
                text = string.Concat(text.AsSpan(0, start), change.NewText, text.AsSpan(end));
            }

            index = new LineIndex(text);
        }

        return new TextDocument(Path, Language, revision, text) { lines = index };
    }
}
