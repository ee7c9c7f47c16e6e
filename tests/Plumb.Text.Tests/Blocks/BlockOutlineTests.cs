namespace Plumb.Text.Tests.Blocks;

/// <summary>Outlines of languages whose blocks are told by columns, by "end" or by statements.</summary>
public class BlockOutlineTests
{
    internal const string Python =
        """"
        """Module doc."""
        import os

        # The limit.
        LIMIT = 10
        name: str = "x"
        type Alias[T] = list[T]

        # Base of all.
        # More.
        @decorate(
            a=1,
        )
        class Base(
            object
        ):
            r"""Class doc: def no(): pass"""
            x = 1
            y: int

            @property
            def p(self): return f"{self.x["a"]} def q()"

            async def run(self, a="def z():"):
                # c
                def inner():
                    pass
                if a:
                    class C: pass
                # tail
            def __init__(self):
                s = '''
        def fake():
            pass
        '''
        class Color(enum.Enum):
            RED = 1
        def broken(a, (
        def next():
            pass
        """";

    [Fact]
    public void Python_reads_past_strings_brackets_and_broken_heads() => OutlineText.Check(
        "python",
        Python,
        """
        Constant LIMIT @4-5
        Variable name @6-6
        TypeAlias Alias @7-7
        Class Base @9-35
          Field x @18-18
          Field y @19-19
          Property p @21-22
          Method run @24-30
            Function inner @25-27
            Class C @29-29
          Constructor __init__ @31-35
        Class Color @36-37
          EnumMember RED @37-37
        Function broken @38-38
        Function next @39-40
        """);

    internal const string Haskell =
        """
        {-# LANGUAGE X #-}
        module Data.Foo (f) where
        import Data.List
        {- f no = {- nested -} 1 -}
        -- | Doc of T.
        data T a = A a | B { x :: Int }
          deriving (Eq)
        newtype N = N Int
        type S = String
        class Eq a => Shape a where
          area :: a -> Double
          area _ = 'x' `seq` 0
        instance Shape (T a) where
          area (A _) = 1
        -- | Doc of f.
        f :: Int -> Int
        f 0 = 1
        f n = go n
          where
            go' x = "f = 1"
        x' = 3
        (<+>) :: Int -> Int -> Int
        a <+> b = a
        """;

    [Fact]
    public void Haskell_joins_the_clauses_of_a_function() => OutlineText.Check(
        "haskell",
        Haskell,
        """
        Module Data.Foo @1-2
        Struct T @4-7
          EnumMember A @6-6
          EnumMember B @6-6
        Struct N @8-8
          EnumMember N @8-8
        TypeAlias S @9-9
        Trait Shape @10-12
          Method area @11-11
        Extension Shape (T a) @13-14
        Function f @15-20
        Function x' @21-21
        Function (<+>) @22-22
        """);

    internal const string Ocaml =
        """
        (* let no = 1 (* nested "*)" *) *)
        open List
        type 'a t = A of int | B
        and r = { x : int }
        exception Bad of string
        module M = struct
          let inner x = x
          type u = int
        end
        (** Doc. *)
        let rec f x =
          let local y = y in
          match x with
          | 0 -> 'a'
          | _ -> {|let fake = 1|}
        and g y = f y
        let limit = 10
        module type S = sig
          val run : int -> int
        end
        external ext : int -> int = "c"
        """;

    [Fact]
    public void OCaml_reads_past_nested_comments() => OutlineText.Check(
        "ocaml",
        Ocaml,
        """
        Enum t @3-3
          EnumMember A @3-3
          EnumMember B @3-3
        Struct r @4-4
        Class Bad @5-5
        Module M @6-9
          Function inner @7-7
          TypeAlias u @8-8
        Function f @10-15
        Function g @16-16
        Variable limit @17-17
        Interface S @18-20
          Field run @19-19
        Function ext @21-21
        """);

