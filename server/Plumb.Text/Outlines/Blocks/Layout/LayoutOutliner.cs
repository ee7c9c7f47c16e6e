namespace Plumb.Text.Blocks;

/// <summary>
/// Languages whose blocks are told by columns: a line closes what started at its column or to the right of it, and
/// its first words tell what it declares.
/// </summary>
internal abstract class LayoutOutliner : BlockOutliner
{
    protected override void Read(OutlineDraft draft, BlockTokens tokens)
    {
        var blocks = new OpenBlocks(draft, tokens);
        for (var i = 0; i < tokens.Count; i = tokens.NextLine(i))
        {
            var column = tokens.Column(tokens[i].Start);

            // What goes on keeps the block at its own column open, and no inner one.
            blocks.LeaveTo(Continues(tokens, i) ? column + 1 : column, tokens[i - 1].End);
            ReadLine(blocks, tokens, i, column);
        }

        blocks.CloseAll();
    }

    /// <summary>Whether a line goes on with the block above though it is not indented more.</summary>
    protected virtual bool Continues(BlockTokens tokens, int i) => tokens[i].Mark is ')' or ']' or '}' or '|' || tokens.Of(i) is "end" or "in" or "then" or "else" or "done" or "elif" or "of" or "where";

    protected abstract void ReadLine(OpenBlocks blocks, BlockTokens tokens, int i, int column);
}
