using System.Reflection;

namespace Plumb.Tokens.Bpe;

/// <summary>
/// The vocabularies that ship inside the Microsoft.ML.Tokenizers.Data packages. Their own reader takes ten times as
/// long as <see cref="Vocabulary.Read"/>, so only the embedded data is taken from them.
/// </summary>
internal static class VocabularySource
{
    public static Vocabulary O200k() => Read(
        // The names stand here as constants: this is what tells the native compiler to keep the assemblies.
        Type.GetType("Microsoft.ML.Tokenizers.O200kBaseTokenizerData, Microsoft.ML.Tokenizers.Data.O200kBase")?.Assembly,
        "o200k_base.tiktoken.deflate");

    public static Vocabulary Cl100k() => Read(
        Type.GetType("Microsoft.ML.Tokenizers.Cl100kBaseTokenizerData, Microsoft.ML.Tokenizers.Data.Cl100kBase")?.Assembly,
        "cl100k_base.tiktoken.deflate");

    private static Vocabulary Read(Assembly? assembly, string resource)
    {
        using var stream = assembly?.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The vocabulary '{resource}' is not part of this build.");
        return Vocabulary.Read(stream);
    }
}
