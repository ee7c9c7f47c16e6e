namespace Plumb.LintNoise;

internal static class FixCheck
{
    public static int Run(string root) => root.Length > 0 ? 0 : 1;
}
