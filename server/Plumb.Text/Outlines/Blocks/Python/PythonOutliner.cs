namespace Plumb.Text.Blocks;

/// <summary>
/// Declarations of Python by indentation. One pass over the logical lines: only the first words of a line are looked
/// at, the rest is skipped to the next character that could matter (quote, bracket, comment, line end).
/// </summary>
internal sealed class PythonOutliner : IOutliner
{
    public Outline Scan(string text)
    {
        var builder = new OutlineDraft(text);
        new PythonReader(text, builder).Read();
        return builder.Build();
    }
}
