namespace Plumb.Text.Tests;

public class ScriptOutlineTests
{
    [Fact]
    public void JavaScript_functions_are_named_by_what_they_are_assigned_to() => OutlineAssert.Scans(
        "javascript",
        """""
        'use strict';
        /** Doc. */
        function plain(a, b = {}) { function inner() {} return /[/{]"/.test(a); }
        async function* gen() {}
        const arrow = (x) => x / 2;
        const fn = function named() { return `a ${fn(`}${"{"}`)} function no() {`; };
        let plainValue = 1;
        export default class Widget extends mixin({ a: 1 }) {
          #priv = 1;
          static count = 0;
          handler = async (e) => { this.x = 1; };
          constructor() { super(); }
          get size() { return 1; }
          static async *items() {}
          ['computed']() {}
          #hidden() {}
        }
        exports.run = function () {};
        module.exports.walk = (a) => { a };
        Widget.prototype.go = function () { if (a) { b } };
        const api = {
          method() {},
          async load(x) { return x; },
          value: 1,
          callback: function () {},
          arrow: () => ({ nested() {} }),
          get prop() { return 1 },
        };
        class Second {}
        const Third = class {};
        // function commented() {}
        describe('x', () => { function helper() {} it('y', async () => {}); });
        const el = <div title="it's">don't {items.map((i) => <b key={i}>{`}`}</b>)}</div>;
        var a = 1, lateFn = () => {}
        export const selector = (state) =>
          state.items
            .filter(Boolean);
        function last() {}
        """"",
        """
        function plain @2-3 doc
          function inner @3
        function gen @4
        function arrow @5
        function fn @6
        variable plainValue @7
        class Widget @8-17
          field #priv @9
          field count @10
          method handler @11
          constructor constructor @12
          property size @13
          method items @14
          method ['computed'] @15
          method #hidden @16
        function run @18
        function walk @19
        method go @20
        constant api @21-28
          method method @22
          method load @23
          method callback @25
          method arrow @26
            method nested @26
          property prop @27
        class Second @29
        class Third @30
        function helper @32
        constant el @33
        variable a @34
        function lateFn @34
        function selector @35-37
        function last @38
        """);

    [Fact]
    public void TypeScript_types_signatures_and_overloads() => OutlineAssert.Scans(
        "typescript",
        """""
        import { type Foo, bar } from './x';

        /** Doc. */
        @Component({ selector: 'class Fake {}' })
        export abstract class Service<T extends { a: number }> implements IThing {
          private readonly map = new Map<string, () => void>();
          @Input() name?: string;
          static instance: Service<any>;
          constructor(private readonly http: Http, @Inject(X) public y: string) {}
          async load<K extends keyof T>(key: K): Promise<{ a: T[K] } | null> { return null; }
          abstract run(): void;
          overload(a: string): void;
          overload(a: any) {}
          get value(): number { return 1; }
          [Symbol.iterator]() {}
          onClick = (e: Event): void => { };
        }

        export interface Shape { readonly kind: 'a' | 'b'; area(x: number): number; new (x: string): Shape; [key: string]: any }
        type Union<T> =
          | { kind: 'a' }
          | { kind: 'b'; f: (x: T) => void };
        export const enum Level { Low = 1, High = 'x'.length }
        declare module 'lib' { export function external(a: number): string; }
        namespace A.B { export const inner = 1; export function f() {} }
        export function isShape(x: unknown): x is Shape { return true; }
        export const make = <T,>(x: T): T => x;
        function assertOk(v: any): asserts v is string { }
        let generic = cond < 1 ? a : b > c;
        """"",
        """
        class Service @3-17 doc
          field map @6
          field name @7
          field instance @8
          constructor constructor @9
          method load @10
          method run @11
          method overload @12
          method overload @13
          property value @14
          method [Symbol.iterator] @15
          method onClick @16
        interface Shape @19
          property kind @19
          method area @19
        typealias Union @20-22
        enum Level @23
          enummember Low @23
          enummember High @23
        namespace lib @24
          function external @24
        namespace A.B @25
          constant inner @25
          function f @25
        function isShape @26
        function make @27
        function assertOk @28
        variable generic @29
        """);

