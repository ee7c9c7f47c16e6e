namespace Plumb.Text.Tests.Blocks;

/// <summary>Outlines of data and settings: keys and sections.</summary>
public class DataOutlineTests
{
    internal const string Json =
        """
        {
          // comment "no": 1
          "name": "x \" : {",
          "scripts": { "build": "tsc", "deep": { "a": { "b": { "c": 1 } } } },
          "list": [ { "no": 1 } ],
          "last": null,
        }
        """;

    [Fact]
    public void Json_reads_the_outer_keys() => OutlineText.Check(
        "json",
        Json,
        """
        Key name @3-3
        Key scripts @4-4
          Key build @4-4
          Key deep @4-4
            Key a @4-4
        Key list @5-5
        Key last @6-6
        """);

    internal const string Yaml =
        """
        # top doc
        name: CI
        on:
          push:
            branches: [ main,
              dev ]
        jobs:
          build:
            runs-on: x
            steps:
            - name: a
              run: |
                fake: no
            - uses: b
          "quoted key": 'multi
             line: no'
        text: >-
          hello: no
        ---
        second: 1
        """;

    [Fact]
    public void Yaml_reads_past_scalars_and_lists() => OutlineText.Check(
        "yaml",
        Yaml,
        """
        Key name @1-2
        Key on @3-6
          Key push @4-6
            Key branches @5-6
        Key jobs @7-16
          Key build @8-14
            Key runs-on @9-9
            Key steps @10-14
          Key quoted key @15-16
        Key text @17-18
        Key second @20-20
        """);

    internal const string Toml =
        """"
        title = "x"
        # Package.
        [package]
        name = """
        [fake]
        a = 1
        """
        deps = [
          "a", # ]
        ]
        [package.meta]
        k.v = {a = 1}
        [[bin]]
        name = 'x'
        """";

    [Fact]
    public void Toml_nests_tables_by_name() => OutlineText.Check(
        "toml",
        Toml,
        """
        Key title @1-1
        Key package @2-12
          Key name @4-7
          Key deps @8-10
          Key package.meta @11-12
            Key k.v @12-12
        Key bin @13-14
          Key name @14-14
        """);

    internal const string Xml =
        """
        <?xml version="1.0"?>
        <!-- <Target Name="no"/> -->
        <Project Sdk="X">
          <PropertyGroup>
            <LangVersion>latest</LangVersion>
          </PropertyGroup>
          <Target Name="Build" DependsOnTargets="a > b">
            <![CDATA[ <x id="no"> ]]>
            <Exec Command="y" />
          </Target>
          <ItemGroup>
            <PackageReference Include="Foo" Version="1" />
          </ItemGroup>
        </Project>
        """;

    [Fact]
    public void Xml_reads_names_and_msbuild() => OutlineText.Check(
        "xml",
        Xml,
        """
        Element Project @3-14
          Element PropertyGroup @4-6
            Key LangVersion @5-5
          Rule Build @7-10
          Element ItemGroup @11-13
            Element Foo @12-12
        """);

    internal const string Ini =
        """
        ; doc
        [core]
        name = x
          indented = y
        # about section two
        [two "b"]
        key: 1
        """;

    [Fact]
    public void Ini_reads_sections() => OutlineText.Check(
        "ini",
        Ini,
        """
        Key core @1-4
          Key name @3-3
          Key indented @4-4
        Key two "b" @5-7
          Key key @7-7
        """);
}
