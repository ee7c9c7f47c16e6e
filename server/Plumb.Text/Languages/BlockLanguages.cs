using Plumb.Text.Blocks;

namespace Plumb.Text;

// Languages whose blocks are told by indentation, by "end", or by lines and statements.
public static partial class LanguageTable
{
    static partial void RegisterBlockLanguages()
    {
        // By columns.
        Register("python", "Python", LanguageKind.Code, ".py .pyi .pyw .pyx .pxd .pyt", () => new PythonOutliner(), "SConstruct SConscript wscript Snakefile", "python pypy pyston");
        Register("starlark", "Starlark", LanguageKind.Code, ".bzl .bazel .star", () => new PythonOutliner(), "BUILD WORKSPACE BUCK Tiltfile");
        Register("haskell", "Haskell", LanguageKind.Code, ".hs .hsc .hs-boot", () => new HaskellOutliner(), interpreters: "runhaskell runghc stack");
        Register("ocaml", "OCaml", LanguageKind.Code, ".ml .mli .mll .mly", () => new MlOutliner(isOCaml: true), interpreters: "ocaml");
        Register("fsharp", "F#", LanguageKind.Code, ".fs .fsi .fsx .fsscript", () => new MlOutliner(isOCaml: false));
        Register("nim", "Nim", LanguageKind.Code, ".nim .nims .nimble", () => new NimOutliner());
        Register("erlang", "Erlang", LanguageKind.Code, ".erl .hrl .escript", () => new ErlangOutliner(), "rebar.config", "escript");

        // By "end".
        Register("ruby", "Ruby", LanguageKind.Code, ".rb .rake .gemspec .ru .rbw .rbi .podspec .jbuilder .rabl .thor", () => new RubyOutliner(), "Rakefile Gemfile Guardfile Vagrantfile Capfile Podfile Brewfile Fastfile Thorfile Berksfile Dangerfile Appraisals", "ruby jruby rbx");
        Register("lua", "Lua", LanguageKind.Code, ".lua .luau .rockspec", () => new LuaOutliner(), interpreters: "lua luajit");
        Register("elixir", "Elixir", LanguageKind.Code, ".ex .exs", () => new ElixirOutliner(), interpreters: "elixir");
        Register("julia", "Julia", LanguageKind.Code, ".jl", () => new JuliaOutliner(), interpreters: "julia");
        Register("vb", "Visual Basic", LanguageKind.Code, ".vb .bas .vbs", () => new VisualBasicOutliner());

        // By braces, but with lexical habits of their own.
        Register("shellscript", "Shell script", LanguageKind.Code, ".sh .bash .zsh .ksh .bats .ebuild", () => new ShellOutliner(), ".bashrc .bash_profile .profile .zshrc PKGBUILD configure", "sh bash zsh ksh dash ash bats");
        Register("perl", "Perl", LanguageKind.Code, ".pl .pm .t .psgi", () => new PerlOutliner(), interpreters: "perl");
        Register("powershell", "PowerShell", LanguageKind.Code, ".ps1 .psm1 .psd1", () => new PowerShellOutliner(), interpreters: "pwsh powershell");
        Register("r", "R", LanguageKind.Code, ".r", () => new ROutliner(), ".Rprofile", "Rscript");

        // By statements and lines.
        Register("sql", "SQL", LanguageKind.Code, ".sql .ddl .dml .pgsql .psql .plsql .tsql .mysql .pks .pkb", () => new SqlOutliner());
        Register("makefile", "Makefile", LanguageKind.Code, ".mk .mak .make", () => new MakefileOutliner(), "Makefile GNUmakefile BSDmakefile Makefile.am Makefile.in", "make");
        Register("cmake", "CMake", LanguageKind.Code, ".cmake .cmake.in", () => new CMakeOutliner(), "CMakeLists.txt");
        Register("dockerfile", "Dockerfile", LanguageKind.Code, ".dockerfile .containerfile", () => new DockerfileOutliner(), "Dockerfile Containerfile");
    }
}