    internal const string Fsharp =
        """"
        namespace App.Core
        /// Doc.
        module Util =
            let add a b =
                let local = 1
                a + b
            let limit = 10
            let s = """
        let fake = 1
        """
        type Shape =
            | Circle of float
            | Square
            member this.Area = 1.0
        type P = { X: int; Y: int }
        [<AbstractClass>]
        type Base(x: int) =
            let hidden = 'a'
            new() = Base(1)
            abstract Run: int -> int
            member _.Go(a, b) =
                a + b
            static member Make x = Base(x)
            interface IDisposable with
                member this.Dispose() = ()
        """";

    [Fact]
    public void FSharp_nests_members_by_column() => OutlineText.Check(
        "fsharp",
        Fsharp,
        """
        Namespace App.Core @1-25
          Module Util @2-10
            Function add @4-6
            Variable limit @7-7
            Variable s @8-10
          Enum Shape @11-14
            EnumMember Circle @12-12
            EnumMember Square @13-13
            Property Area @14-14
          Struct P @15-15
          Class Base @17-25
            Variable hidden @18-18
            Constructor new @19-19
            Property Run @20-20
            Method Go @21-22
            Method Make @23-23
            Method Dispose @25-25
        """);

    internal const string Nim =
        """"
        #[ proc no() #[ nested ]# ]#
        type
          Color = enum
            Red, Green
          Obj* = object
            x: int
        const Max* = 3
        ## Doc.
        proc add*(a, b: int): int =
          ## inner
          let s = """
        proc fake() = discard
        """
          proc nested() = discard
          result = a + b
        template t(x: untyped) = x
        macro m*(x: typed): untyped = x
        proc `+`*(a: Obj): Obj = a
        let c = 'p'
        """";

    [Fact]
    public void Nim_reads_type_sections() => OutlineText.Check(
        "nim",
        Nim,
        """
        Enum Color @3-4
          EnumMember Red @4-4
          EnumMember Green @4-4
        Struct Obj @5-6
        Constant Max @7-7
        Function add @8-15
          Function nested @14-14
        Macro t @16-16
        Macro m @17-17
        Function + @18-18
        Variable c @19-19
        """);

    internal const string Erlang =
        """
        %% Doc.
        -module(my_mod).
        -export([f/1]).
        -define(MAX, 10).
        -record(state, {a = 1, b}).
        -type t() :: atom().
        %% @doc f.
        f(0) -> "f(x). ";
        f(N) when N > 0 ->
            case N of
                1 -> $.;
                _ -> 'quoted.atom'
            end.
        g() -> ok.
        """;

    [Fact]
    public void Erlang_joins_the_clauses_of_a_function() => OutlineText.Check(
        "erlang",
        Erlang,
        """
        Module my_mod @1-2
        Macro MAX @4-4
        Struct state @5-5
        TypeAlias t @6-6
        Function f @7-13
        Function g @14-14
        """);

    internal const string Ruby =
        """
        # frozen: true
        module A
          # Doc of B.
          class B::C < Struct.new(:a)
            LIMIT = %w[a b].freeze
            attr_accessor :x, :y
            class << self
              def make(a, b = {}) = new(a)
              private def hid; end
            end
            def ==(o); true if o; end
            def name=(v)
              return 1 unless v
              x = if v then 2 else 3 end
              while v do v -= 1 end
              items.each do |i|
                puts <<~A, <<-'B'
                  def fake
                A
                  class Fake
                B
              end
            rescue => e
              /def x/ =~ "#{a["end"]} end"
            end
            define_method(:dyn) { |x| x }
            D = Struct.new(:a) do
              def inner?; end
            end
        =begin
        def no; end
        =end
          end
        end
        describe "thing" do
          it("works") do
            foo.class
            {if: 1, class: 2}
          end
        end
        def top() 1 end
        __END__
        def z
        """;

    [Fact]
    public void Ruby_reads_past_heredocs_labels_and_modifiers() => OutlineText.Check(
        "ruby",
        Ruby,
        """
        Module A @1-34
          Class B::C @3-33
            Constant LIMIT @5-5
            Property x @6-6
            Property y @6-6
            Method make @8-8
            Method hid @9-9
            Method == @11-11
            Method name= @12-25
            Method dyn @26-26
            Class D @27-29
              Method inner? @28-28
        Rule thing @35-40
          Rule works @36-39
        Function top @41-41
        """);

