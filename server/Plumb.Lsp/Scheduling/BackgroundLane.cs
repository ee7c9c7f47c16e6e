namespace Plumb.Lsp.Scheduling;

/// <summary>A lane for long jobs: at most <c>width</c> run at once, the others wait in the order in which they came.</summary>
public sealed class BackgroundLane : IDisposable
{
    private readonly SemaphoreSlim room;

    public BackgroundLane(string name, int width)
    {
        Name = name;
        room = new SemaphoreSlim(width, width);
    }

    public string Name { get; }

    internal async Task<IDisposable> EnterAsync(CancellationToken cancellation)
    {
        await room.WaitAsync(cancellation).ConfigureAwait(false);
        return new Place(room);
    }

    public void Dispose() => room.Dispose();

    private sealed class Place(SemaphoreSlim room) : IDisposable
    {
        public void Dispose() => room.Release();
    }
}
