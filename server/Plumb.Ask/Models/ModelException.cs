namespace Plumb.Ask.Models;

/// <summary>Why a model gave no whole answer.</summary>
public enum ModelFailure
{
    Other,
    Unreachable,
    TimedOut,
    RateLimited,
    Refused,
    ServerError,
    UnknownModel,
    ContextOverflow,
    NoTools,
    Interrupted,
    Endless,
    NoStream,
    Empty,
    OverBudget,
}

/// <summary>The model gave no whole answer; the message is one sentence that says why, or what to do.</summary>
public sealed class ModelException : Exception
{
    public ModelException(ModelFailure failure, string message, Exception? inner = null)
        : base(message, inner) => Failure = failure;

    public ModelException(string message, Exception? inner = null)
        : this(ModelFailure.Other, message, inner)
    {
    }

    public ModelException(string message)
        : this(message, null)
    {
    }

    public ModelException()
        : this("The model gave no answer.")
    {
    }

    public ModelFailure Failure { get; }
}
