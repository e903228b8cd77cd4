export interface SilentCase {
  readonly why: string;
  readonly languageId: string;
  readonly code: string;
}

/** Code that looks like a mistake and is none: no rule may speak. */
export const silentCases: readonly SilentCase[] = [
  {
    why: "x != x tells not-a-number",
    languageId: "javascript",
    code: "const isNan = x !== x; if (y != y) f();",
  },
  { why: "x != x tells not-a-number", languageId: "cpp", code: "bool nan(double x) { return x != x; }" },
  {
    why: "calls may give different values",
    languageId: "python",
    code: "if next(it) == next(it):\n    f()\n",
  },
  {
    why: "calls may give different values",
    languageId: "java",
    code: "class A { boolean f() { return r.next() == r.next(); } }",
  },
  { why: "i++ changes the value", languageId: "javascript", code: "f(a[i++] === a[i++]);" },
  {
    why: "an assertion checks equality itself",
    languageId: "java",
    code: "class T { void t() { assertTrue(a.equals(a)); } }",
  },
  {
    why: "an assertion checks equality itself",
    languageId: "cpp",
    code: "void t() { EXPECT_TRUE(a == a); }",
  },
  {
    why: "an assertion checks equality itself",
    languageId: "python",
    code: "assert a == a\nself.assertTrue(a == a)\n",
  },
  {
    why: "generic code states a requirement",
    languageId: "cpp",
    code: "template <class T> bool f(T a) { return a == a; }",
  },
  { why: "constants are compared on purpose", languageId: "javascript", code: "while (1 === 1) { f(); }" },
  { why: "a chain of comparisons has three operands", languageId: "python", code: "ok = a < b < a\n" },
  {
    why: "own parentheses say that the assignment is meant",
    languageId: "javascript",
    code: "if ((a = b)) f(); while ((m = n)) g();",
  },
  { why: "the assignment is compared", languageId: "cpp", code: "void f() { while ((c = p[0]) != 0) g(); }" },
  {
    why: "a call's result is kept",
    languageId: "cpp",
    code: "void f() { if (p = find(x)) g(); while (q = q->next) h(); }",
  },
  {
    why: "a worked-out condition is kept",
    languageId: "java",
    code: "class A { void f() { if (ok = (a > b)) g(); } }",
  },
  {
    why: "the variable is declared in the condition",
    languageId: "cpp",
    code: "void f() { if (auto it = m.begin(); it != m.end()) g(); if (int* p = q) g(); }",
  },
  { why: "a walrus is no assignment statement", languageId: "python", code: "if (n := f()):\n    g(n)\n" },
  {
    why: "functions are hoisted",
    languageId: "javascript",
    code: "function f() { return g(); function g() { return 1; } }",
  },
  {
    why: "break after return is a habit",
    languageId: "javascript",
    code: "function f() { switch (a) { case 1: return 2; break; default: return 3; } }",
  },
  {
    why: "break after return is a habit",
    languageId: "cpp",
    code: "int f() { switch (a) { case 1: return 2; break; case 3: return 4; } return 5; }",
  },
  {
    why: "a yield behind a return makes an empty generator",
    languageId: "python",
    code: "def f():\n    return\n    yield\n",
  },
  { why: "a label may be jumped to", languageId: "cpp", code: "int f() { goto end; end: g(); return 1; }" },
  {
    why: "the preprocessor chooses",
    languageId: "cpp",
    code: "int f() {\n#if A\n  return 1;\n#else\n  return 2;\n#endif\n}\n",
  },
  {
    why: "the preprocessor chooses",
    languageId: "cpp",
    code: "int f() {\n  return 1;\n#if A\n  g();\n#endif\n}\n",
  },
  {
    why: "a return behind a throw quiets compilers",
    languageId: "cpp",
    code: "int f() { throw 1; return 0; }",
  },
  {
    why: "only one branch leaves",
    languageId: "java",
    code: "class A { int f() { if (a) { return 1; } return 2; } }",
  },
  { why: "a comment may follow", languageId: "python", code: "def f():\n    return 1\n    # done\n" },
  {
    why: "the default is immutable",
    languageId: "python",
    code: "def f(a=(), b=None, c=1, d='x', e=frozenset()):\n    return a\n",
  },
  {
    why: "a filled default that is only read is a constant",
    languageId: "python",
    code: "def f(a, table={'x': 1}):\n    return table[a]\n",
  },
  {
    why: "an underscore says that sharing is meant",
    languageId: "python",
    code: "def f(a, _cache={}):\n    return _cache.setdefault(a, a)\n",
  },
  { why: "a stub has no body to share with", languageId: "python", code: "def f(a=[]): ...\n" },
  {
    why: "a narrow except with pass is an idiom",
    languageId: "python",
    code: "try:\n    f()\nexcept KeyError:\n    pass\n",
  },
  {
    why: "a comment says why",
    languageId: "python",
    code: "try:\n    f()\nexcept Exception:\n    pass  # the cache is an extra\n",
  },
  { why: "a comment says why", languageId: "typescript", code: "try { f(); } catch { /* not there yet */ }" },
  {
    why: "the name says that it is ignored",
    languageId: "java",
    code: "class A { void f() { try { g(); } catch (E ignored) { } try { g(); } catch (E expected) { } } }",
  },
  {
    why: "an old test expects the error",
    languageId: "java",
    code: "class A { void f() { try { g(); fail(); } catch (E e) { } } }",
  },
  {
    why: "a destructor must not throw",
    languageId: "cpp",
    code: "A::~A() { try { close(); } catch (...) { } }",
  },
  {
    why: "a handler that does something",
    languageId: "javascript",
    code: "try { f(); } catch (e) { log(e); }",
  },
  {
    why: "null is compared by identity",
    languageId: "java",
    code: "class A { boolean f(String s) { return s == null; } }",
  },
  {
    why: "equals is used",
    languageId: "java",
    code: 'class A { boolean f(String s) { return "a".equals(s) && s.length() == 1; } }',
  },
  {
    why: "interned strings are compared by identity",
    languageId: "java",
    code: 'class A { boolean f(String s) { return s.intern() == "a"; } }',
  },
  {
    why: "the types are not known to be strings",
    languageId: "java",
    code: "class A { boolean f(Object a, int b) { return a == c && b == d; } }",
  },
  {
    why: "an array is no string",
    languageId: "java",
    code: "class A { boolean f(String a[], String b[]) { return a == b; } }",
  },
  {
    why: "conditions with calls may differ",
    languageId: "javascript",
    code: "if (f()) a(); else if (f()) b();",
  },
  {
    why: "separate ifs may repeat a condition",
    languageId: "java",
    code: "class A { void f() { if (a) { b(); } if (a) { c(); } } }",
  },
  {
    why: "computed and spread keys may repeat",
    languageId: "javascript",
    code: "x = { [a]: 1, [a]: 2, get b() { return 1; }, set b(v) {}, 1: 2, '1.0': 3 };",
  },
  {
    why: "an f-string is computed",
    languageId: "python",
    code: "d = {f'{a}': 1, f'{b}': 2, 'a': 1, b'a': 2}\n",
  },
  {
    why: "different cases",
    languageId: "javascript",
    code: "switch (a) { case f(): g(); break; case f(): h(); break; case 1: case 2: i(); }",
  },
  { why: "the sides differ", languageId: "python", code: "c = a.b or a.c\nd = f() or f()\n" },
  { why: "the field is assigned", languageId: "java", code: "class A { int n; A(int n) { this.n = n; } }" },
  {
    why: "a module may export its import again",
    languageId: "python",
    code: "import a\nx = x\n\nclass B:\n    y = y\n",
  },
  {
    why: "NaN is asked for properly",
    languageId: "javascript",
    code: "if (Number.isNaN(x) || Object.is(y, NaN)) f();",
  },
  {
    why: "an empty length is possible",
    languageId: "typescript",
    code: "if (a.length > 0 || a.length <= 0 || 0 < b.length) f();",
  },
  {
    why: "a sum of lengths may overflow",
    languageId: "java",
    code: "class A { boolean f() { return a.length + b.length < 0; } }",
  },
  {
    why: "is fits None and booleans",
    languageId: "python",
    code: "ok = a is None or b is not True or c is d\n",
  },
  {
    why: "an assertion in parentheses is no tuple",
    languageId: "python",
    code: "assert (a == 1)\nassert (a ==\n    1), 'no'\n",
  },
  {
    why: "NotImplemented is returned",
    languageId: "python",
    code: "def __eq__(self, o):\n    return NotImplemented\n",
  },
  {
    why: "an inner function returns for itself",
    languageId: "javascript",
    code: "try { f(); } finally { g(() => { return 1; }); }",
  },
  { why: "loops may have no body", languageId: "cpp", code: "void f() { while (next()); for (;;); }" },
  {
    why: "the empty branch has an else",
    languageId: "java",
    code: "class A { void f() { if (a); else { b(); } } }",
  },
  {
    why: "unsigned numbers count down on purpose",
    languageId: "cpp",
    code: "void f() { for (size_t i = n - 1; i < n; --i) g(); }",
  },
  {
    why: "the loop goes the right way",
    languageId: "javascript",
    code: "for (let i = 9; i > 0; i--) f(); for (let j = 0; j < n; j += 2) f(); for (let k = 0; k < n; l--) f();",
  },
  {
    why: "typeof has these answers",
    languageId: "typescript",
    code: "if (typeof a === 'bigint' || typeof b == c || 'object' !== typeof d) f();",
  },
  {
    why: "std::string compares text",
    languageId: "cpp",
    code: 'bool f(const std::string& s) { return s == "a"; } bool g(char c) { return c == 97; }',
  },
];
