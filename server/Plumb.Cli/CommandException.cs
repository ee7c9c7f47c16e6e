namespace Plumb.Cli;

/// <summary>A usage or environment error: told in its one sentence, exit code 2.</summary>
internal sealed class CommandException : Exception
{
    public CommandException(string message)
        : base(message)
    {
    }

    public CommandException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public CommandException()
    {
    }
}
