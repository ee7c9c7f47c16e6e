namespace Plumb.LintNoise;

internal static class Conformance
{
    public static int Run(string root, string[] options) => root.Length + options.Length > 0 ? 0 : 1;
}
