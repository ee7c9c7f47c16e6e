using Plumb.Ask.Ledger;
using Plumb.Ask.Models;
using Plumb.Ask.Settings;

namespace Plumb.Ask;

/// <summary>What the engine is made of besides the index.</summary>
public sealed record AskOptions
{
    /// <summary>The model that is configured; null: the editor's, or none.</summary>
    public IChatModel? Model { get; init; }

    /// <summary>Why a model that was configured cannot be used; empty where nothing is wrong.</summary>
    public string ModelProblem { get; init; } = "";

    public AskSettings Settings { get; init; } = AskSettings.None with { Expand = Expansion.Never, Cache = false };

    /// <summary>Null: calls are written down nowhere, and no answer is kept.</summary>
    public UsageLedger? Ledger { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>What the user configured, in the environment and in <c>plumb.json</c> of Plumb's data folder.</summary>
    /// <param name="home">Plumb's data folder.</param>
    /// <param name="environment">Reads a variable; null: the process's environment.</param>
    public static AskOptions FromUser(string home, ModelRequest? client = null, Func<string, string?>? environment = null)
    {
        var settings = AskSettings.ReadUser(home);
        var model = ModelChoice.Resolve(settings, client, environment ?? Environment.GetEnvironmentVariable, out var problem);
        return new AskOptions
        {
            Model = model is null ? null : new ChatModel(model),
            ModelProblem = problem,
            Settings = settings,
            Ledger = new UsageLedger(home),
        };
    }

    /// <summary>The same with another model: at the named provider, or where the configured model is.</summary>
    /// <param name="home">Plumb's data folder.</param>
    /// <param name="model">Its name there.</param>
    /// <param name="provider">Null: the configured one's.</param>
    public static AskOptions ForModel(string home, string model, string? provider, Func<string, string?>? environment = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(model);
        environment ??= Environment.GetEnvironmentVariable;
        if (provider is not null)
        {
            return FromUser(home, new ModelRequest(provider, model, null, null), environment);
        }

        var settings = AskSettings.ReadUser(home);
        var named = ModelChoice.ResolveNamed(settings, model, environment, out var problem);
        return new AskOptions { Model = named is null ? null : new ChatModel(named), ModelProblem = problem, Settings = settings, Ledger = new UsageLedger(home) };
    }
}
