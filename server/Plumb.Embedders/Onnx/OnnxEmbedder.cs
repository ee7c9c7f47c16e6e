using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Plumb.Embedders.Tokenizers;
using Plumb.Search.Embedding;

namespace Plumb.Embedders.Onnx;

/// <summary>A sentence-transformer in ONNX form, run by ONNX Runtime on this machine.</summary>
internal sealed class OnnxEmbedder : IEmbedder
{
    // Texts of about one length, few enough that a batch ends soon after it is cancelled.
    private const int RunSize = 16;

    private const string Ids = "input_ids";
    private const string Mask = "attention_mask";
    private const string Types = "token_type_ids";

    private static readonly string[] WholeOutputs = ["sentence_embedding"];
    private static readonly string[] TokenOutputs = ["last_hidden_state", "token_embeddings"];

    private readonly SentenceModelConfig config;
    private readonly InferenceSession session;
    private readonly string output;
    private readonly ReaderWriterLockSlim use = new();
    private bool disposed;

    private OnnxEmbedder(SentenceModelConfig config, InferenceSession session, string name)
    {
        this.config = config;
        this.session = session;
        var inputs = session.InputMetadata;
        if (!inputs.ContainsKey(Ids) || inputs.Keys.Any(input => input is not (Ids or Mask or Types))
            || inputs.Values.Any(i => i.ElementDataType is not (TensorElementType.Int64 or TensorElementType.Int32)))
        {
            throw new EmbedderException($"{config.Model} is no sentence-transformer: it takes {string.Join(", ", inputs.Keys)}, not {Ids}, {Mask} and {Types} of whole numbers.");
        }

        var outputs = session.OutputMetadata;
        output = WholeOutputs.Concat(TokenOutputs).FirstOrDefault(outputs.ContainsKey) ?? outputs.Keys.First();
        if (outputs[output].ElementDataType != TensorElementType.Float)
        {
            throw new EmbedderException($"{config.Model} gives {outputs[output].ElementDataType} numbers; Plumb reads 32-bit floats.");
        }

        Id = $"onnx:{name}@{FileStamp.Of(config.Model)}-{config.Pooling}-{config.MaxTokens}-{PassageText.Version}-{TextStamp.Of(config.QueryPrefix, config.PassagePrefix)}";
    }

    public string Id { get; }

    public int Dimension { get; private set; }

    /// <summary>Loads the model and runs it once.</summary>
    /// <exception cref="EmbedderException">ONNX Runtime is missing, or the model cannot be loaded or is none for sentences.</exception>
    public static OnnxEmbedder Open(SentenceModelConfig config, string name, string dataHome, Func<string, string?> environment)
    {
        OnnxRuntimeLibrary.Load(dataHome, environment);
        InferenceSession? session = null;
        try
        {
            // Half of the cores: the editor and the index want some too.
            using var options = new SessionOptions { IntraOpNumThreads = Math.Max(1, Environment.ProcessorCount / 2), LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
            session = new InferenceSession(config.Model, options);
            var embedder = new OnnxEmbedder(config, session, name);
            embedder.Dimension = embedder.Run(["a"], CancellationToken.None)[0].Length;
            return embedder;
        }
        catch (Exception e)
        {
            session?.Dispose();
            throw e switch
            {
                OnnxRuntimeException => new EmbedderException($"{config.Model} cannot be loaded by ONNX Runtime: {Shorten(e.Message)}.", e),
                TypeInitializationException => new EmbedderException($"The ONNX Runtime that was found does not fit: Plumb needs version {MinimumVersion()} or a newer one of 1.x.", e),
                _ => e,
            };
        }
    }

    public ValueTask<float[][]> EmbedAsync(IReadOnlyList<EmbeddingText> texts, EmbeddingKind kind, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var prefix = kind == EmbeddingKind.Query ? config.QueryPrefix : config.PassagePrefix;
        return new ValueTask<float[][]>(Task.Run(
            () =>
            {
                try
                {
                    return Run([.. texts.Select(text => prefix + PassageText.Of(text))], cancellation);
                }
                catch (OnnxRuntimeException e)
                {
                    cancellation.ThrowIfCancellationRequested();
                    throw new EmbedderException($"{config.Model} failed: {Shorten(e.Message)}.", e);
                }
            },
            cancellation));
    }

    public void Dispose()
    {
        // The native session must outlive the runs on it.
        use.EnterWriteLock();
        try
        {
            if (!disposed)
            {
                disposed = true;
                session.Dispose();
            }
        }
        finally
        {
            use.ExitWriteLock();
        }
    }

    private float[][] Run(string[] texts, CancellationToken cancellation)
    {
        var encoded = Array.ConvertAll(texts, Encode);
        var order = Enumerable.Range(0, texts.Length).OrderBy(i => encoded[i].Count).ToArray();
        var vectors = new float[texts.Length][];
        use.EnterReadLock();
        try
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            foreach (var batch in order.Chunk(RunSize))
            {
                cancellation.ThrowIfCancellationRequested();
                RunBatch(batch, encoded, vectors, cancellation);
            }
        }
        finally
        {
            use.ExitReadLock();
        }

        return vectors;
    }

