package grading

import "testing"

func TestSame(t *testing.T) {
	for kind, pairs := range map[string][][2]string{
		"case, width and white space": {
			{"Paris", "paris"},
			{"Paris", "  PARIS! "},
			{"ＧＩＬ", "gil"},
			{"straße", "STRASSE"},
			{"New York", "new  york"},
			{"é", "e\u0301"},
			{"１２", "12"},
			{"（1，2）", "(1, 2)"},
			{"f ( x )", "f(x)"},
			{"第 3 章", "第3章"},
			{"GIL", "G\u200bIL"},
			{"a\n b", "a b"},
		},
		"marks around words": {
			{"全局解释器锁", "「全局解释器锁」。"},
			{"read-only", "read only"},
			{"forty-two", "Forty two."},
			{"yield from", "`yield from`"},
			{"Paris", `"Paris"`},
			{"Paris", "“Paris”."},
			{"It is.", "it is"},
			{"...", "…"},
			{"- Paris", "Paris"},
			{"不可变", "不可变！"},
			{"Berlin, Paris", "berlin,paris."},
		},
		"numbers": {
			{"42", "42."},
			{"42", "42。"},
			{"60", "「60」"},
			{"0.5", ".5"},
			{"-0.5", "-.5"},
			{"[0.5]", "[.5]"},
			{"-1", "\u22121"},
			{"-1", "–1"},
			{"-1", "－1"},
			{"5 km", "5km"},
			{"50 %", "50%"},
			{"10 ms", "10 MS"},
			{"3.14", " 3.14 "},
			{"log₂ n", "log2 n"},
			{"１０％", "10%"},
		},
		"code": {
			{"[1, 2]", "[1,2]"},
			{"1, 2, 3", "1,2,3"},
			{"`[1, 2]`", "[1, 2]"},
			{"x != y", "x!=y"},
			{"x ≠ y", "x != y"},
			{"a <= b", "a ≤ b"},
			{"['a']", "[‘a’]"},
			{"(1,)", "( 1, )"},
			{"x = 1", "X=1"},
			{"{'a': 1}", "{'a':1}"},
			{"TCP/IP", "tcp / ip"},
			{"``x``", "x"},
			{"f() -> int", "f() → int"},
			{"list(x).", "list(x)"},
		},
	} {
		for _, p := range pairs {
			if !IsSameAnswer(p[0], p[1]) || !IsSameAnswer(p[1], p[0]) {
				t.Errorf("%s: %q and %q are told apart", kind, p[0], p[1])
			}
		}
	}
	for kind, pairs := range map[string][][2]string{
		"words": {
			{"", "a"}, {"Paris", "Rome"}, {"!", "?"}, {"don't", "do"}, {"六十", "60"}, {"六十", "六"}, {"red, green", "red green"}, {"中文", "中"},
		},
		"numbers": {
			{"3.14", "314"},
			{"-1", "1"},
			{"1:30", "130"},
			{".5", "5"},
			{"1", "1.0"},
			{"1,000", "1000"},
			{"1,000", "1.000"},
			{"1 2", "12"},
			{"x²", "x2"},
			{"10²", "102"},
			{"10₂", "102"},
			{"①", "1"},
			{"½", "12"},
			{"½", "1/2"},
			{"5 km", "5 m"},
			{"50%", "50"},
			{"$5", "5"},
			{"1e5", "15"},
			{"+1", "-1"},
			{"5!", "5"},
			{"1/2", "12"},
			{"2^3", "23"},
			{"'1'", "1"},
			{"“1”", "1"},
			{"2026-11-23", "20261123"},
			{"3-4", "34"},
		},
		"code": {
			{"C", "C++"},
			{"C", "C#"},
			{"[1]", "(1)"},
			{"==", "="},
			{"[1, 2]", "[12]"},
			{"[1 2]", "[12]"},
			{"(1,)", "(1)"},
			{"x != y", "x = y"},
			{"list[1:]", "list[1]"},
			{"a[:2]", "a[2]"},
			{"['a']", "[a]"},
			{"['a']", "['a'"},
			{"x.y", "xy"},
			{"__init__", "init"},
			{"-x", "x"},
			{"--verbose", "verbose"},
			{"!done", "done"},
			{".gitignore", "gitignore"},
			{".NET", "net"},
			{"a - b", "a b"},
			{"a ?? b", "a ? b"},
			{"*args", "**args"},
			{"std::move", "std:move"},
			{"x;", "x,y"},
			{"{}", "[]"},
			{"[]", ""},
			{"a..b", "a.b"},
			{"(x)", "x"},
			{"a->b", "a-b"},
			{"&x", "x"},
			{"@x", "x"},
			{"~x", "x"},
		},
	} {
		for _, p := range pairs {
			if IsSameAnswer(p[0], p[1]) || IsSameAnswer(p[1], p[0]) {
				t.Errorf("%s: %q and %q are taken for the same", kind, p[0], p[1])
			}
		}
	}
}

func FuzzSame(f *testing.F) {
	for _, seed := range []string{"`", "``", "- a", "x²", "「」", "1 2", "...", "\xff"} {
		f.Add(seed, "a")
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		if !IsSameAnswer(a, a) || IsSameAnswer(a, b) != IsSameAnswer(b, a) {
			t.Errorf("%q and %q", a, b)
		}
	})
}
