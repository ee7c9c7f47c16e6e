namespace Plumb.Text.Lexing;

/// <summary>Tokens by index, where any index may be asked for: before the first and after the last stands an empty one.</summary>
internal readonly struct TokenView(Token[] tokens)
{
    private static readonly Token[] Outside = [new Token { Match = -1, Kind = TokenKind.End, Flags = TokenFlags.FirstOnLine }];

    public ref readonly Token this[int index] => ref (uint)index < (uint)tokens.Length ? ref tokens[index] : ref Outside[0];
}