    private List<int> Encode(string text)
    {
        var special = config.Tokenizer.Special;
        var ids = config.Tokenizer.Ids(text);
        var most = Math.Max(1, config.MaxTokens - special.Count);
        if (ids.Count > most)
        {
            ids.RemoveRange(most, ids.Count - most);
        }

        ids.InsertRange(0, special.Before);
        ids.AddRange(special.Behind);
        if (ids.Count == 0)
        {
            ids.Add(config.Tokenizer.PaddingId);
        }

        return ids;
    }

    private void RunBatch(int[] batch, List<int>[] encoded, float[][] vectors, CancellationToken cancellation)
    {
        var width = batch.Max(i => encoded[i].Count);
        var ids = new long[batch.Length * width];
        var mask = new long[batch.Length * width];
        Array.Fill(ids, config.Tokenizer.PaddingId);
        for (var row = 0; row < batch.Length; row++)
        {
            var tokens = encoded[batch[row]];
            for (var i = 0; i < tokens.Count; i++)
            {
                ids[(row * width) + i] = tokens[i];
                mask[(row * width) + i] = 1;
            }
        }

        long[] shape = [batch.Length, width];
        var names = session.InputMetadata.Keys.ToArray();
        var inputs = Array.ConvertAll(names, name => CreateInput(name, name switch { Ids => ids, Mask => mask, _ => new long[ids.Length] }, shape));
        try
        {
            using var options = new RunOptions();
            using var stop = cancellation.Register(() => options.Terminate = true);
            using var results = session.Run(options, names, inputs, [output]);
            var result = results[0];
            var sizes = result.GetTensorTypeAndShape().Shape;
            var numbers = result.GetTensorDataAsSpan<float>();
            for (var row = 0; row < batch.Length; row++)
            {
                vectors[batch[row]] = Read(numbers, sizes, row, encoded[batch[row]].Count);
            }
        }
        finally
        {
            foreach (var input in inputs)
            {
                input.Dispose();
            }
        }
    }

    private OrtValue CreateInput(string name, long[] numbers, long[] shape) => session.InputMetadata[name].ElementDataType == TensorElementType.Int32
        ? OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(numbers, n => (int)n), shape)
        : OrtValue.CreateTensorValueFromMemory(numbers, shape);

    private float[] Read(ReadOnlySpan<float> numbers, long[] shape, int row, int tokens)
    {
        float[] vector;
        if (shape.Length == 2)
        {
            var size = (int)shape[1];
            vector = numbers.Slice(row * size, size).ToArray();
        }
        else if (shape.Length == 3 && shape[1] >= tokens)
        {
            var size = (int)shape[2];
            vector = TokenPooling.Pool(numbers.Slice(row * (int)shape[1] * size, tokens * size), size, config.Pooling);
        }
        else
        {
            throw new EmbedderException($"{config.Model} gives numbers of the shape [{string.Join(", ", shape)}], which is neither one vector a text nor one a token.");
        }

        UnitVector.Normalize(vector);
        return vector;
    }

    private static string MinimumVersion() => typeof(InferenceSession).Assembly.GetName().Version is { } version ? $"{version.Major}.{version.Minor}" : "1.x";

    private static string Shorten(string message)
    {
        message = message.ReplaceLineEndings(" ").Trim().TrimEnd('.');
        return message.Length <= 200 ? message : message[..199] + "…";
    }
}
