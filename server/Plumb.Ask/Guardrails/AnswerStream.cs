namespace Plumb.Ask.Guardrails;

/// <summary>What an answer that is still being written passes through before anybody sees it: no foreign links, no secrets.</summary>
internal sealed class AnswerStream : IProgress<string>
{
    private readonly LinkFilterStream links;
    private readonly SecretFilterStream secrets;

    public AnswerStream(IProgress<string> inner)
    {
        secrets = new SecretFilterStream(inner);
        links = new LinkFilterStream(secrets);
    }

    public void Report(string value) => links.Report(value);

    /// <summary>Sends what is still held.</summary>
    public void Complete()
    {
        links.Complete();
        secrets.Complete();
    }
}
