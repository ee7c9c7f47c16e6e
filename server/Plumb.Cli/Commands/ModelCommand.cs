using System.CommandLine;

namespace Plumb.Cli.Commands;

/// <summary><c>plumb model</c>: which embedder turns text into vectors, and the models on this machine.</summary>
internal static class ModelCommand
{
    public static Command Create() => new("model", "Choose what turns text into vectors, and download models for it.")
    {
        ModelListCommand.Create(), ModelUseCommand.Create(), ModelPullCommand.Create(), CreateRemove(),
    };

    private static Command CreateRemove()
    {
        var name = new Argument<string>("name") { Description = "The model to delete." };
        var command = new Command("remove", "Delete a downloaded model. The hashes of its files are kept: pulled again, it has to be the same.") { name };
        command.SetAction(parsed =>
        {
            var source = EmbedderArguments.Source();
            var model = parsed.GetValue(name)!;
            if (!source.Models.Remove(model))
            {
                throw new CommandException($"There is no model '{model}' on this machine: 'plumb model list' names those that are.");
            }

            Console.Out.WriteLine($"{model} was deleted.");
            return PlumbCommand.Good;
        });
        return command;
    }
}
