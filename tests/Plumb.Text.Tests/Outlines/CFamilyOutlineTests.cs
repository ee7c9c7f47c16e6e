namespace Plumb.Text.Tests;

public class CFamilyOutlineTests
{
    [Theory]
    [InlineData("/* Lantern. */\n#ifndef LANTERN_H\n#define LANTERN_H\n\nint lit(void);\n#endif /* LANTERN_H */\n", "lit")]
    [InlineData("#pragma once\n#ifndef LANTERN_H\n#  define LANTERN_H /* once */\n#define BRIGHT 3\n#endif\n", "BRIGHT")]
    [InlineData("#ifndef BRIGHT\n#define BRIGHT 3\n#define DARK 0\n#endif\n", "BRIGHT DARK")]
    [InlineData("#ifndef NDEBUG\n#define NDEBUG\n#endif\nint lit(void);\n", "NDEBUG lit")]
    [InlineData("int lit(void);\n#ifndef DARK\n#define DARK\nint dark(void);\n#endif\n", "lit DARK dark")]
    public void The_guard_of_a_header_is_no_declaration(string source, string names) =>
        Assert.Equal(names, string.Join(' ', OutlineScanner.Scan(source, LanguageTable.FindById("cpp")!).Declarations.Select(d => d.Name)));

    [Fact]
    public void C_macros_old_style_and_conditionals() => OutlineAssert.Scans(
        "c",
        """""
        #include <stdio.h>
        #define MAX(a, b) \
            ((a) > (b) ? (a) : (b))
        #ifdef __cplusplus
        extern "C" {
        #endif

        /* A struct. */
        typedef struct node {
            int value;
            struct node *next;
            unsigned flag : 1;
        } node_t;

        typedef struct { int x, y; } point_t;
        typedef int (*callback_t)(void *, int);
        typedef unsigned long size_type;
        enum color { RED, GREEN = 2 };
        union u { int i; float f; };
        struct forward;

        static const char *names[] = { "a{", "b}" };
        int prototype(int a, char *b);
        EXPORT_API(int) exported(void);

        // Adds.
        // Really.
        static inline int add(int a, int b) { return a + b; }

        int old_style(a, b)
            int a;
            char *b;
        {
            return a + '{';
        }

        #if defined(A)
        int branch(int a) {
        #else
        int branch(long a) {
        #endif
            if (a) { return 1; }
            return 0;
        }

        void (*signal(int sig, void (*func)(int)))(int) { return func; }

        #if 0
        int dead(void) { { {
        #endif

        __attribute__((noreturn)) void fail(const char *fmt, ...) { for (;;) { } }

        #ifdef __cplusplus
        }
        #endif
        """"",
        """
        macro MAX @2-3
        struct node @8-13 doc
          field value @10
          field next @11
          field flag @12
        typealias node_t @13
        struct point_t @15
          field x @15
          field y @15
        typealias callback_t @16
        typealias size_type @17
        enum color @18
          enummember RED @18
          enummember GREEN @18
        struct u @19
          field i @19
          field f @19
        variable names @22
        function prototype @23
        function exported @24
        function add @26-28 doc
        function old_style @30-35
        function branch @38-44
        function signal @46
        function fail @52
        """);

    [Fact]
    public void Cpp_templates_operators_and_raw_strings() => OutlineAssert.Scans(
        "cpp",
        """""
        #include <string>
        namespace a::b {
        namespace {
        const char* raw = R"x(class InRaw { void f() {} )" )x";
        int thousand = 1'000'000;
        }

        template <typename T, class U = std::vector<T>>
        class EXPORT Widget final : public Base<T>, private detail::Other {
         public:
          explicit Widget(int x) : Base<T>(x), items_{1, 2}, fn_([] { return 1; }) {}
          Widget(const Widget&) = delete;
          virtual ~Widget();
          bool operator==(const Widget& other) const { return true; }
          void operator()(int x) noexcept;
          operator bool() const { return true; }
          static constexpr int kMax = 3;
          auto size() const -> std::size_t { return 0; }
          template <class V> V convert(V&& v) &&;
          std::function<void(int)> callback_ = nullptr;
          enum class State : int { kNone, kSome = 1 };
          struct Inner { int x = 0; } inner_;
          friend std::ostream& operator<<(std::ostream& os, const Widget& w);
         private:
          std::map<int, std::string> items_;
        };

        template <typename T>
        Widget<T>::~Widget() {}

        template <>
        void Widget<int>::operator()(int x) noexcept { (void)x; }

        using Alias = std::map<int, int>;
        template <typename T> concept Small = sizeof(T) < 8;

        TEST(Suite, Name) { struct Local { void method() {} }; }

        MACRO_CALL(foo)
        int afterMacro() try { return 1; } catch (...) { return 2; }
        }  // namespace
        """"",
        """
        namespace a::b @2-41
          variable raw @4
          variable thousand @5
          class Widget @8-26
            constructor Widget @11
            constructor Widget @12
            method ~Widget @13
            method operator== @14
            method operator() @15
            method operator bool @16
            field kMax @17
            method size @18
            method convert @19
            field callback_ @20
            enum State @21
              enummember kNone @21
              enummember kSome @21
            struct Inner @22
              field x @22
            field inner_ @22
            method operator<< @23
            field items_ @25
          method ~Widget @28-29
          method operator() @31-32
          typealias Alias @34
          interface Small @35
          function TEST @37
          function afterMacro @40
        """);

