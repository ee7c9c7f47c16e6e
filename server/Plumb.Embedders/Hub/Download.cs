using System.Net;
using System.Net.Http.Headers;
using Plumb.Search.Embedding;

namespace Plumb.Embedders.Hub;

/// <summary>
/// Downloads one file into <c>PATH.part</c> and goes on where an earlier download of the same content stopped: the server's
/// strong ETag is kept beside it and asked for again (If-Range).
/// </summary>
internal sealed class Download(HttpClient http, TimeProvider time)
{
    private const int BufferBytes = 128 * 1024;
    private const int MostRedirects = 10;
    private const int MostCuts = 4;
    private const long MostBytes = 8L << 30;

    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(60);

    /// <summary>The commit that the server says it answers from, when it says one.</summary>
    public string? Commit { get; private set; }

    /// <summary>Ends with the whole file at <paramref name="part"/>.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="part">Where it goes; what is there already is gone on from.</param>
    /// <param name="progress">Bytes that are there, and bytes of the whole where the server says.</param>
    /// <param name="cancellation">Stops, and keeps what came.</param>
    /// <exception cref="EmbedderException">It cannot be had, or not be written.</exception>
    public async Task RunAsync(Uri address, string part, Action<long, long?> progress, CancellationToken cancellation)
    {
        for (var cuts = 0; ;)
        {
            var before = Length(part);
            string problem;
            try
            {
                await ReceiveAsync(address, part, before, progress, cancellation).ConfigureAwait(false);
                return;
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                problem = $"nothing came for {Silence.TotalSeconds:0} s";
            }
            catch (Exception e) when (e is HttpRequestException or HttpIOException or IOException)
            {
                problem = Endpoint.EmbeddingsProtocol.Shorten(e.InnerException?.Message ?? e.Message);
            }

            if (++cuts >= MostCuts)
            {
                throw new EmbedderException($"{address} could not be downloaded ({problem}); {Length(part)} bytes are kept, and the next pull goes on from there.");
            }

            await Task.Delay(Endpoint.Backoff.After(cuts, Random.Shared.NextDouble()), time, cancellation).ConfigureAwait(false);
        }
    }

    private async Task ReceiveAsync(Uri address, string part, long have, Action<long, long?> progress, CancellationToken cancellation)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        silence.CancelAfter(Silence);
        var tag = have > 0 ? ReadTag(part) : null;
        have = tag is null ? 0 : have;
        using var response = await AskAsync(address, have, tag, silence.Token).ConfigureAwait(false);
        switch (response.StatusCode)
        {
            case HttpStatusCode.PartialContent when have > 0 && response.Content.Headers.ContentRange?.From == have:
                break;
            case HttpStatusCode.OK:
                have = 0;
                WriteTag(part, response.Headers.ETag);
                break;
            case HttpStatusCode.RequestedRangeNotSatisfiable when have > 0 && response.Content.Headers.ContentRange?.Length == have:
                // It was whole already: a later file of the model was not.
                progress(have, have);
                return;
            case HttpStatusCode.RequestedRangeNotSatisfiable when have > 0:
                // The part is longer than the file: it is of another one.
                Delete(part);
                throw new IOException("the file on the server is another one now");
            case var status when Endpoint.Backoff.MayPass(status):
                throw new IOException($"HTTP {(int)status}");
            default:
                throw new EmbedderException($"{address} answered with HTTP {(int)response.StatusCode}.");
        }

        var total = response.Content.Headers.ContentLength is { } rest ? have + rest : (long?)null;
        if (total > MostBytes)
        {
            throw new EmbedderException($"{address} has {total} bytes, more than Plumb downloads.");
        }

        await CopyAsync(response, part, have, total, progress, silence).ConfigureAwait(false);
    }

    private async Task CopyAsync(HttpResponseMessage response, string part, long have, long? total, Action<long, long?> progress, CancellationTokenSource silence)
    {
        var input = await response.Content.ReadAsStreamAsync(silence.Token).ConfigureAwait(false);
        using var output = OpenPart(part, have, total - have);
        var buffer = new byte[BufferBytes];
        while (true)
        {
            var count = await input.ReadAsync(buffer, silence.Token).ConfigureAwait(false);
            if (count == 0)
            {
                break;
            }

            silence.CancelAfter(Silence);
            have += count;
            if (have > MostBytes)
            {
                throw new EmbedderException($"{response.RequestMessage?.RequestUri} does not end: {have} bytes came.");
            }

            Writing(part, () => output.Write(buffer, 0, count));
            progress(have, total);
        }

        Writing(part, () => output.Flush(flushToDisk: true));
        if (total is { } whole && have != whole)
        {
            throw new IOException($"the connection ended after {have} of {whole} bytes");
        }
    }

    // Followed by hand: the hub names its commit on the first answer, and a redirect must not leave https.
    private async Task<HttpResponseMessage> AskAsync(Uri address, long from, EntityTagHeaderValue? tag, CancellationToken cancellation)
    {
        for (var redirects = 0; ; redirects++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            if (from > 0)
            {
                request.Headers.Range = new RangeHeaderValue(from, null);
                request.Headers.IfRange = new RangeConditionHeaderValue(tag!);
            }

            var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
            if (response.Headers.TryGetValues("X-Repo-Commit", out var commits) && commits.FirstOrDefault() is { Length: 40 } commit && commit.All(char.IsAsciiHexDigit))
            {
                Commit ??= commit.ToLowerInvariant();
            }

            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location)
            {
                return response;
            }

            response.Dispose();
            var next = new Uri(address, location);
            if (redirects >= MostRedirects || !(next.Scheme == "https" || (next.Scheme == "http" && address.Scheme == "http" && next.IsLoopback)))
            {
                throw new EmbedderException($"{address} leads on to {next}, where Plumb does not follow.");
            }

            address = next;
        }
    }

    private static FileStream OpenPart(string part, long have, long? rest)
    {
        FileStream? output = null;
        Writing(part, () =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(part)!);
            if (rest is { } needed && new DriveInfo(Path.GetDirectoryName(part)!).AvailableFreeSpace is var free && free < needed)
            {
                throw new IOException($"{needed >> 20} MB are needed and {free >> 20} MB are free");
            }

            output = new FileStream(part, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, bufferSize: 0);
            if (output.CanSeek && output.Length != have)
            {
                output.SetLength(have);
            }

            if (have > 0)
            {
                output.Seek(have, SeekOrigin.Begin);
            }
        });
        return output!;
    }

    // Apart from the network's failures, which are tried again.
    private static void Writing(string part, Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EmbedderException($"{part} cannot be written: {e.Message.TrimEnd('.')}.", e);
        }
    }

    private static long Length(string part) => new FileInfo(part) is { Exists: true } file ? file.Length : 0;

    private static EntityTagHeaderValue? ReadTag(string part) =>
        File.Exists(part + ".etag") && EntityTagHeaderValue.TryParse(File.ReadAllText(part + ".etag"), out var tag) && !tag.IsWeak ? tag : null;

    private static void WriteTag(string part, EntityTagHeaderValue? tag) => Writing(part, () =>
    {
        Directory.CreateDirectory(Path.GetDirectoryName(part)!);
        if (tag is { IsWeak: false })
        {
            File.WriteAllText(part + ".etag", tag.ToString());
        }
        else
        {
            File.Delete(part + ".etag");
        }
    });

    private static void Delete(string part) => Writing(part, () =>
    {
        File.Delete(part);
        File.Delete(part + ".etag");
    });
}
