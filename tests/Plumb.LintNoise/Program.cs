using Plumb.LintNoise;

// Measures the linter against material that others wrote. Offline: it reads local clones and fetches nothing.
const string Usage = """
    usage: LintNoise noise DIR [--show CODE|errors|all] [--most N]   counts findings per rule; every folder in DIR is a clone
           LintNoise conformance DIR [--show]                        what the formats' own tests call valid and invalid
           LintNoise fixes DIR                                       applies the safe fixes and renders before and after
    """;

if (args.Length < 2 || !Directory.Exists(args[1]))
{
    Console.Error.WriteLine(Usage);
    return 2;
}

var options = args[2..];
return args[0] switch
{
    "noise" => Noise.Run(args[1], options),
    "conformance" => Conformance.Run(args[1], options),
    "fixes" => FixCheck.Run(args[1]),
    _ => Fail(),
};

static int Fail()
{
    Console.Error.WriteLine(Usage);
    return 2;
}
