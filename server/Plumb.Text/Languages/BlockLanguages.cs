using Plumb.Text.Blocks;

namespace Plumb.Text;

// Languages whose blocks are told by indentation, by "end", or by lines and statements.
public static partial class LanguageTable
{
    static partial void RegisterBlockLanguages()
    {
        Register("python", "Python", LanguageKind.Code, ".py .pyi .pyw .pyx .pxd .pyt", () => new PythonOutliner(), "SConstruct SConscript wscript", "python pypy pyston");
        Register("starlark", "Starlark", LanguageKind.Code, ".bzl .bazel .star", () => new PythonOutliner(), "BUILD WORKSPACE BUCK Tiltfile Snakefile");
        Register("ruby", "Ruby", LanguageKind.Code, ".rb .rake .gemspec .ru .rbw .podspec .jbuilder .rabl .thor", () => new RubyOutliner(), "Rakefile Gemfile Guardfile Vagrantfile Capfile Podfile Brewfile Fastfile Thorfile Berksfile Dangerfile Appraisals", "ruby jruby rbx");
    }
}
