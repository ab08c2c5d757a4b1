package bot

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"quizbot/bot/command"
	"quizbot/bot/words"
)

// registered is what platforms take as the name of a command or parameter: Discord's pattern
// without its apostrophes.
var registered = regexp.MustCompile(`^[-_\p{L}\p{N}]{1,32}$`)

// Every command and parameter has a name and a description in every language, within the limits of
// platforms. Neighbours have different names.
func TestNames(t *testing.T) {
	for _, language := range words.Languages() {
		w := printerIn(t, language, "UTC")
		taken := map[string]string{}
		check := func(among, what string, n command.Label) {
			t.Helper()
			if !registered.MatchString(n.Name) || strings.ToLower(n.Name) != n.Name {
				t.Errorf("%s: %s is called %q, which no platform takes", language, what, n.Name)
			}
			if length := utf8.RuneCountInString(n.Description); length < 1 || length > 100 || strings.Contains(n.Description, ".") {
				t.Errorf("%s: the purpose of %s is %q", language, what, n.Description)
			}
			if other, ok := taken[among+"/"+n.Name]; ok && other != what {
				t.Errorf("%s: %s and %s are both called %q", language, other, what, n.Name)
			}
			taken[among+"/"+n.Name] = what
		}
		for _, s := range Commands() {
			group, sub, _ := strings.Cut(s.FullPath(), " ")
			check("", group, Commands().Label(w, group))
			if sub != "" {
				check(group, s.FullPath(), Commands().Label(w, s.FullPath()))
			}
			if len(s.Params) > 25 {
				t.Errorf("%s has %d parameters", s.Path, len(s.Params))
			}
			for _, p := range s.Params {
				check(s.FullPath()+" ", s.Path+" "+p.Name, s.ParamLabel(w, p.Name))
				checkWords(t, w, language, s.Path, p)
			}
		}
	}
}

func checkWords(t *testing.T, w words.Printer, language, path string, p command.Param) {
	t.Helper()
	if len(p.Words) > 25 {
		t.Errorf("%s of %s has %d words", p.Name, path, len(p.Words))
	}
	taken := map[string]bool{}
	for _, word := range p.Words {
		name := p.LabelOf(w, word)
		if length := utf8.RuneCountInString(name); length < 1 || length > 100 || taken[name] {
			t.Errorf("%s: %q of %s is told %q", language, word, path, name)
		}
		taken[name] = true
	}
}

// In English everything is called as it is typed, and what is chosen is told in words.
func TestEnglishNames(t *testing.T) {
	w := printerIn(t, "en", "UTC")
	for _, s := range Commands() {
		group, sub, _ := strings.Cut(s.FullPath(), " ")
		if got := Commands().Label(w, group).Name; got != group {
			t.Errorf("%s is called %q", group, got)
		}
		if got := Commands().Label(w, s.FullPath()).Name; sub != "" && got != sub {
			t.Errorf("%s is called %q", s.FullPath(), got)
		}
		for _, p := range s.Params {
			if got := s.ParamLabel(w, p.Name).Name; got != p.Name {
				t.Errorf("%s of %s is called %q", p.Name, s.Path, got)
			}
		}
	}
}

func TestNamed(t *testing.T) {
	en, zh := printerIn(t, "en", "UTC"), printerIn(t, "zh-CN", "UTC")
	for got, want := range map[command.Label]command.Label{
		Commands().Label(en, "question"):                                     {Name: "question", Description: "Questions of the bank: the open one, one to practise with, one by its id"},
		Commands().Label(en, "question now"):                                 {Name: "now", Description: "Shows the open question again"},
		Commands().Label(zh, "question"):                                     {Name: "题目", Description: "题库里的题目：正在作答的、练习用的、指定编号的"},
		Commands().Label(zh, "question now"):                                 {Name: "当前", Description: "再看一次正在作答的题目"},
		Commands().Label(zh, "leaderboard"):                                  {Name: "排行榜", Description: "本周、本月或总排行榜"},
		specOf(t, "leaderboard").ParamLabel(zh, "span"):                      {Name: "范围", Description: "统计哪一段时间"},
		specOf(t, "quiz-admin plan").ParamLabel(en, "setting"):               {Name: "setting", Description: "What to show or change"},
		{Name: paramOf(t, "leaderboard", "span").LabelOf(zh, "week")}:        {Name: "本周"},
		{Name: paramOf(t, "quiz unnamed", "state").LabelOf(zh, "on")}:        {Name: "开启"},
		{Name: paramOf(t, "quiz-admin grade", "band").LabelOf(zh, "mostly")}: {Name: "基本正确"},
		{Name: paramOf(t, "quiz-admin plan", "setting").LabelOf(en, "ask")}:  {Name: "ask: when the question comes"},
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func specOf(t *testing.T, path string) command.Spec {
	t.Helper()
	spec, ok := Commands().Find(path)
	if !ok {
		t.Fatalf("no command %s", path)
	}
	return spec
}

func paramOf(t *testing.T, path, name string) command.Param {
	t.Helper()
	for _, p := range specOf(t, path).Params {
		if p.Name == name {
			return p
		}
	}
	t.Fatalf("%s has no parameter %s", path, name)
	return command.Param{}
}

func printerIn(t *testing.T, lang, zone string) words.Printer {
	t.Helper()
	c, err := words.NewCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	return c.In(lang, zone)
}
