namespace Plumb.Ask.Models;

/// <summary>The model gave no whole answer; the message is one sentence that says why.</summary>
internal sealed class ModelException : Exception
{
    public ModelException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
