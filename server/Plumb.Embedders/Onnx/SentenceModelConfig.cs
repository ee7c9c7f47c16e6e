using System.Text.Json;
using Plumb.Embedders.Tokenizers;
using Plumb.Tokens.Tokenizers;
using Plumb.Search.Embedding;

namespace Plumb.Embedders.Onnx;

/// <summary>How the vectors of a text's tokens become one.</summary>
internal enum Pooling
{
    Mean,
    FirstToken,
    LastToken,
    Max,
    MeanSquareRoot,
}

/// <summary>What the files beside an ONNX model say of how it wants to be used.</summary>
/// <param name="MaxTokens">Most tokens of a text, special ones among them.</param>
/// <param name="QueryPrefix">Stands before a query.</param>
/// <param name="PassagePrefix">Stands before a passage.</param>
internal sealed record SentenceModelConfig(string Model, Tokenizer Tokenizer, Pooling Pooling, int MaxTokens, string QueryPrefix, string PassagePrefix)
{
    private const int DefaultMaxTokens = 512;
    private const int MostTokens = 32_768;

    private static readonly string[] ModelNames = ["onnx/model.onnx", "model.onnx", "onnx/model_optimized.onnx", "onnx/model_quantized.onnx", "model_quantized.onnx"];

    /// <summary>The model's file in a folder, or the file itself; null when there is none.</summary>
    public static string? FindModel(string path) => path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase) && File.Exists(path)
        ? path
        : ModelNames.Select(name => Path.Combine(path, name)).FirstOrDefault(File.Exists);

    /// <exception cref="EmbedderException">A file cannot be read, or asks for what Plumb does not do.</exception>
    public static SentenceModelConfig Read(string model)
    {
        var folder = Path.GetDirectoryName(model)!;
        if (!File.Exists(Path.Combine(folder, "tokenizer.json")) && !File.Exists(Path.Combine(folder, "vocab.txt")) && Path.GetFileName(folder) == "onnx")
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        RefuseOtherModules(Path.Combine(folder, "modules.json"));
        var prompts = ReadOptional(Path.Combine(folder, "config_sentence_transformers.json"), ReadPrompts);
        return new SentenceModelConfig(
            model,
            ReadTokenizer(folder),
            ReadOptional(Path.Combine(folder, "1_Pooling", "config.json"), ReadPooling),
            ReadMaxTokens(folder),
            prompts.Query ?? "",
            prompts.Passage ?? "");
    }

    private static Tokenizer ReadTokenizer(string folder)
    {
        var vocabulary = Path.Combine(folder, "vocab.txt");
        if (File.Exists(Path.Combine(folder, "tokenizer.json")))
        {
            return TokenizerFile.Load(Path.Combine(folder, "tokenizer.json"));
        }

        return File.Exists(vocabulary)
            ? TokenizerFile.LoadVocabulary(vocabulary, ReadOptional(Path.Combine(folder, "tokenizer_config.json"), json => json.Find("do_lower_case")?.ValueKind != JsonValueKind.False, missing: true))
            : throw new EmbedderException($"{folder} holds an ONNX model but neither tokenizer.json nor vocab.txt.");
    }

    private static int ReadMaxTokens(string folder)
    {
        var told = ReadOptional(Path.Combine(folder, "sentence_bert_config.json"), json => json.Number("max_seq_length"));

        // Some configurations give 10^30 for "no limit".
        told ??= ReadOptional(Path.Combine(folder, "tokenizer_config.json"), json => json.Find("model_max_length") is { ValueKind: JsonValueKind.Number } n && n.TryGetInt32(out var most) ? most : (int?)null);
        return told is > 2 and <= MostTokens and var tokens ? tokens : DefaultMaxTokens;
    }

    private static Pooling ReadPooling(JsonElement json)
    {
        if (!json.Flag("include_prompt", missing: true))
        {
            throw TokenizerJson.Wrong("it leaves the prompt out of the mean, which Plumb does not do");
        }

        var modes = new List<Pooling>();
        Add("pooling_mode_cls_token", Pooling.FirstToken);
        Add("pooling_mode_mean_tokens", Pooling.Mean);
        Add("pooling_mode_max_tokens", Pooling.Max);
        Add("pooling_mode_mean_sqrt_len_tokens", Pooling.MeanSquareRoot);
        Add("pooling_mode_lasttoken", Pooling.LastToken);
        return modes.Count == 1 && !json.Flag("pooling_mode_weightedmean_tokens") ? modes[0] : throw TokenizerJson.Wrong("it wants a way of pooling that Plumb does not know");

        void Add(string name, Pooling pooling)
        {
            if (json.Flag(name))
            {
                modes.Add(pooling);
            }
        }
    }

    private static (string? Query, string? Passage) ReadPrompts(JsonElement json)
    {
        var prompts = json.Find("prompts");
        var usual = json.Text("default_prompt_name") is { } name ? prompts?.Text(name) : null;
        return (prompts?.Text("query") ?? usual, prompts?.Text("document") ?? prompts?.Text("passage") ?? usual);
    }

    // A dense layer behind the pooling is not in the ONNX file: without it the vectors would be wrong, silently.
    private static void RefuseOtherModules(string path) => ReadOptional(path, json =>
    {
        if (json.ValueKind != JsonValueKind.Array)
        {
            throw TokenizerJson.Wrong("it is no list of modules");
        }

        foreach (var module in json.EnumerateArray())
        {
            var type = module.Type().Split('.')[^1];
            if (type is not ("Transformer" or "Pooling" or "Normalize"))
            {
                throw TokenizerJson.Wrong($"it has the module '{type}', which Plumb does not know");
            }
        }

        return true;
    });

    private static T? ReadOptional<T>(string path, Func<JsonElement, T> read, T? missing = default) => File.Exists(path) ? TokenizerFile.ReadJson(path, read) : missing;
}
