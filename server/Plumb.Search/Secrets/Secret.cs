namespace Plumb.Search.Secrets;

/// <summary>What a secret was known by. Names appear in <c>plumb status</c>: append, never rename.</summary>
public enum SecretKind
{
    /// <summary>A private key in PEM.</summary>
    PrivateKey,

    /// <summary>A key or token whose form is that of a known service.</summary>
    KnownForm,

    /// <summary>A value given to a name that says "secret", in code, configuration or a connection string.</summary>
    NamedValue,

    /// <summary>The password in a URL.</summary>
    UrlPassword,

    /// <summary>The credentials of an HTTP header or of a command that sends one.</summary>
    Authorization,

    /// <summary>A value of an <c>.env</c> file or of a Kubernetes Secret.</summary>
    EnvironmentValue,
}

/// <summary>Where a secret stands in a text.</summary>
/// <param name="Start">Offset in UTF-16 code units.</param>
/// <param name="Length">In UTF-16 code units; a private key's may hold line breaks.</param>
/// <param name="Kind">What it was known by.</param>
public readonly record struct Secret(int Start, int Length, SecretKind Kind)
{
    public int End => Start + Length;
}
