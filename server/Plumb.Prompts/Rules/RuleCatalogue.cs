namespace Plumb.Prompts.Rules;

/// <summary>Every rule, ordered by code.</summary>
public static class RuleCatalogue
{
    public static IReadOnlyList<LintRule> All { get; } =
    [
        new F01UnknownKey(),
        new F02IgnoredKey(),
        new F03ParameterOutOfRange(),
        new F04OutputSchemaInvalid(),
        new F05Deprecated(),
        new F06GlobMatchesNothing(),
        new F07RequiredWithDefault(),
        new I01DuplicateInstruction(),
        new I02ContradictoryPair(),
        new I03BrokenReference(),
        new I04MismatchedXmlTag(),
        new I05StaleCommand(),
        new I06UnusedSuppression(),
        new K01OverBudget(),
        new K02ContextStuffing(),
        new K03BudgetRegression(),
        new K04DynamicBeforeStatic(),
        new K05AlwaysOnCost(),
        new M01UnknownModel(),
        new M02RetiredModel(),
        new M03OverWindow(),
        new M04OverOutputCap(),
        new M05UnsupportedParameter(),
        new M06HotStructuredOutput(),
        new M07ModalityOrStructuredOutputUnsupported(),
        new P01UnreadableFile(),
        new R01RoleOrder(),
        new R02AccidentalRoleMarker(),
        new R03UserInputInSystemMessage(),
        new S01UntrustedVariableUndelimited(),
        new S02Secret(),
        new S03InvisibleUnicode(),
        new S04LiteralSpecialToken(),
        new S05HiddenInstruction(),
        new S06VariableInImageUrl(),
        new T01UndefinedVariable(),
        new T02UnusedVariable(),
        new T03NearMissVariable(),
        new T04MalformedTemplate(),
        new T05WrongDialect(),
        new T06NonPortableConstruct(),
        new T07LiteralBracesAsVariable(),
        new T08UnknownFunction(),
        new T09MissingInclude(),
        new X01ExampleJsonInvalid(),
        new X02ExampleViolatesSchema(),
        new X03UnknownFieldInProse(),
        new X04TestDataMissingVariable(),
        new X05UnbalancedFewShot(),
    ];

    /// <summary>The rule by its code or its name, in any case; null when there is none.</summary>
    public static LintRule? Find(string codeOrName) => All.FirstOrDefault(r =>
        r.Code.Equals(codeOrName, StringComparison.OrdinalIgnoreCase) || r.Name.Equals(codeOrName, StringComparison.OrdinalIgnoreCase));
}
