using System.Text.Json.Serialization;

namespace Plumb.Lsp.Protocol;

/// <content>What Plumb adds to the protocol's own.</content>
public sealed partial record HoverParams
{
    /// <summary>The selection that the position lies in, which then is counted too. The protocol has no way to say it.</summary>
    public Range? Range { get; init; }
}

/// <summary><c>plumb/tokens</c>: tokens of a document, or of ranges of it.</summary>
public sealed record TokensParams
{
    public required TextDocumentIdentifier TextDocument { get; init; }

    /// <summary>One range: the selection.</summary>
    public Range? Range { get; init; }

    /// <summary>Several, for several cursors; their counts are added up. Goes before <see cref="Range"/>.</summary>
    public IReadOnlyList<Range>? Ranges { get; init; }

    /// <summary>Models or encodings to count for; the chosen ones when absent.</summary>
    public IReadOnlyList<string>? Models { get; init; }
}

/// <param name="Encoding">"o200k_base" or "cl100k_base".</param>
/// <param name="Tokens">The count.</param>
/// <param name="Exact">True for an exact count, false for an estimate.</param>
public sealed record EncodingCount(string Encoding, int Tokens, bool Exact);

/// <summary>A count for a model, or for a bare encoding.</summary>
public sealed record ModelCount
{
    /// <summary>The model's or the encoding's name, as it was chosen.</summary>
    public required string Model { get; init; }

    /// <summary>What was counted with: an encoding, or the path of a tokenizer file.</summary>
    public required string Encoding { get; init; }

    public required int Tokens { get; init; }

    public required bool Exact { get; init; }

    /// <summary>The band of an estimate, and how it is made; absent for an exact count.</summary>
    public int? Low { get; init; }

    public int? High { get; init; }

    public string? Method { get; init; }

    /// <summary>Tokens that fit into one request, where it is known.</summary>
    public int? ContextWindow { get; init; }

    /// <summary>Of the context window: 1 is all of it.</summary>
    public double? Share { get; init; }

    /// <summary>US dollars for the tokens as input, where the price is known.</summary>
    public decimal? InputCost { get; init; }
}

/// <param name="Model">As it was asked for or chosen.</param>
/// <param name="Message">Why there is no count for it: it is unknown, or its tokenizer file cannot be used.</param>
public sealed record ModelProblem(string Model, string Message);

/// <param name="Version">Version of the document that was counted; 0 when it is not open and was read from disk.</param>
/// <param name="Tokens">The count in the default encoding, the first of <paramref name="Counts"/>.</param>
/// <param name="Counts">In the encodings o200k_base and cl100k_base.</param>
/// <param name="Models">For the chosen models, or those that were asked for.</param>
/// <param name="Budget">Most tokens that plumb.json allows the file, where it says so.</param>
/// <param name="Problems">Models that are not among <paramref name="Models"/>; absent where there are none.</param>
public sealed record TokensResult(int Version, int Lines, int Tokens, string Encoding, bool Exact, IReadOnlyList<EncodingCount> Counts, IReadOnlyList<ModelCount> Models, int? Budget, IReadOnlyList<ModelProblem>? Problems);

/// <summary><c>plumb/tokenBoundaries</c>: where each token of a range ends.</summary>
public sealed record TokenBoundariesParams
{
    public required TextDocumentIdentifier TextDocument { get; init; }

    /// <summary>The whole document when absent.</summary>
    public Range? Range { get; init; }

    /// <summary>An encoding or a model that has one; the first chosen model's, else o200k_base.</summary>
    public string? Model { get; init; }
}

/// <param name="Start">Where the first token starts.</param>
/// <param name="Ends">Where each token ends; equal neighbours are tokens inside one character.</param>
/// <param name="Truncated">There were more tokens than are told.</param>
public sealed record TokenBoundariesResult(int Version, string Encoding, Position Start, IReadOnlyList<Position> Ends, bool Truncated);

/// <summary><c>plumb/tokenTree</c>: the workspace by tokens.</summary>
public sealed record TokenTreeParams
{
    /// <summary>A model or an encoding; the first chosen one when absent.</summary>
    public string? Model { get; init; }
}

/// <param name="Encoding">What was counted with.</param>
/// <param name="Root">The workspace's folder, with what is in it.</param>
/// <param name="Windows">What all of it would take of the chosen models' windows.</param>
/// <param name="Heaviest">The declarations and sections with the most tokens, the heaviest first.</param>
/// <param name="Skipped">Files that are binary or could not be read.</param>
public sealed record TokenTreeResult(string Model, string Encoding, bool Exact, TokenTreeNode Root, IReadOnlyList<TokenWindow> Windows, IReadOnlyList<TokenSection> Heaviest, int Skipped);

/// <param name="Path">Posix path from the workspace root; empty for the root.</param>
/// <param name="Files">Files in it; 1 for a file.</param>
/// <param name="Children">The heaviest first; absent for a file.</param>
public sealed record TokenTreeNode(string Name, string Path, string Uri, long Tokens, int Files, IReadOnlyList<TokenTreeNode>? Children);

/// <param name="Share">Of the context window: 1 is all of it.</param>
/// <param name="FilesThatFit">How many of the files fit together, the lightest first.</param>
public sealed record TokenWindow(string Model, int ContextWindow, long Tokens, double Share, int FilesThatFit);

/// <param name="Kind">"section", "function", "class" and so on.</param>
public sealed record TokenSection(string Path, string Uri, string Name, string Kind, Range Range, int Tokens);

[JsonSerializable(typeof(TokensParams))]
[JsonSerializable(typeof(TokensResult))]
[JsonSerializable(typeof(TokenBoundariesParams))]
[JsonSerializable(typeof(TokenBoundariesResult))]
[JsonSerializable(typeof(TokenTreeParams))]
[JsonSerializable(typeof(TokenTreeResult))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class TokensJson : JsonSerializerContext;
