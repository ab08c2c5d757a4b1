package console

import "testing"

// someKnow is where only ann and 小安 are known.
func someKnow(name string) (string, bool) { return name, name == "ann" || name == "小安" }

func TestRead(t *testing.T) {
	for line, want := range map[string]parsedLine{
		"":                           {kind: emptyLine},
		"   ":                        {kind: emptyLine},
		"12":                         {kind: press, word: "12"},
		"3 A C":                      {kind: press, word: "3", rest: "A C"},
		"3 a,c":                      {kind: press, word: "3", rest: "a,c"},
		"3 days later":               {kind: threadText, rest: "3 days later"},
		"123456 is too long":         {kind: threadText, rest: "123456 is too long"},
		"/quiz me":                   {kind: slashCommand, rest: "/quiz me"},
		":next":                      {kind: builtin, word: "next"},
		":AT 17:30":                  {kind: builtin, word: "at", rest: "17:30"},
		": next now":                 {kind: builtin, word: "next", rest: "now"},
		"：next":                      {kind: builtin, word: "next"},
		"／quiz me":                   {kind: slashCommand, rest: "/quiz me"},
		"１":                          {kind: press, word: "1"},
		"３　Ａ，Ｃ":                      {kind: press, word: "3", rest: "A,C"},
		"A":                          {kind: letters, rest: "A"},
		"a c":                        {kind: letters, rest: "a c"},
		"Ａ、Ｂ":                        {kind: letters, rest: "Ａ、Ｂ"},
		"ann: b":                     {kind: letters, who: "ann", rest: "b"},
		".":                          {kind: builtin, word: "."},
		"help":                       {kind: missingMark, rest: ":help"},
		"Quit":                       {kind: missingMark, rest: ":quit"},
		"quiz me":                    {kind: missingMark, rest: "/quiz me"},
		"leaderboard":                {kind: missingMark, rest: "/leaderboard"},
		"question everything":        {kind: threadText, rest: "question everything"},
		"help me":                    {kind: threadText, rest: "help me"},
		"  indented":                 {kind: threadText, rest: "  indented"},
		"bob: 1":                     {kind: press, who: "bob", word: "1"},
		"bob: /quiz me":              {kind: slashCommand, who: "bob", rest: "/quiz me"},
		"note: this is my answer":    {kind: threadText, rest: "note: this is my answer"},
		"TypeError: bad operand":     {kind: threadText, rest: "TypeError: bad operand"},
		"path: /etc/passwd":          {kind: threadText, rest: "path: /etc/passwd"},
		"note:":                      {kind: threadText, rest: "note:"},
		"答案：生成器":                     {kind: threadText, rest: "答案：生成器"},
		"ann: 1":                     {kind: press, who: "ann", word: "1"},
		"ann: /quiz me":              {kind: slashCommand, who: "ann", rest: "/quiz me"},
		"ann: it is a: b":            {kind: threadText, who: "ann", rest: "it is a: b"},
		"ann:":                       {kind: emptyLine, who: "ann"},
		"小安：你好":                      {kind: threadText, who: "小安", rest: "你好"},
		"http://example.org":         {kind: threadText, rest: "http://example.org"},
		"two words: no name":         {kind: threadText, rest: "two words: no name"},
		"a-name-that-is-too-long: x": {kind: threadText, rest: "a-name-that-is-too-long: x"},
	} {
		if got := parseLine(line, someKnow); got != want {
			t.Errorf("%q: got %+v, want %+v", line, got, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{"ann: 1", "：", ":", "小安：", "3 A", "\xff: \xff", "0"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, line string) {
		in := parseLine(line, someKnow)
		if in.kind == press && !isNumber(in.word) {
			t.Errorf("%q presses %q", line, in.word)
		}
		if len([]rune(in.who)) > maxName {
			t.Errorf("%q is done by %q", line, in.who)
		}
	})
}
