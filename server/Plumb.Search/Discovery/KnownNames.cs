using Plumb.Text;

namespace Plumb.Search.Discovery;

/// <summary>What a name alone says: lock files, binary formats, and folders that nobody reads.</summary>
internal static class KnownNames
{
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> VersionControl = Set(
        StringComparer.Ordinal, ".git", ".hg", ".svn", ".bzr", "_darcs", ".jj", ".sl", ".pijul");

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> ExcludedFolders = Set(
        StringComparer.Ordinal, "node_modules", "bower_components", "__pycache__", ".idea", ".vs", ".tox", ".nox", ".gradle", ".terraform", ".eggs");

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> LockFiles = Set(
        StringComparer.OrdinalIgnoreCase,
        "package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock", "bun.lockb", "deno.lock",
        "Cargo.lock", "poetry.lock", "uv.lock", "pdm.lock", "Pipfile.lock", "pixi.lock", "conda-lock.yml", "Gemfile.lock", "gems.locked",
        "composer.lock", "symfony.lock", "go.sum", "go.work.sum", "packages.lock.json", "paket.lock", "project.assets.json",
        "mix.lock", "rebar.lock", "Podfile.lock", "Package.resolved", "Cartfile.resolved", "pubspec.lock", "flake.lock",
        "gradle.lockfile", "buildscript-gradle.lockfile", "verification-metadata.xml", "MODULE.bazel.lock", ".terraform.lock.hcl",
        "Chart.lock", "stack.yaml.lock", "cabal.project.freeze", "conan.lock", "Manifest.lock");

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> BinaryEndings = Set(
        StringComparer.OrdinalIgnoreCase,
        // pictures
        ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".ico", ".icns", ".webp", ".avif", ".heic", ".tif", ".tiff", ".psd", ".xcf", ".sketch", ".fig", ".dds", ".tga", ".exr", ".hdr",
        // sound and film
        ".mp3", ".mp4", ".m4a", ".m4v", ".wav", ".flac", ".ogg", ".oga", ".ogv", ".opus", ".aac", ".mov", ".avi", ".mkv", ".webm", ".wmv", ".wma", ".mid",
        // fonts
        ".ttf", ".otf", ".woff", ".woff2", ".eot", ".pfb",
        // archives and images of disks
        ".zip", ".gz", ".tgz", ".bz2", ".tbz2", ".xz", ".txz", ".zst", ".lz4", ".lzma", ".br", ".7z", ".rar", ".tar", ".iso", ".dmg", ".cab", ".deb", ".rpm", ".apk", ".aab", ".ipa", ".msi", ".vsix", ".nupkg", ".snupkg", ".whl", ".egg", ".gem", ".crate", ".jar", ".war", ".ear", ".aar", ".phar", ".crx",
        // programs and what compilers make
        ".exe", ".dll", ".so", ".dylib", ".a", ".lib", ".o", ".obj", ".ko", ".pdb", ".ilk", ".class", ".dex", ".pyc", ".pyo", ".pyd", ".wasm", ".rlib", ".rmeta", ".beam", ".elc", ".gch", ".pch", ".nib", ".node", ".mo", ".gmo",
        // data
        ".db", ".sqlite", ".sqlite3", ".db3", ".mdb", ".accdb", ".ldb", ".sst", ".parquet", ".feather", ".arrow", ".orc", ".avro", ".npy", ".npz", ".pkl", ".pickle", ".h5", ".hdf5", ".rds", ".rdata", ".onnx", ".pt", ".pth", ".ckpt", ".safetensors", ".gguf", ".tflite", ".tfrecord", ".joblib", ".bin", ".pcap", ".mmdb", ".keystore", ".jks", ".p12", ".pfx", ".der", ".gpg", ".snk",
        // office
        ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".odt", ".ods", ".odp", ".epub", ".mobi", ".djvu",
        // 3d and others
        ".blend", ".fbx", ".glb", ".stl", ".3ds", ".swf", ".fla", ".swp", ".swo", ".DS_Store");

    public static bool IsVersionControl(ReadOnlySpan<char> name) => VersionControl.Contains(name);

    public static bool IsExcludedFolder(ReadOnlySpan<char> name) => ExcludedFolders.Contains(name);

    public static bool IsLockFile(ReadOnlySpan<char> name) => LockFiles.Contains(name);

    /// <summary>The ending that says "binary"; empty where none does, or where the language table knows the file.</summary>
    public static ReadOnlySpan<char> FindBinaryEnding(ReadOnlySpan<char> name)
    {
        var dot = name.LastIndexOf('.');
        return dot >= 0 && BinaryEndings.Contains(name[dot..]) && LanguageTable.FindForFile(name.ToString()) is null ? name[dot..] : [];
    }

    private static HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Set(StringComparer comparer, params string[] names) =>
        new HashSet<string>(names, comparer).GetAlternateLookup<ReadOnlySpan<char>>();
}
