using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Plumb.Lsp.Protocol;
using Plumb.Text;
using Plumb.Tokens;

namespace Plumb.Lsp.Features.Tokens;

/// <summary>
/// Counts spans of documents. Each snapshot is passed over once for each encoding; from then on any span is a look-up with
/// its edges recounted. A snapshot that follows another of the same document recounts only what was edited between them.
/// </summary>
internal sealed class TokenCounter
{
    /// <summary>Documents whose last snapshot is kept for the next one.</summary>
    private const int MostRecent = 8;

    private static readonly TokenEncoding[] Always = [TokenEncoding.Find("o200k_base")!, TokenEncoding.Find("cl100k_base")!];

    private readonly ConditionalWeakTable<TextDocument, Tables> tables = [];
    private readonly List<(string Path, Tables Tables)> recent = [];
    private readonly Lock gate = new();

    private volatile Chosen chosen = new(TokenSettings.Default, 0);

    /// <summary>What the user chose.</summary>
    public TokenSettings Settings
    {
        get => chosen.Settings;
        set => chosen = new Chosen(value, chosen.Version + 1);
    }

    /// <summary>Grows with every change of the settings: counts by files of old are not counts by those of now.</summary>
    public int SettingsVersion => chosen.Version;

    /// <summary>The model that a client named.</summary>
    /// <exception cref="Wire.RequestFailedException">It is unknown.</exception>
    public TokenModel Find(string name) => Settings.Find(name) ?? throw new Wire.RequestFailedException(Unknown(name));

    public static string Unknown(string name) => $"The model '{name}' is unknown: describe it under tokens.models in plumb.json, or name an encoding.";

    /// <summary>Counts in the encodings that every client is told.</summary>
    public IReadOnlyList<EncodingCount> Count(TextDocument document, IReadOnlyList<TextSpan> spans, CancellationToken cancellation) =>
        [.. Always.Select(encoding => new EncodingCount(encoding.Name, Sum(Table(document, encoding, cancellation), spans), Exact: true))];

    /// <summary>The count for a model.</summary>
    /// <exception cref="FormatException">The model's tokenizer file cannot be used.</exception>
    public TokenCount Count(TextDocument document, TextSpan span, TokenModel model, CancellationToken cancellation)
    {
        if (model.IsExact && model.Encoding is null)
        {
            return TablesOf(document).CountWithFile(model, SettingsVersion, span, document.Text);
        }

        var tokens = Table(document, model.Encoding ?? TokenEncoding.Default, cancellation).Count(span);
        return model.Estimate(tokens);
    }

    /// <summary>The counts for models, added up over the spans. A model whose tokenizer file cannot be used is left out.</summary>
    /// <param name="problems">Gets the models that are left out, each with the reason.</param>
    public IReadOnlyList<ModelCount> Count(TextDocument document, IReadOnlyList<TextSpan> spans, IEnumerable<TokenModel> models, CancellationToken cancellation, ICollection<ModelProblem>? problems = null)
    {
        var counts = new List<ModelCount>();
        foreach (var model in models)
        {
            try
            {
                var parts = spans.Select(span => Count(document, span, model, cancellation)).ToList();
                counts.Add(Describe(model, new TokenCount(parts.Sum(p => p.Tokens), parts.Sum(p => p.Low), parts.Sum(p => p.High), model.Method)));
            }
            catch (FormatException e)
            {
                // The other models still count.
                problems?.Add(new ModelProblem(model.Name, e.Message));
            }
        }

        return counts;
    }

    public TokenTable Table(TextDocument document, TokenEncoding encoding, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return TablesOf(document).Get(encoding);
    }

    public static ModelCount Describe(TokenModel model, TokenCount count) => new()
    {
        Model = model.Name,
        Encoding = model.EncodingName,
        Tokens = count.Tokens,
        Exact = model.IsExact,
        Low = model.IsExact ? null : count.Low,
        High = model.IsExact ? null : count.High,
        Method = model.Method,
        ContextWindow = model.ContextWindow,
        Share = model.ContextWindow is { } window ? Math.Round((double)count.Tokens / window, 6) : null,
        InputCost = model.InputCost(count.Tokens),
    };

    private static int Sum(TokenTable table, IReadOnlyList<TextSpan> spans) => spans.Sum(table.Count);

    private Tables TablesOf(TextDocument document)
    {
        if (tables.TryGetValue(document, out var known))
        {
            return known;
        }

        lock (gate)
        {
            if (tables.TryGetValue(document, out known))
            {
                return known;
            }

            var at = recent.FindIndex(r => r.Path == document.Path);
            var made = new Tables(document.Text, at < 0 ? null : recent[at].Tables);
            tables.Add(document, made);
            if (at >= 0)
            {
                recent.RemoveAt(at);
            }
            else if (recent.Count == MostRecent)
            {
                recent.RemoveAt(0);
            }

            recent.Add((document.Path, made));
            return made;
        }
    }

    private sealed record Chosen(TokenSettings Settings, int Version);

    /// <summary>The tables of one snapshot, made when they are asked for: from the last snapshot's where there is one.</summary>
    private sealed class Tables
    {
        private readonly string text;
        private readonly Dictionary<string, TokenTable> before;
        private readonly ConcurrentDictionary<string, Lazy<TokenTable>> made = new(StringComparer.Ordinal);
        private readonly ConcurrentDictionary<(string Tokenizer, int Version, TextSpan Span), int> withFile = new();

        public Tables(string text, Tables? last)
        {
            this.text = text;

            // Copied, so that no chain of snapshots is held. What was not made for the last one is taken from the one before.
            before = last is null ? [] : new Dictionary<string, TokenTable>(last.before, StringComparer.Ordinal);
            foreach (var (name, table) in last?.made ?? [])
            {
                if (table.IsValueCreated)
                {
                    before[name] = table.Value;
                }
            }
        }

        public TokenTable Get(TokenEncoding encoding) => made.GetOrAdd(encoding.Name, _ => new Lazy<TokenTable>(() =>
            before.TryGetValue(encoding.Name, out var last) ? last.With(text) : TokenTable.Create(encoding, text))).Value;

        public TokenCount CountWithFile(TokenModel model, int version, TextSpan span, string whole) =>
            TokenCount.Of(withFile.GetOrAdd((model.EncodingName, version, span), _ => model.Count(whole.AsSpan(span.Start, span.Length)).Tokens));
    }
}