    [Fact]
    public void Objective_c_interfaces_and_categories() => OutlineAssert.Scans(
        "objective-c",
        """""
        #import <Foundation/Foundation.h>
        NS_ASSUME_NONNULL_BEGIN
        @class Forward;
        typedef NS_ENUM(NSInteger, Mode) { ModeA, ModeB };
        /// Doc.
        @interface Widget : NSObject <Proto>
        @property (nonatomic, copy, nullable) NSString *name;
        - (instancetype)initWithName:(NSString *)name count:(int)count;
        + (void)reset;
        @end
        @implementation Widget {
          int _ivar;
        }
        - (instancetype)initWithName:(NSString *)name count:(int)count { NSString *s = @"@end"; return self; }
        + (void)reset {}
        static void helper(int x) {}
        @end
        @interface Widget (Extras)
        - (BOOL)isBig;
        @end
        @protocol Proto
        - (void)go;
        @end
        """"",
        """
        enum Mode @4
          enummember ModeA @4
          enummember ModeB @4
        class Widget @5-10 doc
          property name @7
          method initWithName:count: @8
          method reset @9
        class Widget @11-17
          method initWithName:count: @14
          method reset @15
          function helper @16
        extension Widget @18-20
          method isBig @19
        interface Proto @21-23
          method go @22
        """);

    // A brace that only the #else opens, and that a conditional of its own closes.
    [Fact]
    public void A_brace_of_a_last_branch_is_closed_by_another_conditional() => OutlineAssert.Scans(
        "c",
        """
        int first(int a) {
        #ifdef ROUNDING
            if (a) return 1;
        #else
            if (a) {
        #endif
                a++;
        #ifndef ROUNDING
                }
        #endif
            return a;
        }

        int second(void) { return 2; }
        """,
        """
        function first @1-12
        function second @14
        """);

    [Fact]
    public void Pointers_to_functions_with_a_calling_convention() => OutlineAssert.Scans(
        "c",
        """
        typedef void (APIENTRYP PFNGLUNIFORM1IPROC) (GLint location, GLint v0);
        typedef HRESULT(WINAPI *create_string)(PCWSTR source, UINT32 length);
        typedef void (FAR __cdecl * end_thread) (unsigned retval);
        typedef void(handler_fn)(struct state *kbd, char up_flag);
        typedef EXPORT(int) (*callback)(int code);
        static int (SDLCALL *compare)(const void *a, const void *b);
        struct table {
            void (CALLTYPE *set_state)(struct table *self, int state);
            void (APIENTRYP clear)(int mask);
        };
        """,
        """
        typealias PFNGLUNIFORM1IPROC @1
        typealias create_string @2
        typealias end_thread @3
        typealias handler_fn @4
        typealias callback @5
        variable compare @6
        struct table @7-10
          field set_state @8
          field clear @9
        """);

    [Fact]
    public void Pointers_to_members() => OutlineAssert.Scans(
        "cpp",
        """
        typedef int (Widget::*getter)(long index) const;
        struct Table {
            int (Widget::*size)(int) const;
        };
        """,
        """
        typealias getter @1
        struct Table @2-4
          field size @3
        """);

    [Fact]
    public void Macros_without_a_semicolon_at_the_end_of_a_scope() => OutlineAssert.Scans(
        "c",
        """
        struct functions {
            int count;
            ALL_FUNCTIONS()
        };
        extern int set_kind __P((int kind));
        libm_hidden_def(cos)
        """,
        """
        struct functions @1-4
          field count @2
        function set_kind @5
        """);
}
