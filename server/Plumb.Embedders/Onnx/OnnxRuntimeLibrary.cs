using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Plumb.Search.Embedding;

namespace Plumb.Embedders.Onnx;

/// <summary>
/// Finds ONNX Runtime's native library, which is no part of Plumb: <c>PLUMB_ONNXRUNTIME</c> (the file or its folder), else
/// <c>onnxruntime/</c> in the data folder, else where the system looks. Nothing in a workspace is ever looked at.
/// </summary>
internal static class OnnxRuntimeLibrary
{
    public const string Variable = "PLUMB_ONNXRUNTIME";

    private static readonly Lock Gate = new();
    private static nint handle;

    public static string FileName { get; } =
        OperatingSystem.IsWindows() ? "onnxruntime.dll" : OperatingSystem.IsMacOS() ? "libonnxruntime.dylib" : "libonnxruntime.so";

    /// <summary>Loads the library, once a process.</summary>
    /// <param name="dataHome">Plumb's data folder.</param>
    /// <exception cref="EmbedderException">It is nowhere, or cannot be loaded.</exception>
    public static void Load(string dataHome, Func<string, string?> environment)
    {
        lock (Gate)
        {
            if (handle != 0)
            {
                return;
            }

            var loaded = Find(dataHome, environment);

            // The library's own resolver would look beside the executable and in the working folder, which may be a workspace.
            OrtEnv.DisableDllImportResolver = true;
            NativeLibrary.SetDllImportResolver(typeof(InferenceSession).Assembly, (name, _, _) => name.Contains("onnxruntime", StringComparison.Ordinal) ? loaded : 0);
            handle = loaded;
        }
    }

    private static nint Find(string dataHome, Func<string, string?> environment)
    {
        if (environment(Variable)?.Trim() is { Length: > 0 } named)
        {
            var path = Directory.Exists(named) ? Path.Combine(named, FileName) : named;
            return !Path.IsPathFullyQualified(path) ? throw new EmbedderException($"{Variable} is \"{named}\": it has to be an absolute path.")
                : !File.Exists(path) ? throw new EmbedderException($"{Variable} names {path}, which is not there.")
                : Open(path);
        }

        var documented = Path.Combine(dataHome, "onnxruntime", FileName);
        if (File.Exists(documented))
        {
            return Open(documented);
        }

        return NativeLibrary.TryLoad(FileName, typeof(OnnxRuntimeLibrary).Assembly, DllImportSearchPath.SafeDirectories, out var found)
            ? found
            : throw new EmbedderException(
                $"An ONNX model needs Microsoft's ONNX Runtime, which does not come with Plumb: put its {FileName} into {Path.GetDirectoryName(documented)}, or name it in {Variable}.");
    }

    private static nint Open(string path)
    {
        try
        {
            var loaded = NativeLibrary.Load(path);
            return NativeLibrary.TryGetExport(loaded, "OrtGetApiBase", out _) ? loaded : throw new EmbedderException($"{path} is not ONNX Runtime's library.");
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw new EmbedderException($"{path} cannot be loaded: {e.Message.ReplaceLineEndings(" ").TrimEnd('.')}.", e);
        }
    }
}
