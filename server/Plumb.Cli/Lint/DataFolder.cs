namespace Plumb.Cli.Lint;

/// <summary>Where Plumb keeps what it can make again: <c>PLUMB_HOME</c>, else the platform's data folder.</summary>
internal static class DataFolder
{
    public static string Path
    {
        get
        {
            var home = Environment.GetEnvironmentVariable("PLUMB_HOME");
            return System.IO.Path.GetFullPath(string.IsNullOrEmpty(home)
                ? System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "plumb")
                : home);
        }
    }
}
