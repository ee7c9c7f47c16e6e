namespace Plumb.Cli.Commands;

/// <summary>Colours, on a terminal only; NO_COLOR turns them off there too.</summary>
internal sealed class Style(bool enabled)
{
    public static Style ForOutput() => new(!Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")));

    public string Bold(string text) => Wrap("1", text);

    public string Dim(string text) => Wrap("2", text);

    public string Path(string text) => Wrap("36", text);

    private string Wrap(string code, string text) => enabled ? $"\u001b[{code}m{text}\u001b[0m" : text;
}
