using System.Globalization;
using System.Runtime.InteropServices;
using Plumb.Tokens;

// Counts texts for compare.mjs, which holds the counts against those of npm tiktoken. The argument is a file of texts:
// each its length in UTF-16 units (four bytes, little-endian) and its units. A line for each: the count in each encoding.
if (args is not [var path, .. var names] || names.Length == 0)
{
    Console.Error.WriteLine("usage: Plumb.TokenOracle TEXTS ENCODING...");
    return 2;
}

var encodings = names.Select(name => TokenEncoding.Find(name) ?? throw new ArgumentException($"there is no encoding '{name}'")).ToArray();
var bytes = File.ReadAllBytes(path);
for (var at = 0; at < bytes.Length;)
{
    var length = BitConverter.ToInt32(bytes, at) * sizeof(char);
    at += sizeof(int);
    var text = MemoryMarshal.Cast<byte, char>(bytes.AsSpan(at, length)).ToString();
    at += length;

    // Twice: once as a whole, and once from the table that hovers count by.
    Console.WriteLine(string.Join(' ', encodings.Select(encoding =>
    {
        var count = encoding.Count(text);
        return count == TokenTable.Create(encoding, text).Total ? count.ToString(CultureInfo.InvariantCulture) : "differs";
    })));
}

return 0;
