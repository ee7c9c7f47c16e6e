namespace Plumb.Text.Lexing;

/// <summary>
/// Every word that some parser asks for. A language's <see cref="LexicalTable"/> says which of them are words of that
/// language; the spelling is the member's name in lower case.
/// </summary>
internal enum Keyword : ushort
{
    None,
    Abstract, Actor, Alias, Alignas, Annotation, As, Associatedtype, Async, Attribute, Auto, Await, Base, Begin, Break, By, Case, Catch,
    Class, Comptime, Companion, Const, Constexpr, Consteval, Constinit, Constructor, Continue, Convenience, Crate, Crossinline, Data,
    Debugger, Declare, Decltype, Def, Default, Defer, Deinit, Del, Delegate, Delete, Do, Dynamic, Each, Elif, Else, Elsif, End, Ensure,
    Enum, Errdefer, Error, Event, Except, Expect, Explicit, Export, Extend, Extends, Extension, Extern, External, Factory, File,
    Fileprivate, Final, Finally, Fixed, Fn, For, Foreach, Friend, From, Fun, Func, Function, Get, Given, Global, Go, If, Impl, Implements,
    Implicit, Import, In, Include, Indirect, Infix, Init, Inline, Inner, Inout, Input, Instanceof, Interface, Internal, Is, Lambda, Late,
    Lateinit, Lazy, Let, Library, Local, Lock, Loop, Match, Message, Mixin, Mod, Module, Move, Mut, Mutable, Mutating, Mutation, Namespace,
    Native, New, Noexcept, Noinline, Nonisolated, Nonlocal, Nonmutating, Not, Object, Of, On, Oneof, Open, Operator, Optional, Output,
    Out, Override, Package, Param, Params, Part, Partial, Pass, Permits, Postfix, Precedencegroup, Prefix, Private, Property, Protected,
    Protocol, Pub, Public, Query, Raise, Readonly, Record, Ref, Register, Reified, Required, Requires, Rescue, Resource, Rethrow, Return,
    Returns, Rpc, Satisfies, Scalar, Schema, Sealed, Select, Self, Service, Set, Signed, Sizeof, Stackalloc, Static, Strictfp, Struct,
    Subscript, Subscription, Super, Suspend, Switch, Synchronized, Tailrec, Template, Test, Then, This, Thread_local, Threadlocal, Throw,
    Throws, Trait, Transient, Transparent, Try, Type, Typealias, Typedef, Typename, Typeof, Undef, Union, Unless, Unowned, Unsafe,
    Unsigned, Until, Use, Using, Val, Value, Var, Vararg, Virtual, Void, Volatile, Weak, When, Where, While, With, Yield, Static_assert,
    Concept, Co_return, Co_await, Co_yield, Global_asm, Asm, And, Or, Fragment, Directive, Infer, Keyof, Unique, Accessor, Scoped,
    Unchecked, Checked, Usingnamespace, Inlinealways, Opaque, Covariant, Declareclass, Enddeclare, Endif, Endwhile, Endfor, Endforeach,
    Endswitch, Elseif, Echo, Print, Abstractclass, Sequence, Typeset, Done, Esac, Fi, Long, Short, Int, Char, Float, Double, Bool, Boolean, Byte,
    Restrict, Macro, Metadata, Provider, Locals, Terraform, Moved, Check, Removed, Targetscope, Guard, Repeat, Rethrows, Some, Any, Macro_rules,
}
