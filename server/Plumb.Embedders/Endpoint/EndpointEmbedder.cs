using System.Net;
using System.Net.Http.Headers;
using Plumb.Search.Embedding;

namespace Plumb.Embedders.Endpoint;

/// <summary>
/// Vectors from a service over OpenAI's embeddings protocol. One request at a time, so that a service that asks for
/// patience gets it from everybody; all text passes the outbound gate before it is cut and sent.
/// </summary>
internal sealed class EndpointEmbedder : IEmbedder
{
    // A service that asks for more is told of instead of waited for.
    private static readonly TimeSpan LongestPatience = TimeSpan.FromMinutes(2);

    private const long LongestAnswer = 256L << 20;

    private readonly EndpointSettings settings;
    private readonly Func<string, string> gate;
    private readonly TimeProvider time;
    private readonly HttpClient http;
    private readonly SemaphoreSlim turn = new(1, 1);
    private DateTimeOffset notBefore;

    private EndpointEmbedder(EndpointSettings settings, Func<string, string> gate, TimeProvider time)
    {
        this.settings = settings;
        this.gate = gate;
        this.time = time;

        // No redirects: the key and the text go to the address that the user named and nowhere else.
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = LongestAnswer,
        };
    }

    public string Id => $"openai:{settings.Model}@{settings.Url.Authority}-{Dimension}-{PassageText.Version}-{TextStamp.Of(settings.Url.AbsoluteUri, settings.QueryPrefix, settings.PassagePrefix)}";

    public int Dimension { get; private set; }

    public int BatchSize => settings.BatchTexts;

    /// <summary>Asks the service for one vector when nobody knows yet how long they are.</summary>
    /// <param name="settings">What the user configured.</param>
    /// <param name="dimension">Numbers in the service's vectors, as they were when it was chosen; null: ask.</param>
    /// <param name="gate">Blacks out secrets.</param>
    /// <param name="time">Times retries.</param>
    /// <param name="cancellation">Stops asking.</param>
    /// <exception cref="EmbedderException">The service cannot be reached or gives no vectors.</exception>
    public static async Task<EndpointEmbedder> OpenAsync(EndpointSettings settings, int? dimension, Func<string, string> gate, TimeProvider time, CancellationToken cancellation)
    {
        var embedder = new EndpointEmbedder(settings, gate, time);
        try
        {
            embedder.Dimension = settings.Dimensions ?? dimension ?? (await embedder.AskAsync(["plumb"], cancellation).ConfigureAwait(false))[0].Length;
            return embedder;
        }
        catch
        {
            embedder.Dispose();
            throw;
        }
    }

    public async ValueTask<float[][]> EmbedAsync(IReadOnlyList<EmbeddingText> texts, EmbeddingKind kind, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var prefix = kind == EmbeddingKind.Query ? settings.QueryPrefix : settings.PassagePrefix;
        var vectors = new List<float[]>(texts.Count);
        var batch = new List<string>();
        var tokens = 0;
        foreach (var text in texts)
        {
            // The gate sees the whole text: half a key that was cut off no longer looks like one.
            var outgoing = TokenEstimate.Cut(gate(prefix + PassageText.Of(text)), settings.TextTokens);
            var more = TokenEstimate.Of(outgoing);
            if (batch.Count > 0 && (batch.Count >= settings.BatchTexts || tokens + more > settings.BatchTokens))
            {
                vectors.AddRange(await AskAsync(batch, cancellation).ConfigureAwait(false));
                batch.Clear();
                tokens = 0;
            }

            // Services refuse an empty text.
            batch.Add(outgoing.Length > 0 ? outgoing : " ");
            tokens += more;
        }

        if (batch.Count > 0)
        {
            vectors.AddRange(await AskAsync(batch, cancellation).ConfigureAwait(false));
        }

        return [.. vectors];
    }

    public void Dispose()
    {
        http.Dispose();
        turn.Dispose();
    }

    private async Task<float[][]> AskAsync(IReadOnlyList<string> texts, CancellationToken cancellation)
    {
        var body = EmbeddingsProtocol.WriteRequest(settings.Model, settings.Dimensions, texts);
        await turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            for (var attempt = 0; ; attempt++)
            {
                await WaitAsync(cancellation).ConfigureAwait(false);
                var (vectors, failure) = await TryAsync(body, texts.Count, attempt, cancellation).ConfigureAwait(false);
                if (vectors is not null)
                {
                    return vectors;
                }

                if (attempt + 1 >= Backoff.MostAttempts)
                {
                    throw new EmbedderException($"{failure!.Message.TrimEnd('.')}, {Backoff.MostAttempts} times in a row.", failure);
                }
            }
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task WaitAsync(CancellationToken cancellation)
    {
        var wait = notBefore - time.GetUtcNow();
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, cancellation).ConfigureAwait(false);
        }

        if (settings.RequestsPerMinute is { } most)
        {
            notBefore = time.GetUtcNow() + (TimeSpan.FromMinutes(1) / most);
        }
    }

    /// <summary>One attempt. A failure that may pass is returned, and the time of the next attempt is set.</summary>
    private async Task<(float[][]? Vectors, EmbedderException? Failure)> TryAsync(byte[] body, int count, int attempt, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(settings.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        EmbedderException failure;
        TimeSpan? asked = null;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, settings.Address) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            if (settings.ApiKey.Length > 0)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", settings.ApiKey);
            }

            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, either.Token).ConfigureAwait(false);
            var answer = await response.Content.ReadAsByteArrayAsync(either.Token).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.OK)
            {
                return (Check(EmbeddingsProtocol.ReadAnswer(answer, count, settings)), null);
            }

            failure = new EmbedderException($"{settings} answered with HTTP {(int)response.StatusCode}{EmbeddingsProtocol.ReadProblem(answer)}.");
            if (!Backoff.MayPass(response.StatusCode))
            {
                throw failure;
            }

            asked = Backoff.Asked(response.Headers.RetryAfter, time.GetUtcNow());
            if (asked > LongestPatience)
            {
                throw new EmbedderException($"{settings} answered with HTTP {(int)response.StatusCode} and asks for a pause of {asked.Value.TotalSeconds:0} s.");
            }
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            failure = new EmbedderException($"{settings} gave no answer within {settings.Timeout.TotalSeconds:0.###} s.", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            failure = new EmbedderException($"{settings} cannot be reached ({EmbeddingsProtocol.Shorten(e.InnerException?.Message ?? e.Message)}).", e);
        }

        var wait = Backoff.After(attempt, Random.Shared.NextDouble());
        notBefore = time.GetUtcNow() + (asked > wait ? asked.Value : wait);
        return (null, failure);
    }

    private float[][] Check(float[][] vectors)
    {
        foreach (var vector in vectors)
        {
            if (vector.Length != (Dimension > 0 ? Dimension : vectors[0].Length))
            {
                throw new EmbedderException(settings.Dimensions is { } wanted && Dimension == wanted
                    ? $"{settings} gave vectors of {vector.Length} numbers where {wanted} were asked for: it cannot shorten them, so leave the dimensions out."
                    : $"{settings} gave vectors of {vector.Length} numbers, which were of {(Dimension > 0 ? Dimension : vectors[0].Length)} before: its model was changed, so choose it again with 'plumb model use'.");
            }

            UnitVector.Normalize(vector);
        }

        return vectors;
    }
}
