namespace Plumb.Text.Tests;

public class KeywordLanguageOutlineTests
{
    [Fact]
    public void Kotlin_declarations_end_with_their_line() => OutlineAssert.Scans(
        "kotlin",
        """""
        @file:JvmName("Utils")

        package com.example.app

        import kotlin.math.max

        /** A doc. */
        data class User(val name: String, var age: Int = 3) : Base(name), Named {
            val upper: String
                get() = name.uppercase()

            /* outer /* inner class X */ fun y() {} */
            constructor(name: String) : this(name, 0) { init() }

            companion object {
                const val MAX = 10
                fun create(): User = User("${if (true) "}" else "{"}")
            }

            override fun toString() = """class InRaw { ${name} "" """

            inner class Inner
            fun after() {}
        }

        sealed interface Shape
        object Singleton : Shape { fun go() = 1 }
        enum class Color(val rgb: Int) { RED(1) { override fun hex() = "r" }, GREEN(2); abstract fun hex(): String }
        fun interface Action { fun run(x: Int) }
        annotation class Marker
        typealias Handler<T> = (T) -> Unit
        fun <T : Any> List<T>.second(): T where T : Comparable<T> = this[1]
        suspend inline fun String?.orElse(
            other: () -> String,
        ): String {
            fun local() = 1
            return this ?: other()
        }
        fun `name with spaces`() {}
        val String.last: Char get() = this[length - 1]
        private val lazyValue by lazy { 42 }
        """"",
        """
        namespace com.example.app @3
        class User @7-24 doc
          property upper @9-10
          constructor constructor @12-13 doc
          class Companion @15-18
            constant MAX @16
            method create @17
          method toString @20
          class Inner @22
          method after @23
        interface Shape @26
        class Singleton @27
          method go @27
        enum Color @28
          enummember RED @28
            method hex @28
          enummember GREEN @28
          method hex @28
        interface Action @29
          method run @29
        interface Marker @30
        typealias Handler @31
        function second @32
        function orElse @33-38
          function local @36
        function name with spaces @39
        variable last @40
        variable lazyValue @41
        """);

    [Fact]
    public void Go_groups_receivers_and_raw_strings() => OutlineAssert.Scans(
        "go",
        """""
        // Package main does things.
        package main

        import (
        	"fmt"
        )

        // Doc of Thing.
        type Thing struct {
        	Name string `json:"func Fake() {"`
        	a, b int
        	*Embedded
        	inner struct{ x int }
        }

        type (
        	// Shape has an area.
        	Shape interface {
        		Area() float64
        		fmt.Stringer
        	}
        	Alias = map[string]interface{}
        	Gen[T any] []T
        )

        const (
        	A = iota
        	B
        )

        var x, y = 1, 2
        var raw = `
        func InRaw() {
        `

        func (t *Thing) Method(x int) (res struct{ a int }, err error) {
        	f := func() { fmt.Println('{', '\'') }
        	return
        }

        func Generic[K comparable, V any](m map[K]V) interface{} { return nil }

        func external(x int) int
        """"",
        """
        module main @1-2 doc
        struct Thing @8-14 doc
          field Name @10
          field a @11
          field b @11
          field inner @13
            field x @13
        interface Shape @17-21 doc
          method Area @19
        typealias Alias @22
        typealias Gen @23
        constant A @27
        constant B @28
        variable x @31
        variable y @31
        variable raw @32-34
        method Method @36-39
        function Generic @41
        function external @43
        """);

    [Fact]
    public void Rust_impls_macros_and_lifetimes() => OutlineAssert.Scans(
        "rust",
        """""
        //! Crate doc: fn not_me() {}
        use std::fmt;

        /// Doc.
        #[derive(Debug, Clone)]
        pub struct Point<'a, T: 'a> {
            pub x: &'a T,
            y: char,
        }
        pub struct Tuple(pub i32, String);
        pub struct Unit;

        #[derive(Debug)]
        pub enum Shape {
            Circle { radius: f64 },
            /// Doc of square.
            Square(f64),
            Empty = 3,
        }

        impl<'a, T> fmt::Display for Point<'a, T>
        where
            T: fmt::Debug,
        {
            const ZERO: char = '{';
            type Out = i32;
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let s = r#"fn in_raw() { "quoted" "#;
                let b = b'\'';
                /* outer /* fn nested() {} */ still */
                fn inner() -> [u8; 2] { [b'{', b'"'] }
                write!(f, "}}{}", s)
            }
        }

        pub trait Draw: Send {
            fn draw(&self);
            fn twice(&self) where Self: Sized { self.draw(); self.draw() }
        }

        pub(crate) mod nested {
            pub const MAX: usize = 1 << 4;
            static mut COUNT: u32 = 0;
            pub async unsafe extern "C" fn run<F>(f: F) -> impl Fn() -> i32 where F: Fn() { move || 1 }
        }

        macro_rules! my_macro {
            ($name:ident) => { fn $name() {} };
        }

        cfg_rt! {
            pub fn in_macro() {}
        }
        type Alias<T> = Result<T, ()>;
        pub fn r#match() {}
        """"",
        """
        struct Point @4-9 doc
          field x @7
          field y @8
        struct Tuple @10
        struct Unit @11
        enum Shape @13-19
          enummember Circle @15
            field radius @15
          enummember Square @16-17 doc
          enummember Empty @18
        extension Point @21-34
          constant ZERO @25
          typealias Out @26
          method fmt @27-33
            function inner @30-31 doc
        trait Draw @36-39
          method draw @37
          method twice @38
        module nested @41-45
          constant MAX @42
          variable COUNT @43
          function run @44
        macro my_macro @47-49
        function in_macro @52
        typealias Alias @54
        function match @55
        """);

    [Fact]
    public void Swift_members_and_raw_strings() => OutlineAssert.Scans(
        "swift",
        """""
        import Foundation
        /// Doc.
        @available(iOS 13, *)
        public final class Widget<T: Hashable>: Base, Proto where T: Equatable {
            private(set) var name: String = "a \(x["}"] ?? "{") b"
            static let raw = #"class Fake { " \( }"#
            var computed: Int { return 1 }
            var observed = 1 { didSet { print("}") } }
            init?(name: String) { }
            deinit { }
            class func make() -> Widget { return Widget() }
            func generic<U>(_ x: U) async throws -> [U] where U: Sequence { func local() {}; return [] }
            subscript(i: Int) -> T { get { fatalError() } }
            static func == (a: Widget, b: Widget) -> Bool { true }
            /* outer /* func no() {} */ */
        }
        protocol Proto { associatedtype Item; func go(); var x: Int { get } }
        enum Kind: String { case a, b = "x"; case c(Int) ; func f() {} }
        extension Widget.Inner { struct S { let y = """
        func inRaw() {
        """
        } }
        typealias Handler = (Int) -> Void
        #if DEBUG
        func debug() {
        #else
        func debug(x: Int) {
        #endif
        }
        actor Store { nonisolated func read() {} }
        """"",
        """
        class Widget @2-16 doc
          property name @5
          property raw @6
          property computed @7
          property observed @8
          constructor init @9
          method deinit @10
          method make @11
          method generic @12
            function local @12
          method subscript @13
          method == @14
        interface Proto @17
          typealias Item @17
          method go @17
          property x @17
        enum Kind @18
          enummember a @18
          enummember b @18
          enummember c @18
          method f @18
        extension Inner @19-22
          struct S @19-22
            property y @19-21
        typealias Handler @23
        function debug @25-29
          function debug @27
        class Store @30
          method read @30
        """);

    [Fact]
    public void Scala_with_braces_and_with_indentation() => OutlineAssert.Scans(
        "scala",
        """""
        package com.example
        import scala.util._
        /** Doc. */
        @tailrec
        case class User(name: String)(implicit ec: Ec) extends Base with Named {
          val x = s"class ${if (a) "}" else "{"} Fake"
          private[this] def run[T](t: T): Unit = { def local() = 1 }
          def +(other: User): User = this
          type Alias = List[Int]
        }
        object Main { def main(args: Array[String]): Unit = println('{') }
        sealed trait Shape
        enum Color:
          case Red, Green
          def hex: String =
            "x"
        class Indented(x: Int):
          def one = 1
          def two =
            val y = """ def inRaw() = """
            y
        def top = 3
        """"",
        """
        namespace com.example @1
        class User @3-10 doc
          field x @6
          method run @7
            function local @7
          method + @8
          typealias Alias @9
        class Main @11
          method main @11
        trait Shape @12
        enum Color @13-16
          enummember Red @14
          enummember Green @14
          method hex @15-16
        class Indented @17-21
          method one @18
          method two @19-21
        function top @22
        """);

    [Fact]
    public void Zig_types_are_values() => OutlineAssert.Scans(
        "zig",
        """""
        //! Doc of file
        const std = @import("std");
        /// Doc.
        pub const Point = struct {
            x: f32,
            y: f32 = 0,
            pub fn init(x: f32) Point { return .{ .x = x }; }
        };
        const Kind = enum { a, b };
        pub fn main() !void { const s =
            \\ fn inLine() {
            ; _ = s; }
        test "adds {" { }
        const MyError = error{ A, B };
        """"",
        """
        constant std @2
        struct Point @3-8 doc
          field x @5
          field y @6
          method init @7
        enum Kind @9
          enummember a @9
          enummember b @9
        function main @10-12
        rule adds { @13
        enum MyError @14
          enummember A @14
          enummember B @14
        """);
}