    internal const string Lua =
        """
        local M = {}
        --[==[ function no() end ]==]
        local s = [[
        function fake() end
        ]]
        -- Adds.
        -- Both.
        function M.add(a, b)
          if a then return a end
          for i = 1, 2 do print("end") end
          while a do break end
          repeat local x = function() end until x
          return b
        end
        local function helper() return 1 end
        function M:method() end
        M.field = function(x)
          return x
        end
        LIMIT = 10
        return M
        """;

    [Fact]
    public void Lua_reads_past_long_brackets() => OutlineText.Check(
        "lua",
        Lua,
        """
        Variable M @1-1
        Variable s @2-5
        Method M.add @6-14
          Function x @12-12
        Function helper @15-15
        Method M:method @16-16
        Function M.field @17-19
        Variable LIMIT @20-20
        """);

    internal const string Elixir =
        """"
        defmodule My.App do
          @moduledoc """
          def no, do: 1
          """
          @type t :: atom
          defstruct [:a]

          @doc "Adds."
          @spec add(integer, integer) :: integer
          def add(a, b) when a > 0 do
            if a do
              Enum.map([1], fn x -> x end)
            end
            ~s(def fake do)
          end

          def one, do: 1
          defp two(a),
            do: a
          defmacro m(x) do
            quote do: unquote(x)
          end

          defimpl String.Chars do
            def to_string(_), do: "#{"end"}"
          end
        end
        defprotocol P do
          def size(x)
        end
        """";

    [Fact]
    public void Elixir_reads_past_docs_and_sigils() => OutlineText.Check(
        "elixir",
        Elixir,
        """
        Module My.App @1-27
          TypeAlias t @5-5
          Struct defstruct @6-6
          Function add @8-15
          Function one @17-17
          Function two @18-19
          Macro m @20-22
          Extension String.Chars @24-26
            Function to_string @25-25
        Interface P @28-30
          Function size @29-29
        """);

    internal const string Julia =
        """"
        module M
        """
            f(x)
        function no() end
        """
        function f(x::Int) where T
            y = x[end]
            [i for i in 1:3 if i > 1]
            if y > 1
                return y'
            end
        end
        #= struct No
           #= nested =# =#
        g(x) = x + 1
        macro m(e) e end
        abstract type A end
        mutable struct S <: A
            a::Int
        end
        const K = :end
        map(xs) do x
            x
        end
        end
        """";

    [Fact]
    public void Julia_tells_an_end_that_is_an_index() => OutlineText.Check(
        "julia",
        Julia,
        """
        Module M @1-25
          Function f @2-12
          Function g @13-15
          Macro m @16-16
          Interface A @17-17
          Struct S @18-20
          Constant K @21-21
        """);

    internal const string VisualBasic =
        """
        ' Doc of A.
        Namespace App
            Public Class A
                Inherits B
                Private x As String = "End Class"
                Public Const Max As Integer = 3
                Public Property Name As String
                Public ReadOnly Property Size As Integer
                    Get
                        Return 1
                    End Get
                End Property
                Public Sub New()
                End Sub
                Public Async Function Run(a As Integer) As Task
                    If a Then
                        Return Nothing
                    End If
                End Function
                Public Event Done()
            End Class
            Enum Color
                Red
                Green = 2
            End Enum
            Interface I
                Sub M()
            End Interface
        End Namespace
        """;

    [Fact]
    public void Visual_Basic_closes_by_name() => OutlineText.Check(
        "vb",
        VisualBasic,
        """
        Namespace App @1-29
          Class A @3-21
            Field x @5-5
            Constant Max @6-6
            Property Name @7-7
            Property Size @8-12
            Constructor New @13-14
            Method Run @15-19
            Event Done @20-20
          Enum Color @22-25
            EnumMember Red @23-23
            EnumMember Green @24-24
          Interface I @26-28
            Method M @27-27
        """);

