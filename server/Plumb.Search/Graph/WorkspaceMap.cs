using Plumb.Text;

namespace Plumb.Search;

/// <summary>The files of a workspace that others build on, with their most mentioned declarations.</summary>
/// <param name="Files">The most important file first.</param>
/// <param name="TotalFiles">Indexed files below the asked-for path.</param>
/// <param name="TotalSymbols">Declarations in them.</param>
public sealed record WorkspaceMap(IReadOnlyList<MapFile> Files, int TotalFiles, int TotalSymbols);

/// <summary>A file of the map.</summary>
/// <param name="Path">Posix path from the workspace root.</param>
/// <param name="Language">The language's id.</param>
/// <param name="Share">Share of the workspace's rank (PageRank over mentions) that comes to it by mentions, 0 to 1.</param>
/// <param name="MentionedBy">Other files that mention a name of it.</param>
/// <param name="Declarations">In the order of the file; what encloses a listed one comes before it.</param>
public sealed record MapFile(string Path, string Language, double Share, int MentionedBy, IReadOnlyList<MapDeclaration> Declarations);

/// <summary>A declaration of the map, as it stands in the file now.</summary>
/// <param name="Name">The declared name.</param>
/// <param name="Kind">What it declares.</param>
/// <param name="Signature">Its head in one line, without its body.</param>
/// <param name="StartLine">First line, 1-based.</param>
/// <param name="EndLine">Last line, 1-based, inclusive.</param>
/// <param name="Depth">How many listed declarations enclose it.</param>
/// <param name="Share">Its part of the file's share.</param>
/// <param name="MentionedBy">Other files that mention it.</param>
public sealed record MapDeclaration(string Name, DeclarationKind Kind, string Signature, int StartLine, int EndLine, int Depth, double Share, int MentionedBy);

/// <summary>Where a name is declared, and where it is mentioned.</summary>
/// <param name="Name">The name that was looked for, without what encloses it.</param>
/// <param name="Declarations">Its declarations; none when nothing of this name is declared.</param>
/// <param name="Mentions">Chunks that mention it, best first; read from the files as they are now.</param>
/// <param name="IsComplete">False when the limit cut the mentions off.</param>
public sealed record SymbolMentions(string Name, IReadOnlyList<SymbolHit> Declarations, IReadOnlyList<MentionHit> Mentions, bool IsComplete);

/// <summary>A chunk that mentions a name.</summary>
/// <param name="Path">Posix path from the workspace root.</param>
/// <param name="Line">Its first line that does, 1-based.</param>
/// <param name="Text">That line, without the space around it.</param>
/// <param name="Symbol">What the chunk is or lies in, with what encloses it; may be empty.</param>
/// <param name="StartLine">The chunk's first line, 1-based.</param>
/// <param name="EndLine">The chunk's last line, 1-based, inclusive.</param>
/// <param name="Times">How often it does.</param>
public sealed record MentionHit(string Path, int Line, string Text, string Symbol, int StartLine, int EndLine, int Times);
