namespace Plumb.Tokens.Tokenizers;

/// <summary>Turns one piece of text, as the pre-tokenizer cut it, into ids. Thread-safe.</summary>
internal interface ITokenModel
{
    /// <summary>One more than the highest id.</summary>
    int VocabularySize { get; }

    /// <summary>What stands for text that the vocabulary does not hold; null when there is none by name.</summary>
    int? UnknownId { get; }

    /// <summary>The tokens' spellings, for the median length that bounds a text.</summary>
    IEnumerable<string> Spellings { get; }

    int? Find(string token);

    void Encode(ReadOnlySpan<char> piece, List<int> ids);
}
