namespace Plumb.Ask.Kinds;

/// <summary>How much a task tells, so that it can be read and fits a prompt.</summary>
internal static class KindLimits
{
    /// <summary>Mentions that are looked for.</summary>
    public const int MostMentions = 200;

    /// <summary>Items of one list.</summary>
    public const int MostListed = 12;

    /// <summary>Passages of evidence, where there may be many.</summary>
    public const int MostPassages = 8;

    /// <summary>Lines of one passage.</summary>
    public const int MostLinesShown = 60;
}
