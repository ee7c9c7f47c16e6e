using Plumb.Embedders.Safetensors;
using Plumb.Embedders.Tokenizers;
using Plumb.Tokens.Tokenizers;
using Plumb.Search.Embedding;

namespace Plumb.Embedders.Model2Vec;

/// <summary>
/// Static embeddings in the layout of model2vec: a text's vector is the mean of its tokens' rows, each times its token's
/// weight where the model has weights; a mapping says which row a token has where several share one. As the reference
/// does (https://github.com/MinishLab/model2vec, model.py), no special tokens are added, the unknown token is dropped
/// and 512 tokens are the most.
/// </summary>
internal sealed class StaticEmbedder : IEmbedder
{
    private const int MostTokens = 512;
    private const int MostDimensions = 65_536;

    private readonly Tokenizer tokenizer;
    private readonly SafetensorsFile file;
    private readonly Tensor rows;
    private readonly int[]? mapping;
    private readonly float[]? weights;

    private StaticEmbedder(string id, Tokenizer tokenizer, SafetensorsFile file, Tensor rows, int[]? mapping, float[]? weights)
    {
        this.tokenizer = tokenizer;
        this.file = file;
        this.rows = rows;
        this.mapping = mapping;
        this.weights = weights;
        Id = id;
        Dimension = (int)rows.Shape[1];
    }

    public string Id { get; }

    public int Dimension { get; }

    /// <param name="name">What its id is made of, with a hash of its files.</param>
    /// <exception cref="EmbedderException">The files cannot be read or do not fit together.</exception>
    public static StaticEmbedder Open(StaticModelFiles files, string name)
    {
        var id = $"model2vec:{name}@{FileStamp.Of(files.Embeddings, files.Tokenizer, files.Config)}-{PassageText.Version}";
        var tokenizer = TokenizerFile.Load(files.Tokenizer);
        var file = SafetensorsFile.Open(files.Embeddings);
        try
        {
            var rows = file.Find(files.Tensor) ?? file.Find("embeddings") ?? file.Find("embedding.weight")
                ?? throw new EmbedderException($"{files.Embeddings} holds no tensor '{files.Tensor}': it is no static model.");
            if (rows.Shape.Count != 2 || rows.Shape[0] is 0 or > Vocabulary.MostIds || rows.Shape[1] is 0 or > MostDimensions)
            {
                throw new EmbedderException($"{files.Embeddings} holds embeddings of the shape [{string.Join(", ", rows.Shape)}], not a table of vectors.");
            }

            if (rows.Type is not (ElementType.F32 or ElementType.F16 or ElementType.BF16 or ElementType.I8 or ElementType.F64))
            {
                throw new EmbedderException($"{files.Embeddings} holds embeddings of the type {rows.TypeName}; Plumb reads F32, F16, BF16, I8 and F64.");
            }

            var (mapping, weights) = ReadTables(files, file, rows, tokenizer.VocabularySize);
            return new StaticEmbedder(id, tokenizer, file, rows, mapping, weights);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public ValueTask<float[][]> EmbedAsync(IReadOnlyList<EmbeddingText> texts, EmbeddingKind kind, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(texts);
        using var bytes = file.Borrow();
        var vectors = new float[texts.Count][];
        for (var i = 0; i < vectors.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            vectors[i] = new float[Dimension];
            Embed(PassageText.Of(texts[i]), bytes, vectors[i]);
        }

        return ValueTask.FromResult(vectors);
    }

    public void Dispose() => file.Dispose();

    private void Embed(string text, SafetensorsFile.Borrowed bytes, float[] vector)
    {
        // Cut as the reference cuts: what is longer cannot fill more than the tokens that are kept, mostly.
        var longest = MostTokens * Math.Max(1, tokenizer.MedianTokenLength);
        var ids = tokenizer.Ids(text.Length > longest ? text[..longest] : text);
        var type = rows.Type!.Value;
        var rowBytes = Dimension * type.Size();
        var taken = 0;
        foreach (var id in ids)
        {
            if (id == tokenizer.UnknownId)
            {
                continue;
            }

            if (taken++ == MostTokens)
            {
                break;
            }

            var row = bytes.Read(rows, (long)(mapping is null ? id : mapping[id]) * rowBytes, rowBytes);
            RowAdder.Add(type, row, weights is null ? 1 : weights[id], vector);
        }

        // The mean's length does not matter: vectors have length 1 in any case.
        UnitVector.Normalize(vector);
    }

    private static (int[]? Mapping, float[]? Weights) ReadTables(StaticModelFiles files, SafetensorsFile file, Tensor rows, int vocabulary)
    {
        using var bytes = file.Borrow();
        int[]? mapping = null;
        if (file.Find("mapping") is { } mapped)
        {
            mapping = NumberTable.ReadIntegers(bytes, mapped) ?? throw new EmbedderException($"{files.Embeddings} holds a mapping of the type {mapped.TypeName}, not I64 or I32.");
            if (mapping.Length < vocabulary || mapping.Any(row => row < 0 || row >= rows.Shape[0]))
            {
                throw new EmbedderException($"{files.Embeddings} does not fit its tokenizer: the mapping has {mapping.Length} entries for {vocabulary} tokens, or names rows that are not there.");
            }
        }
        else if (rows.Shape[0] < vocabulary)
        {
            throw new EmbedderException($"{files.Embeddings} does not fit its tokenizer: {rows.Shape[0]} vectors for {vocabulary} tokens.");
        }

        float[]? weights = null;
        if (file.Find("weights") is { } weighted)
        {
            weights = NumberTable.ReadFloats(bytes, weighted) ?? throw new EmbedderException($"{files.Embeddings} holds weights of the type {weighted.TypeName}, which is none of numbers.");
            if (weights.Length < vocabulary)
            {
                throw new EmbedderException($"{files.Embeddings} does not fit its tokenizer: {weights.Length} weights for {vocabulary} tokens.");
            }
        }

        return (mapping, weights);
    }
}
