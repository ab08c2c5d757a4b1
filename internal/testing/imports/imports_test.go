package imports

import "testing"

// The program's own imports keep the rules.
func TestRules(t *testing.T) {
	packages, err := List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(packages) < 8 {
		t.Fatalf("go list knows %d packages", len(packages))
	}
	for _, p := range packages {
		if err := p.ReadFiles(); err != nil {
			t.Fatal(err)
		}
	}
	for _, violation := range Violations(packages) {
		t.Error(violation)
	}
}

// Each rule is broken once, and each breach is found.
func TestBroken(t *testing.T) {
	for name, c := range map[string]struct {
		pkg, imports string
		broken       bool
	}{
		"the domain stands alone":                 {"quizbot/quiz", "quizbot/store", true},
		"the domain imports the standard library": {"quizbot/quiz", "time", false},
		"and nothing of others":                   {"quizbot/quiz", "golang.org/x/text/width", true},
		"the domain stands on its ground":         {"quizbot/quiz", "quizbot/quiz/timezone", false},
		"which knows nothing of the domain":       {"quizbot/quiz/timezone", "quizbot/quiz", true},
		"and no modules of others":                {"quizbot/quiz/input", "golang.org/x/text/width", true},
		"adapters import the ground too":          {"quizbot/bot/slack", "quizbot/quiz/input", false},
		"grading imports the domain":              {"quizbot/quiz/grading", "quizbot/quiz", false},
		"and others' modules":                     {"quizbot/quiz/grading", "golang.org/x/text/cases", false},
		"the store imports the domain":            {"quizbot/store", "quizbot/quiz", false},
		"and not the conversation":                {"quizbot/store", "quizbot/bot", true},
		"bbolt lives in the store":                {"quizbot/store/bolt", "go.etcd.io/bbolt", false},
		"and nowhere else":                        {"quizbot/bot", "go.etcd.io/bbolt", true},
		"nor its parts":                           {"quizbot/cmd/quizbot", "go.etcd.io/bbolt/errors", true},
		"the conversation knows no adapter":       {"quizbot/bot", "quizbot/bot/console", true},
		"adapters do not know each other":         {"quizbot/bot/slack", "quizbot/bot/discord", true},
		"adapters do not know the store":          {"quizbot/bot/slack", "quizbot/store", true},
		"slack-go has a home":                     {"quizbot/bot/discord", "github.com/slack-go/slack", true},
		"discordgo too":                           {"quizbot/bot/slack", "github.com/bwmarrin/discordgo", true},
		"goldmark has two":                        {"quizbot/bot/markdown", "github.com/yuin/goldmark/ast", false},
		"and no third":                            {"quizbot/bot/console", "github.com/yuin/goldmark", true},
		"calendar files have a home":              {"quizbot/quiz/daysoff", "github.com/arran4/golang-ical", false},
		"outside the domain":                      {"quizbot/quiz", "github.com/arran4/golang-ical", true},
		"and so have the rules of days":           {"quizbot/cmd/quizbot", "github.com/teambition/rrule-go", true},
		"days off know nothing but dates":         {"quizbot/quiz/daysoff", "quizbot/questions", true},
		"only the program sees all":               {"quizbot/cmd/quizbot", "quizbot/store", false},
		"modules for tests are for tests":         {"quizbot/bot", "pgregory.net/rapid", true},
		"a new package needs a rule":              {"quizbot/util", "fmt", true},
	} {
		got := Violations([]Package{{ImportPath: c.pkg, Imports: []string{c.imports}}})
		if (len(got) > 0) != c.broken {
			t.Errorf("%s: %s imports %s: got %v, want broken %v", name, c.pkg, c.imports, got, c.broken)
		}
	}
}
