using System.Globalization;

namespace Plumb.Search.Secrets;

/// <summary>What begins at an anchor.</summary>
internal enum AnchorKind
{
    /// <summary>A form that stands by itself.</summary>
    Form,

    /// <summary>A service's name within a name, whose value may have one of the service's forms.</summary>
    Service,

    /// <summary>A word that says "secret" within a name.</summary>
    Name,

    Url,
    Authorization,
    Curl,

    /// <summary>The address of a database behind a user and a password.</summary>
    Address,

    /// <summary>A command that takes a password as an option.</summary>
    Password,
}

/// <summary>A word that the text is searched for, in any case.</summary>
internal sealed record SecretAnchor(string Word, AnchorKind Kind, SecretForm? Form = null, IReadOnlyList<SecretForm>? Forms = null);

/// <summary>
/// The rules of rules.txt and the words of <see cref="NamedValue"/>, with a table by which three letters tell that no
/// anchor begins at a place: it is looked into for every character of every file.
/// </summary>
internal sealed class SecretRules
{
    private static readonly Lazy<SecretRules> LazyDefault = new(() => new SecretRules(ReadResource()));

    private readonly short[] buckets = new short[1 << 15];
    private readonly ulong[] begins = new ulong[(1 << 15) / 64];
    private readonly List<List<SecretAnchor>> anchors = [[]];

    // For each bucket the fourth and fifth letters that its anchors have, a bit each.
    private readonly List<(uint Fourth, uint Fifth)> further = [(0, 0)];

    private SecretRules(string text)
    {
        var services = new Dictionary<string, List<SecretForm>>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n'))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (words.Length == 0 || words[0][0] == '#')
            {
                continue;
            }

            var form = SecretForm.Parse(words[^1], double.Parse(words[2], CultureInfo.InvariantCulture));
            if (words[0] == "token")
            {
                Add(new SecretAnchor(form.Anchor, AnchorKind.Form, form));
                continue;
            }

            foreach (var word in words[3].Split(','))
            {
                if (!services.TryGetValue(word, out var forms))
                {
                    services[word] = forms = [];
                }

                forms.Add(form);
            }
        }

        foreach (var (word, forms) in services)
        {
            Add(new SecretAnchor(word, AnchorKind.Service, null, forms));
        }

        foreach (var word in NamedValue.Words)
        {
            Add(new SecretAnchor(word, AnchorKind.Name));
        }

        Add(new SecretAnchor("://", AnchorKind.Url));
        Add(new SecretAnchor("authorization", AnchorKind.Authorization));
        Add(new SecretAnchor("bearer", AnchorKind.Authorization));
        Add(new SecretAnchor("curl", AnchorKind.Curl));
        Add(new SecretAnchor("@tcp(", AnchorKind.Address));
        Add(new SecretAnchor("@unix(", AnchorKind.Address));
        foreach (var command in PasswordOption.Commands)
        {
            Add(new SecretAnchor(command, AnchorKind.Password));
        }
    }

    public static SecretRules Default => LazyDefault.Value;

    /// <summary>The next place from here on where an anchor may begin; -1 where there is none.</summary>
    public int Next(ReadOnlySpan<char> text, int from)
    {
        if (from + 2 >= text.Length)
        {
            return -1;
        }

        // The key of the last three characters moves along with them; the table of bits fits the nearest cache.
        var bits = begins;
        var key = ((text[from] & 31) << 5) | ((text[from + 1] & 31) << 10);
        for (var i = from + 2; i < text.Length; i++)
        {
            key = (key >> 5) | ((text[i] & 31) << 10);
            if ((bits[key >> 6] >> key & 1) != 0 && GoesOn(text, i + 1, further[buckets[key]]))
            {
                return i - 2;
            }
        }

        return -1;
    }

    /// <summary>The anchors that begin with the three characters at a place; they have to be compared.</summary>
    public List<SecretAnchor> At(ReadOnlySpan<char> text, int at) => anchors[buckets[KeyOf(text[at], text[at + 1], text[at + 2])]];

    // Five bits tell letters apart and make no difference between cases.
    private static int KeyOf(char a, char b, char c) => (a & 31) | ((b & 31) << 5) | ((c & 31) << 10);

    private static bool GoesOn(ReadOnlySpan<char> text, int at, (uint Fourth, uint Fifth) letters) =>
        (letters.Fourth == uint.MaxValue || (at < text.Length && (letters.Fourth & (1u << (text[at] & 31))) != 0))
        && (letters.Fifth == uint.MaxValue || (at + 1 < text.Length && (letters.Fifth & (1u << (text[at + 1] & 31))) != 0));

    private static uint BitOf(string word, int at) => at < word.Length ? 1u << (word[at] & 31) : uint.MaxValue;

    private static string ReadResource()
    {
        using var stream = typeof(SecretRules).Assembly.GetManifestResourceStream("Plumb.Search.Secrets.rules.txt")
            ?? throw new InvalidOperationException("The rules of secrets are not in this assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private void Add(SecretAnchor anchor)
    {
        if (anchor.Word.Length < 3)
        {
            throw new FormatException($"'{anchor.Word}' is too short to be searched for.");
        }

        var key = KeyOf(anchor.Word[0], anchor.Word[1], anchor.Word[2]);
        if (buckets[key] == 0)
        {
            buckets[key] = (short)anchors.Count;
            begins[key >> 6] |= 1UL << key;
            anchors.Add([]);
            further.Add((0, 0));
        }

        var letters = further[buckets[key]];
        further[buckets[key]] = (letters.Fourth | BitOf(anchor.Word, 3), letters.Fifth | BitOf(anchor.Word, 4));

        anchors[buckets[key]].Add(anchor);
    }
}
