package words_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"quizbot/bot"
	"quizbot/bot/command"
	"quizbot/bot/words"
	"quizbot/quiz"
	"quizbot/quiz/audit"
	"quizbot/quiz/clockguard"
	"quizbot/quiz/confirmed"
	"quizbot/quiz/ledger"
	"quizbot/quiz/plan"
	"quizbot/quiz/scoring"
	"quizbot/quiz/service"

	"github.com/goccy/go-yaml"
)

// flat reads a catalogue as it lies in its file: each form of each message by "key" or "key/form".
func flat(t *testing.T, lang string) map[string]string {
	t.Helper()
	data, err := os.ReadFile("catalogue/" + lang + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	var tree map[string]any
	if err := yaml.Unmarshal(data, &tree); err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	flatten(texts, "", tree)
	return texts
}

func flatten(texts map[string]string, prefix string, tree map[string]any) {
	for name, value := range tree {
		switch value := value.(type) {
		case string:
			if name == "one" || name == "other" {
				texts[prefix+"/"+name] = value
				continue
			}
			texts[strings.TrimPrefix(prefix+"."+name, ".")] = value
		case map[string]any:
			flatten(texts, strings.TrimPrefix(prefix+"."+name, "."), value)
		}
	}
}

func keys(texts map[string]string) []string {
	var list []string
	for k := range texts {
		key, _, _ := strings.Cut(k, "/")
		list = append(list, key)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// No key is missing in any language, and each says the same things about it.
func TestCataloguesAgree(t *testing.T) {
	english := flat(t, "en")
	for _, lang := range words.Languages()[1:] {
		other := flat(t, lang)
		if got, want := keys(other), keys(english); !slices.Equal(got, want) {
			t.Errorf("%s: keys differ from English: %v", lang, difference(got, want))
		}
		for _, key := range keys(english) {
			if got, want := placeholders(other, key), placeholders(english, key); !slices.Equal(got, want) {
				t.Errorf("%s: %s has the placeholders %v, in English %v", lang, key, got, want)
			}
		}
	}
}

func difference(a, b []string) []string {
	var only []string
	for _, k := range a {
		if !slices.Contains(b, k) {
			only = append(only, "+"+k)
		}
	}
	for _, k := range b {
		if !slices.Contains(a, k) {
			only = append(only, "-"+k)
		}
	}
	return only
}

// placeholders are those of a message's form for many.
func placeholders(texts map[string]string, key string) []string {
	text, plural := texts[key+"/other"]
	if !plural {
		text = texts[key]
	}
	found := regexp.MustCompile(`\{\{\.(\w+)\}\}`).FindAllString(text, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

// The forms of a message differ in nothing but the count.
func TestPluralForms(t *testing.T) {
	english := flat(t, "en")
	for k := range english {
		if key, form, _ := strings.Cut(k, "/"); form == "one" && english[key+"/other"] == "" {
			t.Errorf("%s has a form for one and none for others", key)
		} else if form == "other" && english[key+"/one"] == "" {
			t.Errorf("%s has a form for others and none for one", key)
		}
	}
}

// Every key that the code names stands in the catalogues, and every key there is named.
func TestKeysInUse(t *testing.T) {
	known := keys(flat(t, "en"))
	used := usedKeys(t, ".", "..", "../command", "../console", "../present")
	for _, key := range used {
		if !slices.Contains(known, key) {
			t.Errorf("the code names %q, which the catalogues lack", key)
		}
	}
	for _, key := range known {
		if !slices.Contains(used, key) {
			t.Errorf("the catalogues have %q, which neither a literal names nor a list of families", key)
		}
	}
}

// usedKeys returns the keys in the code: string literals that look like keys, and composed keys.
func usedKeys(t *testing.T, folders ...string) []string {
	t.Helper()
	used := families(t)
	for _, folder := range folders {
		files, err := filepath.Glob(filepath.Join(folder, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no code in %s: %v", folder, err)
		}
		for _, file := range files {
			if !strings.HasSuffix(file, "_test.go") {
				used = append(used, literals(t, file)...)
			}
		}
	}
	slices.Sort(used)
	return slices.Compact(used)
}

// looksLikeKey holds for literals such as "saved.first". Names of YAML files do not count.
var looksLikeKey = regexp.MustCompile(`^[a-z_]+\.[a-z_-]*[a-z]$`)

// single are the keys without a dot.
var single = []string{"failure", "too_fast", "unreadable", "unnamed", "voted", "unnamed_on", "unnamed_off", "setting_named", "language_names", "language_tag"}

func literals(t *testing.T, file string) []string {
	t.Helper()
	tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	ast.Inspect(tree, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			if s, err := strconv.Unquote(lit.Value); err == nil && (looksLikeKey.MatchString(s) || slices.Contains(single, s)) {
				found = append(found, s)
			}
		}
		return true
	})
	return found
}

// families are the keys that the code puts together from a prefix and a code of the domain.
func families(t *testing.T) []string {
	t.Helper()
	var list []string
	add := func(prefix string, codes ...string) {
		for _, c := range codes {
			list = append(list, prefix+c)
		}
	}
	list = append(list, reasonKeys(t)...)
	add("warning.", string(bot.WarnSharedToken), string(bot.WarnClock), string(bot.WarnClockHeld))
	add("trouble.clock_", string(clockguard.Behind), string(clockguard.Ahead))
	for _, act := range audit.Acts() {
		add("log.", string(act))
	}
	add("log.", "pause_until", "ask_now_named", "erase_asked", "grade_unnamed", "confirm_grade_unnamed")
	add("step.", string(quiz.JobAsk), string(quiz.JobClose), string(quiz.JobGrade), string(quiz.JobReveal), string(quiz.JobDigest))
	for _, b := range append(scoring.Bands(), scoring.Unsure) {
		add("", "band."+string(b), "bands."+string(b))
	}
	for _, s := range []scoring.Span{scoring.Week, scoring.Month, scoring.All} {
		add("", "span."+string(s), "span_name."+string(s), "season."+string(s))
	}
	add("entry.", string(ledger.ForAnswer), string(ledger.ForRegrade), string(ledger.ForConfirmation), string(ledger.ForStreak))
	for _, by := range []scoring.Judge{scoring.ByGrader, scoring.ByAuthor, scoring.ByAdmin} {
		add("", "grade.by_"+string(by), "data.by_"+string(by))
	}
	add("data.point_", string(quiz.PointMet), string(quiz.PointMissed), string(quiz.PointContradicted), string(quiz.PointUndecided))
	add("difficulty.", "easy", "medium", "hard")
	add("setting.", plan.SettingNames()...)
	add("setting_name.", plan.SettingNames()...)
	setup, _ := bot.Commands().Find("quiz-admin setup")
	for _, p := range setup.Params { // its form has a field for each
		add("setup.", p.Name)
	}
	for _, s := range plan.SetupSettings() {
		if s.Control() == plan.TextField {
			add("setup.placeholder_", s.Name)
		}
	}
	add("plan.", slices.Collect(maps.Values(constants(t, "plan/setting_properties.go", "Wording")))...)
	for _, s := range []service.PointsSource{service.PointsFromBank, service.PointsFromReference, service.NoPoints} {
		add("points.from_", string(s))
	}
	add("points.", string(confirmed.EarlierReference), string(confirmed.BankHasOthers))
	for _, f := range []confirmed.Flaw{confirmed.NoPoints, confirmed.TooManyPoints, confirmed.TooLongPoint, confirmed.SamePoints, confirmed.SeveralClaims} {
		add("points.mistake_", string(f))
	}
	add("show.", "note", string(service.SecretOpen), string(service.SecretSoon))
	add("column.", "setting", "value", "rank", "name", "points", "answered", "streak")
	add("status.", "ask_none", "digest_none", "ask_behind", "digest_behind")
	add("weekday.", "mon", "tue", "wed", "thu", "fri", "sat", "sun")
	add("state.", "on", "off")
	return append(list, commandKeys()...)
}

// commandKeys are those of commands, their groups and their parameters.
func commandKeys() []string {
	var list []string
	for _, c := range bot.Commands() {
		list = append(list, "command."+command.Key(c.Path), "command_name."+command.Key(c.FullPath()))
		if group, _, below := strings.Cut(c.FullPath(), " "); below {
			list = append(list, "group."+group, "command_name."+group)
		}
		first, _, _ := strings.Cut(c.Path, " ")
		list = append(list, "summary."+first)
		for _, p := range c.Params {
			list = append(list, "param."+command.Key(c.Path)+"-"+p.Name, "param_name."+command.Key(c.Path)+"-"+p.Name)
		}
	}
	return list
}
