namespace Plumb.Text;

/// <summary>
/// Finds the declarations of one language or one family of languages. Stateless and safe to share between threads;
/// never throws on content, linear in the text's length.
/// </summary>
public interface IOutliner
{
    Outline Scan(string text);
}
