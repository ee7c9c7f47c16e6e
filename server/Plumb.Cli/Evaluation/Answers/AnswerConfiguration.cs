using Plumb.Ask;
using Plumb.Search;

namespace Plumb.Cli.Evaluation.Answers;

/// <summary>A way to answer that can be measured and compared with another.</summary>
/// <param name="Name">As it was named.</param>
/// <param name="Options">The model, or none.</param>
/// <param name="IsDeep">The model looks around by itself.</param>
internal sealed record AnswerConfiguration(string Name, AskOptions Options, bool IsDeep)
{
    public const string Names = "extractive, model, deep, model:NAME[@PROVIDER], deep:NAME[@PROVIDER]";

    private const string Extractive = "extractive";
    private const string Model = "model";
    private const string Deep = "deep";

    /// <summary>The configured model where there is one, else the passages.</summary>
    public static AnswerConfiguration Default() =>
        AskOptions.FromUser(WorkspaceOptions.DefaultDataHome) is { Model: not null } configured ? new AnswerConfiguration(Model, configured, false) : new AnswerConfiguration(Extractive, new AskOptions(), false);

    /// <summary>Null where the name is none of a configuration.</summary>
    /// <exception cref="CommandException">Its model cannot be used.</exception>
    public static AnswerConfiguration? Find(string name)
    {
        if (name == Extractive)
        {
            return new AnswerConfiguration(name, new AskOptions(), false);
        }

        var colon = name.IndexOf(':', StringComparison.Ordinal);
        var kind = colon < 0 ? name : name[..colon];
        if (kind is not (Model or Deep) || colon == name.Length - 1)
        {
            return null;
        }

        return new AnswerConfiguration(name, OptionsOf(colon < 0 ? null : name[(colon + 1)..], $"'{name}'"), kind == Deep);
    }

    /// <param name="model">"NAME" or "NAME@PROVIDER"; null: the configured one.</param>
    /// <param name="what">Who wants it, for the error.</param>
    /// <exception cref="CommandException">There is none, with the reason.</exception>
    public static AskOptions OptionsOf(string? model, string what)
    {
        var home = WorkspaceOptions.DefaultDataHome;
        var at = model?.LastIndexOf('@') ?? -1;
        var options = model is null ? AskOptions.FromUser(home) : AskOptions.ForModel(home, at > 0 ? model[..at] : model, at > 0 ? model[(at + 1)..] : null);
        return options.Model is not null ? options
            : throw new CommandException($"{what} needs a model: {(options.ModelProblem.Length > 0 ? options.ModelProblem : "set PLUMB_MODEL, or ask.model in your own plumb.json (docs/ask.md).")}");
    }
}
