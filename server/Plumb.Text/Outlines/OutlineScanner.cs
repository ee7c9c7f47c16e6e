namespace Plumb.Text;

/// <summary>Scans a text by its language.</summary>
public static class OutlineScanner
{
    /// <summary>The outline of a text; empty for a language that has no outliner.</summary>
    public static Outline Scan(string text, Language language)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(language);
        return LanguageTable.OutlinerFor(language)?.Scan(text) ?? Outline.Empty;
    }
}
