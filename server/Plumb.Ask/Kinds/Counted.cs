namespace Plumb.Ask.Kinds;

/// <summary>A number with what it counts.</summary>
internal static class Counted
{
    /// <param name="what">In the singular.</param>
    public static string Of(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";
}
