namespace Plumb.Embedders.Model2Vec;

/// <summary>Where a static model's files lie in a folder: model2vec's own layout, or that of sentence-transformers.</summary>
/// <param name="Tensor">The name of the table of embeddings.</param>
internal sealed record StaticModelFiles(string Folder, string Embeddings, string Tokenizer, string Config, string Tensor)
{
    public const string WeightsFile = "model.safetensors";
    public const string TokenizerFile = "tokenizer.json";
    public const string ConfigFile = "config.json";

    private const string SentenceTransformersConfig = "config_sentence_transformers.json";
    private const string NestedFolder = "0_StaticEmbedding";

    /// <summary>Null when the folder holds no static model.</summary>
    public static StaticModelFiles? Find(string folder)
    {
        StaticModelFiles[] layouts =
        [
            Layout(WeightsFile, TokenizerFile, ConfigFile, "embeddings"),
            Layout(WeightsFile, TokenizerFile, SentenceTransformersConfig, "embedding.weight"),
            Layout(Path.Combine(NestedFolder, WeightsFile), Path.Combine(NestedFolder, TokenizerFile), SentenceTransformersConfig, "embedding.weight"),
        ];
        return layouts.FirstOrDefault(l => File.Exists(l.Embeddings) && File.Exists(l.Tokenizer) && File.Exists(l.Config));

        StaticModelFiles Layout(string embeddings, string tokenizer, string config, string tensor) =>
            new(folder, Path.Combine(folder, embeddings), Path.Combine(folder, tokenizer), Path.Combine(folder, config), tensor);
    }
}