    internal const string Shellscript =
        """
        #!/bin/bash
        # Doc.
        greet() {
          echo "function no() { $(foo "}") }"
          cat <<-'EOT'
        fake() {
        	EOT
          local x=${a:-{b}}
          case $x in a) y;; esac
        }
        function with-dash {
          inner() { :; }
          if [[ $# -gt 1 ]]; then return; fi
        }
        LIMIT=10
        export PATH_X="a"
        sub() (
          cd x
        )
        echo $'it\'s' <<< "x"
        oneline() { echo a; }
        """;

    [Fact]
    public void Shell_reads_past_heredocs_and_expansions() => OutlineText.Check(
        "shellscript",
        Shellscript,
        """
        Function greet @1-8
        Function with-dash @11-14
          Function inner @12-12
        Variable LIMIT @15-15
        Variable PATH_X @16-16
        Function sub @17-19
        Function oneline @21-21
        """);

    internal const string Perl =
        """
        package My::Mod;
        use strict;
        use constant MAX => 10;
        use constant { A => 1, B => 2 };
        =pod

        sub no { }

        =cut
        # Doc.
        sub new {
            my ($class, %args) = @_;
            my $re = qr/}{/;
            $x =~ s/a}/b{/g;
            my $t = <<"END" . q{sub fake { };
        sub heredoc {
        END
            return bless {}, $class;
        }
        sub _private { my $n = $#{$_[0]}; return $n / 2; }
        package Other { sub x { 1 } }
        package Third;
        sub last_one { y => 1 }
        __END__
        sub z {}
        """;

    [Fact]
    public void Perl_reads_past_pod_and_quote_like_operators() => OutlineText.Check(
        "perl",
        Perl,
        """
        Module My::Mod @1-21
          Constant MAX @3-3
          Constant A @4-4
          Constant B @4-4
          Function new @5-19
          Function _private @20-20
          Module Other @21-21
            Function x @21-21
        Module Third @22-23
          Function last_one @23-23
        """);

    internal const string Powershell =
        """
        <# function No {} #>
        # Doc.
        function Get-Thing {
            param([string]$Name = "}")
            $s = @"
        function Fake {
        "@
            if ($a) { "x $(foo '}')" }
        }
        filter Only-Even { if ($_ % 2) { $_ } }
        class Pt : Base {
            [int]$X
            hidden [string] $Name = 'a'
            Pt([int]$x) { $this.X = $x }
            [string] ToString() { return "$($this.X)" }
            static [Pt] Make() {
                return [Pt]::new(1)
            }
        }
        enum Color {
            Red
            Green
        }
        $Global = 1
        """;

    [Fact]
    public void PowerShell_reads_past_here_strings() => OutlineText.Check(
        "powershell",
        Powershell,
        """
        Function Get-Thing @1-9
        Function Only-Even @10-10
        Class Pt @11-19
          Property X @12-12
          Property Name @13-13
          Method Pt @14-14
          Method ToString @15-15
          Method Make @16-18
        Enum Color @20-23
          EnumMember Red @21-21
          EnumMember Green @22-22
        Variable Global @24-24
        """);

    internal const string R =
        """
        # Doc.
        add <- function(a, b = "}") {
          inner <- function(x) x
          a + b
        }
        sq = function(x) x^2
        limit <- 10
        s <- r"(fake <- function() {)"
        short <- \(x) x + 1
        setClass("Person", representation(name = "character"))
        setGeneric("area", function(s) standardGeneric("area"))
        `my fun` <- function() NULL
        if (TRUE) {
          cond <- function() 1
        }
        """;

    [Fact]
    public void R_reads_functions_with_and_without_braces() => OutlineText.Check(
        "r",
        R,
        """
        Function add @1-5
          Function inner @3-3
        Function sq @6-6
        Variable limit @7-7
        Variable s @8-8
        Function short @9-9
        Class Person @10-10
        Method area @11-11
        Function my fun @12-12
        Function cond @14-14
        """);

