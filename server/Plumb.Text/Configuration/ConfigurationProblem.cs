namespace Plumb.Text.Configuration;

/// <summary>What is wrong in a configuration file, and what to write instead.</summary>
/// <param name="Path">The keys that lead to it, joined by dots; empty for the file as a whole.</param>
/// <param name="Line">1-based, where it is known.</param>
public sealed record ConfigurationProblem(string Path, string Message, int? Line);
