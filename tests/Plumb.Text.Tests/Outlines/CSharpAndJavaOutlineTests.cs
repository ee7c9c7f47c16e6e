namespace Plumb.Text.Tests;

public class CSharpAndJavaOutlineTests
{
    [Fact]
    public void CSharp_members_survive_raw_strings_holes_and_conditionals() => OutlineAssert.Scans(
        "csharp",
        """""
        #nullable enable
        using System;
        using Alias = System.Collections.Generic.Dictionary<string, int>;

        namespace Outer.Inner
        {
            /// <summary>A doc.</summary>
            /// <remarks>class NotMe { }</remarks>
            [Serializable, Obsolete("class Neither { }")]
            public sealed partial class Widget<T> : Base<T>, IThing where T : new()
            {
                private const string Raw = """
                    class InRaw { void M() { } }
                    """;
                public readonly int a = 1, b = 2;
                private readonly string s = $"{(a > 1 ? "}" : "{")} {{ class X {{ }}";
                private string v = @"c:\"; // class Trailing { }
                public event EventHandler? Changed;

                public Widget(int x) : this() { }

                ~Widget() { }

                public string Name { get; set; } = "{";

                public int this[int i] => i;

                public (int A, string B) Pair<TKey>(TKey key, Func<int, int> f) where TKey : struct => (f(1), $$"""{{key}} }""");

                public static Widget<T> operator +(Widget<T> l, Widget<T> r) => l;

                public static implicit operator string(Widget<T> w) => "";

                void IThing.Do() { void Local() { } Local(); }

                /* class Commented { */
        #if DEBUG
                public void Conditional(int x) {
        #else
                public void Conditional(long x) {
        #endif
                }

                protected internal abstract char Get();

                private enum State : byte { None, [Obsolete] Some = 1, Last }
            }

            public record Person(string Name, int Age);

            public readonly record struct Point(int X, int Y)
            {
                public int Sum => X + Y;
            }

            public delegate Task<T> Handler<T>(object sender, T args);

            file interface IThing { void Do(); int Count { get; } }
        }
        """"",
        """
        typealias Alias @3
        namespace Outer.Inner @5-59
          class Widget @7-47 doc
            constant Raw @12-14
            field a @15
            field b @15
            field s @16
            field v @17
            event Changed @18
            constructor Widget @20
            method ~Widget @22
            property Name @24
            property this @26
            method Pair @28
            method operator + @30
            method operator string @32
            method Do @34
            method Conditional @38-42
            method Get @44
            enum State @46
              enummember None @46
              enummember Some @46
              enummember Last @46
          class Person @49
          struct Point @51-54
            property Sum @53
          typealias Handler @56
          interface IThing @58
            method Do @58
            property Count @58
        """);

    [Fact]
    public void CSharp_top_level_functions_and_file_scoped_namespaces() => OutlineAssert.Scans(
        "csharp",
        """""
        var app = Build(args);
        app.Run();

        static int Build(string[] args)
        {
            return args.Length;
        }

        namespace Scoped;

        class @event { int @class; char c = '"'; }
        """"",
        """
        function Build @4-7
        namespace Scoped @9-11
          class event @11
            field class @11
            field c @11
        """);

    [Fact]
    public void Java_types_members_and_text_blocks() => OutlineAssert.Scans(
        "java",
        """""
        package com.example;

        import java.util.*;

        /**
         * Doc of {@code Outer}.
         */
        @SuppressWarnings({"unchecked", "class X {}"})
        public abstract class Outer<T extends Comparable<T>> extends Base implements Runnable {
            public static final String TEXT = """
                class InText { void no() {} }
                """;
            private final Map<String, List<Integer>> map = new HashMap<>(), other = null;
            static { int x = 1; }
            { run(); }

            public Outer(int x) throws Exception { super(x); }

            @Override
            public void run() { new Thread(new Runnable() { public void run() { } }); }

            protected abstract <R> R convert(T value, int... rest) throws IllegalStateException;

            int[] array()[] { return null; }

            char brace = '{', quote = '\'';

            enum Color { RED("r") { @Override String code() { return "}"; } }, GREEN("g"); private final String c; Color(String c) { this.c = c; } String code() { return c; } }

            record Point(int x, int y) { Point { if (x < 0) throw new IllegalArgumentException(); } double len() { return 0; } }

            sealed interface Shape permits Circle { default double area() { return 1; } }

            @interface Marker { String value() default "}"; }
        }
        """"",
        """
        class Outer @5-35 doc
          constant TEXT @10-12
          field map @13
          field other @13
          constructor Outer @17
          method run @19-20
          method convert @22
          method array @24
          field brace @26
          field quote @26
          enum Color @28
            enummember RED @28
              method code @28
            enummember GREEN @28
            field c @28
            constructor Color @28
            method code @28
          class Point @30
            constructor Point @30
            method len @30
          interface Shape @32
            method area @32
          interface Marker @34
            method value @34
        """);

    [Fact]
    public void Groovy_without_semicolons() => OutlineAssert.Scans(
        "groovy",
        """""
        package a
        class Build extends Base {
          def name = "x ${y ? '}' : '{'}"
          String hello(int x) { return 'class Fake {' }
          static main(args) { println "x" }
          private def helper() {
            1
          }
        }
        def top(x) { x }
        """"",
        """
        class Build @2-9
          field name @3
          method hello @4
          method main @5
          method helper @6-8
        function top @10
        """);

    [Fact]
    public void Dart_constructors_getters_and_mixins() => OutlineAssert.Scans(
        "dart",
        """""
        library app;
        import 'dart:io';
        /// Doc.
        @immutable
        abstract class Widget<T> extends Base with Mixin implements Other {
          final String name = 'class ${x['}']} {';
          static const int max = 1;
          late final Map<String, int> map;
          Widget(this.name, {super.key});
          Widget.named() : map = {}, super() { init(); }
          factory Widget.from(Map json) => Widget(json['x']);
          String get title => 'a';
          set title(String v) { }
          Future<void> load() async { }
          bool operator ==(Object o) => true;
          int compute(int a) => a;
          void abstractMethod();
        }
        mixin Swim on Animal { void swim() {} }
        enum Color { red, green; const Color(); String get hex => ''; }
        extension StringX on String { bool get blank => true; }
        typedef Callback<T> = void Function(T);
        void main() { print(r'}'); }
        const answer = 42;
        """"",
        """
        class Widget @3-18 doc
          field name @6
          constant max @7
          field map @8
          constructor Widget @9
          constructor Widget.named @10-11
          property title @12
          property title @13
          method load @14
          method operator == @15
          method compute @16
          method abstractMethod @17
        trait Swim @19
          method swim @19
        enum Color @20
          enummember red @20
          enummember green @20
          constructor Color @20
          property hex @20
        extension StringX @21
          property blank @21
        typealias Callback @22
        function main @23
        constant answer @24
        """);
}
