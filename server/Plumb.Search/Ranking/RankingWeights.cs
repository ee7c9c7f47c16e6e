namespace Plumb.Search.Ranking;

/// <summary>
/// The few numbers of the ranking, each with its reason. Round numbers from the middle of ranges that are flat over many
/// sets: weights that are fitted to one set of queries gain on that set and lose on repositories that nobody looked at.
/// </summary>
internal static class RankingWeights
{
    /// <summary>BM25's k1 and b at their textbook values (Robertson and Zaragoza, 2009).</summary>
    public const double K1 = 1.2;

    public const double B = 0.75;

    /// <summary>A word in a doc comment counts in the body and once more: it was written to be read.</summary>
    public const double Doc = 1.0;

    /// <summary>A name says what its chunk is about as well as three mentions do; an enclosing name as well as one.</summary>
    public const double SymbolPrimary = 3.0;

    public const double SymbolDeclared = 2.0;

    public const double SymbolContext = 1.0;

    /// <summary>A word of the path counts as one mention in each of the file's chunks.</summary>
    public const double Path = 1.0;

    /// <summary>Share of the file's own score (the mean of its best three chunks) in its chunks' scores.</summary>
    public const double FileEvidence = 0.5;

    /// <summary>A page of documentation is on one topic, of which its sections each say a part.</summary>
    public const double FileEvidenceOfDocumentation = 0.6;

    /// <summary>
    /// The same share for vectors. Less, since the chunks of a file have much of their vectors in common already: its path,
    /// its type, its subject.
    /// </summary>
    public const double FileNearness = 0.25;

    /// <summary>What a whole file is about shows in more than one place; beyond three, only large files have more.</summary>
    public const int ChunksOfFile = 3;

    /// <summary>A declaration of exactly the asked-for identifier: worth more than any number of mentions.</summary>
    public const double DefinitionOfIdentifier = 3.0;

    /// <summary>A declaration named by a plain word, or by two adjacent words, of a question.</summary>
    public const double DefinitionOfWord = 0.6;

    public const double DefinitionOfWords = 1.5;

    /// <summary>
    /// Most that a file name can add, as a part of its chunks' scores, when the query names all of it and nothing else. But for
    /// documentation its words have been added already (<see cref="PathWords"/>).
    /// </summary>
    public static double FileName(FileRole role) => role == FileRole.Documentation ? 1.0 : 0.5;

    /// <summary>
    /// What a path adds that says all of the query, in parts of the best chunk's score. A factor alone would leave behind what
    /// says little itself: the file that is about the query often speaks of it in other words.
    /// </summary>
    public const double PathWords = 0.5;

    /// <summary>
    /// What the file adds that holds most of the candidates' scores, in parts of the best one's; other files add in proportion.
    /// The best three chunks, as above, say how good a file is at its best; this says how much of it there is.
    /// </summary>
    public const double Company = 0.05;

    /// <summary>Chunks that a list is made of, at least.</summary>
    public const int FewestCandidates = 160;

    /// <summary>
    /// Most that being mentioned by other files adds: enough to order what is alike, too little to bring in what matches
    /// less well.
    /// </summary>
    public const double Mentions = 0.1;

    /// <summary>
    /// What a chunk loses that has nothing of what the best covered chunk has of the query's weight. A sum forgets that
    /// one word many times is not the question, so half of a score counts in proportion to what is covered.
    /// </summary>
    public const double Coordination = 0.5;

    /// <summary>
    /// The next hit from a file that is listed already is worth this much of the one before. Keywords ask for an overview:
    /// other files are let in, while the several places of one file that answer together still come together. Who asks in
    /// whole sentences wants one answer, and its places lie close together.
    /// </summary>
    /// <param name="phrasing">Share of the query's words that only put the question, 0 to 1.</param>
    public static double Saturation(double phrasing) => 0.6 + (0.1 * phrasing);

    /// <summary>Words that nearly every question about code holds say little, even where the code lacks them.</summary>
    public const double WeakWord = 0.3;

    /// <summary>A word of the same family, or its short form, means nearly the same.</summary>
    public const double Variant = 0.7;

    /// <summary>The file whose path was typed stands above all that mention it.</summary>
    public const double ExactPath = 20;

    /// <summary>Chunks that vectors alone may bring in: enough for any list that people read.</summary>
    public const int NearestChunks = 300;

    /// <summary>
    /// What the nearest chunk gets, as a share of what the best chunk by words has. Words decide where the query is made
    /// of the code's own names; in a question both count alike.
    /// </summary>
    public static double Vectors(QueryShape shape) => shape switch
    {
        QueryShape.Path => 0,
        QueryShape.Symbol => 0.2,
        _ => 1.0,
    };

    /// <summary>
    /// So many words make a vector half trustworthy, in a question or what looks like one. That of a property or a
    /// one-line getter is made of three or four words, and lies nearer to a question about them than that of the function
    /// which answers it, with all that such a function does besides.
    /// </summary>
    public const double WordsOfVector = 10;

    /// <summary>
    /// How much of that a section of documentation gets: it is written in the reader's own words, so that words find it
    /// as well as they are ever going to. Code is not.
    /// </summary>
    public const double VectorsOfDocumentation = 0.4;

    /// <summary>
    /// How much more words count there: half of what its vectors count less. Without any of it, code that matches as well
    /// would always come first, only because it has more to add up; with all of it, prose would push away the code that it
    /// is about.
    /// </summary>
    public const double WordsOfDocumentation = 1 + ((1 - VectorsOfDocumentation) / 2);

    /// <summary>
    /// How much vectors count beside words. Who asks in whole sentences speaks the reader's language, not the code's, and
    /// words weigh too much in it that are rare in code and say nothing: so vectors gain by the share of such phrasing.
    /// </summary>
    /// <param name="phrasing">Share of the query's words that only put the question, 0 to 1.</param>
    public static double TrustInVectors(double phrasing) => 1 + phrasing;

    /// <summary>Whoever types an identifier or a path wants the code, not what is written about it; a question may want either.</summary>
    public static double Prior(FileRole role, QueryShape shape) => role switch
    {
        FileRole.Test => 0.4,
        FileRole.Example => 0.5,
        FileRole.Documentation => shape is QueryShape.Symbol or QueryShape.Path ? 0.7 : 1.0,
        FileRole.Data => 0.6,
        FileRole.Legacy => 0.6,
        FileRole.Changelog => 0.3,
        _ => 1.0,
    };
}