    [Fact]
    public void Php_heredocs_markup_and_conditional_functions() => OutlineAssert.Scans(
        "php",
        """""
        <html><?php
        namespace App\Models;

        use Foo\{Bar, Baz};

        const VERSION = '1', OTHER = "{$x["class"]}";
        define('DEFINED', 1);

        /**
         * Doc.
         */
        #[Attribute(Attribute::TARGET_CLASS)]
        abstract class User extends Model implements \JsonSerializable
        {
            use SoftDeletes { restore as protected; }
            public const A = 1, B = 2;
            protected ?string $name = null;
            public static array $list = ['function' => 1], $second;
            // function commented() {}
            # class AlsoCommented {}
            public function __construct(private readonly string $x = "}") {}
            abstract protected function &build(array $a = []): static;
            final public static function make(): self {
                $text = <<<EOT
                class InHeredoc { function no() {} }
                {$x->y}
                EOT;
                $raw = <<<'RAW'
        function inNowdoc() {
        RAW;
                $f = function () use ($text) { return fn($x) => $x; };
                return new class($f) extends Base { public function inAnonymous() {} };
            }
        }
        interface Shape { public function area(): float; }
        trait Logs { private function log(): void {} }
        enum Suit: string { case Hearts = 'H'; case Spades = 'S'; public function label(): string { return self::class; } }
        if (!function_exists('helper')) {
            function helper() {}
        }
        ?>
        function inMarkup() {}
        <?php function last() {}
        """"",
        """
        namespace App\Models @2-43
          constant VERSION @6
          constant OTHER @6
          constant DEFINED @7
          class User @9-34 doc
            constant A @16
            constant B @16
            field name @17
            field list @18
            field second @18
            constructor __construct @19-21 doc
            method build @22
            method make @23-33
              method inAnonymous @32
          interface Shape @35
            method area @35
          trait Logs @36
            method log @36
          enum Suit @37
            enummember Hearts @37
            enummember Spades @37
            method label @37
          function helper @39
          function last @43
        """);

    [Fact]
    public void Vue_scripts_are_read_as_typescript() => OutlineAssert.Scans(
        "vue",
        """""
        <template>
          <div v-if="a > b" @click="function x() {}">{{ 'class Fake {}' }}</div>
        </template>
        <script setup lang="ts">
        import { ref } from 'vue';
        /** Doc. */
        function load(): void {}
        const count = ref<number>(1);
        </script>
        <style scoped>
        .a { color: red }
        </style>
        """"",
        """
        element template @1-3
        element script setup @4-9
          function load @6-7 doc
          constant count @8
        element style @10-12
          rule .a @11
        """);

    [Fact]
    public void Svelte_scripts_are_read() => OutlineAssert.Scans(
        "svelte",
        """""
        <script>
          export let name = 'x';
          function greet() { return `</b>`; }
        </script>
        <h1>{name}</h1>
        """"",
        """
        element script @1-4
          variable name @2
          function greet @3
        """);

    [Fact]
    public void JavaScript_modules_are_known_by_the_names_in_them_and_imports_declare_nothing() => OutlineAssert.Scans(
        "javascript",
        """
        const Stream = require('stream');
        const { a } = require('a'), b = require('b').c.d;
        const debug = require('debug')('lamp');
        const made = require('./make')();
        module.exports = class Lamp extends Stream {
          light() {}
        };
        exports = module.exports = async function* trim() {};
        module.exports = class extends Stream { dim() {} };
        exports.wick = function named() {};
        """,
        """
        constant debug @3
        constant made @4
        class Lamp @5-7
          method light @6
        function trim @8
        class exports @9
          method dim @9
        function wick @10
        """);

    [Fact]
    public void JavaScript_assignments_in_parentheses_declare_nothing() => OutlineAssert.Scans(
        "javascript",
        """
        let resolved;
        const waiting = new Promise(resolve => (resolved = async job => { function inner() {} }));
        (exports.parse = function (text) { });
        """,
        """
        variable resolved @1
        constant waiting @2
          function inner @2
        function parse @3
        """);
}
