package bot

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"quizbot/bot/words"
)

// registered is what platforms take as the name of a command or parameter: Discord's pattern without its apostrophes.
var registered = regexp.MustCompile(`^[-_\p{L}\p{N}]{1,32}$`)

// Every command and parameter has a name and a purpose in every language that a platform takes, and no two that stand
// beside each other share theirs.
func TestNames(t *testing.T) {
	for _, language := range words.Languages() {
		w := wordsIn(t, language, "UTC")
		taken := map[string]string{}
		check := func(among, what string, n Named) {
			t.Helper()
			if !registered.MatchString(n.Name) || strings.ToLower(n.Name) != n.Name {
				t.Errorf("%s: %s is called %q, which no platform takes", language, what, n.Name)
			}
			if length := utf8.RuneCountInString(n.What); length < 1 || length > 100 || strings.Contains(n.What, ".") {
				t.Errorf("%s: the purpose of %s is %q", language, what, n.What)
			}
			if other, ok := taken[among+"/"+n.Name]; ok && other != what {
				t.Errorf("%s: %s and %s are both called %q", language, other, what, n.Name)
			}
			taken[among+"/"+n.Name] = what
		}
		for _, s := range Commands() {
			group, sub, _ := strings.Cut(listed(s), " ")
			check("", group, CommandNamed(w, group))
			if sub != "" {
				check(group, listed(s), CommandNamed(w, listed(s)))
			}
			if len(s.Params) > 25 {
				t.Errorf("%s has %d parameters", s.Path, len(s.Params))
			}
			for _, p := range s.Params {
				check(listed(s)+" ", s.Path+" "+p.Name, ParamNamed(w, s.Path, p.Name))
				checkWords(t, w, language, s.Path, p)
			}
		}
	}
}

// listed is the path under which a platform lists a command.
func listed(s Spec) string { return strings.TrimSpace(s.Path + " " + s.Bare) }

func checkWords(t *testing.T, w words.Printer, language, path string, p Param) {
	t.Helper()
	if len(p.Words) > 25 {
		t.Errorf("%s of %s has %d words", p.Name, path, len(p.Words))
	}
	taken := map[string]bool{}
	for _, word := range p.Words {
		name := WordNamed(w, path, p.Name, word)
		if length := utf8.RuneCountInString(name); length < 1 || length > 100 || taken[name] {
			t.Errorf("%s: %q of %s is told %q", language, word, path, name)
		}
		taken[name] = true
	}
}

// In English everything is called as it is typed, and what is chosen is told in words.
func TestEnglishNames(t *testing.T) {
	w := wordsIn(t, "en", "UTC")
	for _, s := range Commands() {
		group, sub, _ := strings.Cut(listed(s), " ")
		if got := CommandNamed(w, group).Name; got != group {
			t.Errorf("%s is called %q", group, got)
		}
		if got := CommandNamed(w, listed(s)).Name; sub != "" && got != sub {
			t.Errorf("%s is called %q", listed(s), got)
		}
		for _, p := range s.Params {
			if got := ParamNamed(w, s.Path, p.Name).Name; got != p.Name {
				t.Errorf("%s of %s is called %q", p.Name, s.Path, got)
			}
		}
	}
}

func TestNamed(t *testing.T) {
	en, zh := wordsIn(t, "en", "UTC"), wordsIn(t, "zh-CN", "UTC")
	for got, want := range map[Named]Named{
		CommandNamed(en, "question"):                                {"question", "Questions of the bank: the open one, one to practise with, one by its id"},
		CommandNamed(en, "question now"):                            {"now", "Shows the open question again"},
		CommandNamed(zh, "question"):                                {"题目", "题库里的题目：正在作答的、练习用的、指定编号的"},
		CommandNamed(zh, "question now"):                            {"当前", "再看一次正在作答的题目"},
		CommandNamed(zh, "leaderboard"):                             {"排行榜", "本周、本月或总排行榜"},
		ParamNamed(zh, "leaderboard", "span"):                       {"范围", "统计哪一段时间"},
		ParamNamed(en, "quiz-admin plan", "setting"):                {"setting", "What to show or change"},
		{Name: WordNamed(zh, "leaderboard", "span", "week")}:        {Name: "本周"},
		{Name: WordNamed(zh, "quiz unnamed", "state", "on")}:        {Name: "开启"},
		{Name: WordNamed(zh, "quiz-admin grade", "band", "mostly")}: {Name: "基本正确"},
		{Name: WordNamed(en, "quiz-admin plan", "setting", "ask")}:  {Name: "ask: when the question comes"},
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