    internal const string Sql =
        """
        -- CREATE TABLE no (a int);
        /* CREATE /* nested */ TABLE no2 */
        -- Users.
        CREATE TABLE IF NOT EXISTS app.users (
          id int PRIMARY KEY,
          "full name" varchar(10, 2) DEFAULT 'CREATE TABLE x (',
          CONSTRAINT c CHECK (id > 0)
        );
        CREATE UNIQUE INDEX idx_a ON app.users (id);
        CREATE OR REPLACE FUNCTION f(a int) RETURNS int AS $body$
        BEGIN
          CREATE TABLE fake (a int);
          RETURN 1;
        END;
        $body$ LANGUAGE plpgsql;
        CREATE VIEW v AS SELECT 1;
        CREATE PROCEDURE [dbo].[p] @a int AS
        BEGIN
          IF @a = 1 BEGIN SELECT 1; END;
          SELECT CASE WHEN 1=1 THEN 2 END;
        END;
        CREATE TYPE mood AS ENUM ('a', 'b');
        """;

    [Fact]
    public void Sql_reads_past_dollar_quotes() => OutlineText.Check(
        "sql",
        Sql,
        """
        Schema users @1-8
          Field id @5-5
          Field full name @6-6
        Key idx_a @9-9
        Function f @10-15
        Schema v @16-16
        Function p @17-21
        TypeAlias mood @22-22
        """);

    internal const string Makefile =
        """
        # Compiler.
        CC := gcc
        FLAGS ?= -a \
          -b
        .PHONY: all
        ## Build all.
        all: main.o $(patsubst %.c,%.o,$(SRC))
        	echo "fake: no"
        ifeq ($(X),1)
        	echo b
        endif
        define BLOCK
        fake: x
        endef
        %.o: %.c
        	cc
        export VAR = 1
        $(OUT)/x: y
        """;

    [Fact]
    public void Makefile_reads_targets_variables_and_blocks() => OutlineText.Check(
        "makefile",
        Makefile,
        """
        Variable CC @1-2
        Variable FLAGS @3-4
        Rule all @6-10
        Macro BLOCK @12-14
        Rule %.o @15-16
        Variable VAR @17-17
        Rule $(OUT)/x @18-18
        """);

    internal const string Cmake =
        """
        project(Demo)
        #[[ function(no) ]]
        set(SRC "add_library(fake)")
        # Doc.
        function(my_fun a b)
          set(local 1)
          if(a)
          endif()
        endfunction()
        macro(my_mac)
        endmacro()
        add_executable(app main.c)
        add_test(NAME t1 COMMAND app)
        option(USE_X "x" ON)
        """;

    [Fact]
    public void CMake_reads_functions_and_targets() => OutlineText.Check(
        "cmake",
        Cmake,
        """
        Namespace Demo @1-1
        Variable SRC @2-3
        Function my_fun @4-9
        Macro my_mac @10-11
        Rule app @12-12
        Rule t1 @13-13
        Constant USE_X @14-14
        """);

    internal const string Dockerfile =
        """
        ARG VERSION=1
        # Build stage.
        FROM --platform=linux/amd64 golang:1.2 AS build
        ENV A=1
        RUN echo \
          FROM fake
        RUN <<EOT
        FROM fake2
        EOT
        FROM scratch
        COPY --from=build a b
        """;

    [Fact]
    public void Dockerfile_reads_stages() => OutlineText.Check(
        "dockerfile",
        Dockerfile,
        """
        Variable VERSION @1-1
        Rule build @2-9
          Variable A @4-4
        Rule scratch @10-11
        """);

    [Fact]
    public void Cython_writes_a_type_before_the_name() => OutlineText.Check(
        "python",
        """
        cpdef object read(int count) noexcept:
            return 1

        cpdef close():
            pass
        """,
        """
        Function read @1-2
        Function close @4-5
        """);

    [Fact]
    public void Ruby_setters_without_parameters_keep_their_mark() => OutlineText.Check(
        "ruby",
        """
        class A
          def self.size=; raise; end
          def limit=(value); @limit = value; end
          def one = 1
        end
        """,
        """
        Class A @1-5
          Method size= @2-2
          Method limit= @3-3
          Method one @4-4
        """);
}
