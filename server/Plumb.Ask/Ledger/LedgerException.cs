namespace Plumb.Ask.Ledger;

/// <summary>The ledger cannot be used; the message says why and what to do.</summary>
public sealed class LedgerException : Exception
{
    public LedgerException(string message, Exception? inner)
        : base(message, inner)
    {
    }

    public LedgerException(string message)
        : base(message)
    {
    }

    public LedgerException()
    {
    }
}
