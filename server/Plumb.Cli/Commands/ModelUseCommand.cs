using System.CommandLine;
using System.Globalization;
using Plumb.Embedders.Choice;

namespace Plumb.Cli.Commands;

/// <summary><c>plumb model use</c>: tries an embedder and keeps it in the user's settings.</summary>
internal static class ModelUseCommand
{
    public static Command Create()
    {
        var what = new Argument<string>("embedder") { Description = "A model's name, a folder (with a slash in it), 'endpoint' or 'built-in'.", HelpName = "NAME|PATH|endpoint|built-in" };
        var url = new Option<string?>("--url") { Description = "For 'endpoint': the base URL of an OpenAI-compatible service. Its key comes from PLUMB_EMBEDDER_API_KEY and is never stored.", HelpName = "URL" };
        var model = new Option<string?>("--model") { Description = "For 'endpoint': the model's name there.", HelpName = "NAME" };
        var dimensions = new Option<int?>("--dimensions") { Description = "For 'endpoint': ask for vectors of so many numbers.", HelpName = "N" };
        var queryPrefix = new Option<string?>("--query-prefix") { Description = "For 'endpoint': what the model wants before a query.", HelpName = "TEXT" };
        var passagePrefix = new Option<string?>("--passage-prefix") { Description = "For 'endpoint': what the model wants before a passage.", HelpName = "TEXT" };
        var command = new Command("use", "Use an embedder from now on, in every workspace. It is tried first.") { what, url, model, dimensions, queryPrefix, passagePrefix };
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetValue(what)!,
            CreateEndpoint(parsed.GetValue(url), parsed.GetValue(model), parsed.GetValue(dimensions), parsed.GetValue(queryPrefix), parsed.GetValue(passagePrefix)),
            cancellation));
        return command;
    }

    private static EndpointOptions? CreateEndpoint(string? url, string? model, int? dimensions, string? queryPrefix, string? passagePrefix) => (url, model) switch
    {
        (null, null) when dimensions is null && queryPrefix is null && passagePrefix is null => null,
        ({ } address, { } name) => dimensions is null or > 0 ? new EndpointOptions(address, name, dimensions, null, queryPrefix, passagePrefix) : throw new CommandException($"--dimensions is {dimensions}, it has to be above 0."),
        _ => throw new CommandException("An endpoint needs both --url and --model."),
    };

    private static async Task<int> RunAsync(string what, EndpointOptions? endpoint, CancellationToken cancellation)
    {
        var source = EmbedderArguments.Source();
        var choice = EmbedderChoice.Parse(what, "the command line", Environment.CurrentDirectory);
        if (endpoint is not null && choice.Kind != EmbedderKind.Endpoint)
        {
            throw new CommandException($"--url and --model belong to 'plumb model use {EmbedderChoice.EndpointName}'.");
        }

        var kept = await source.UseAsync(choice, endpoint, cancellation);
        Console.Out.WriteLine(kept is null
            ? $"{choice} is used from now on."
            : string.Create(CultureInfo.InvariantCulture, $"{kept.Model} at {kept.Url} is used from now on: the text of your files goes there, secrets removed. Its vectors have {kept.Measured} numbers."));
        if (source.Choose() is var now && now.ToString() != choice.ToString())
        {
            Console.Error.WriteLine($"plumb: {now.Source} is set to \"{now}\" and comes before it.");
        }

        return PlumbCommand.Good;
    }
}
