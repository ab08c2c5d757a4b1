// Package imports holds the rules for imports between packages.
package imports

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Package is a package of the module, with its imports.
type Package struct {
	ImportPath string
	Name       string
	Doc        string // the first sentence of the package's documentation
	Imports    []string
	Dir        string
	GoFiles    []string
}

// module is the first part of all our packages' paths.
const module = "quizbot"

// rule lists the packages of the module that a package may import. The pattern path/... matches
// path and everything below it.
type rule struct {
	pkg     string
	allowed []string
}

// importRules returns the rules of the architecture. The domain stands alone. Packages around it
// import it. Adapters import the conversation and never each other. Only the program sees
// everything. Suites may import what they test.
func importRules() []rule {
	return slices.Concat(quizRules(), questionsRules(), storeRules(), botRules(), internalRules(), testingRules(), []rule{
		{"quizbot/cmd/...", []string{"quizbot/..."}},
	})
}

func quizRules() []rule {
	return []rule{
		{"quizbot/quiz/input", nil},
		{"quizbot/quiz/timezone", []string{"quizbot/quiz/input"}},
		{"quizbot/quiz/ident", nil},
		{"quizbot/quiz/panics", nil},
		{"quizbot/quiz/audit", nil},
		{"quizbot/quiz/departure", []string{"quizbot/quiz/ident"}},
		{"quizbot/quiz/reason", nil},
		{"quizbot/quiz/keypoints", nil},
		{"quizbot/quiz/schedule", []string{"quizbot/quiz/input", "quizbot/quiz/timezone"}},
		{"quizbot/quiz/scoring", []string{"quizbot/quiz/schedule"}},
		{"quizbot/quiz/ledger", []string{"quizbot/quiz/ident", "quizbot/quiz/schedule", "quizbot/quiz/scoring"}},
		{"quizbot/quiz/plan", []string{"quizbot/quiz/input", "quizbot/quiz/timezone", "quizbot/quiz/reason", "quizbot/quiz/schedule", "quizbot/quiz/scoring"}},
		{"quizbot/quiz", ground()},
		{"quizbot/quiz/grading", []string{"quizbot/quiz", "quizbot/quiz/grading/...", "quizbot/quiz/keypoints"}},
		{"quizbot/quiz/grading/external", []string{"quizbot/quiz", "quizbot/quiz/grading", "quizbot/quiz/panics"}},
		{"quizbot/quiz/grading/llm", []string{"quizbot/quiz", "quizbot/quiz/grading", "quizbot/quiz/panics"}},
		{"quizbot/quiz/grading/prose", nil},
		{"quizbot/quiz/grading/memory", nil},
		{"quizbot/quiz/grading/lexicon", []string{"quizbot/quiz/grading/memory", "quizbot/quiz/grading/prose"}},
		{"quizbot/quiz/grading/analysis", []string{"quizbot/quiz/grading/code", "quizbot/quiz/grading/lexicon", "quizbot/quiz/grading/memory", "quizbot/quiz/grading/prose"}},
		{"quizbot/quiz/grading/contrary", []string{"quizbot/quiz/grading/prose"}},
		{"quizbot/quiz/grading/evidence", []string{"quizbot/quiz/grading/analysis", "quizbot/quiz/grading/contrary", "quizbot/quiz/grading/lexicon", "quizbot/quiz/grading/memory", "quizbot/quiz/grading/prose"}},
		{"quizbot/quiz/grading/model", nil},
		{"quizbot/quiz/grading/code", nil},
		{"quizbot/quiz/grading/score", []string{"quizbot/quiz/grading/analysis", "quizbot/quiz/grading/code", "quizbot/quiz/grading/lexicon", "quizbot/quiz/grading/memory", "quizbot/quiz/grading/prose"}},
		{"quizbot/quiz/clockguard", nil},
		{"quizbot/quiz/runner", []string{"quizbot/quiz", "quizbot/quiz/clockguard", "quizbot/quiz/panics"}},
		{"quizbot/quiz/records", []string{"quizbot/quiz"}},
		{"quizbot/quiz/secrecy", []string{"quizbot/quiz"}},
		{"quizbot/quiz/agenda", []string{"quizbot/quiz", "quizbot/quiz/records", "quizbot/quiz/runner"}},
		{"quizbot/quiz/clockrepair", []string{"quizbot/quiz", "quizbot/quiz/agenda", "quizbot/quiz/records"}},
		{"quizbot/quiz/confirmed", []string{"quizbot/quiz"}},
		{"quizbot/quiz/picking", []string{"quizbot/quiz", "quizbot/quiz/records", "quizbot/quiz/secrecy"}},
		{"quizbot/quiz/announce", []string{"quizbot/quiz", "quizbot/quiz/records"}},
		{"quizbot/quiz/forgetting", []string{"quizbot/quiz", "quizbot/quiz/agenda", "quizbot/quiz/announce", "quizbot/quiz/records"}},
		{"quizbot/quiz/auditlog", []string{"quizbot/quiz", "quizbot/quiz/records"}},
		{"quizbot/quiz/gradebook", []string{"quizbot/quiz", "quizbot/quiz/records"}},
		{"quizbot/quiz/presence", []string{"quizbot/quiz", "quizbot/quiz/records"}},
		{"quizbot/quiz/jobs", []string{"quizbot/quiz", "quizbot/quiz/presence", "quizbot/quiz/agenda", "quizbot/quiz/announce", "quizbot/quiz/confirmed", "quizbot/quiz/gradebook", "quizbot/quiz/panics", "quizbot/quiz/picking", "quizbot/quiz/records", "quizbot/quiz/runner", "quizbot/quiz/secrecy"}},
		{"quizbot/quiz/leaving", []string{"quizbot/quiz", "quizbot/quiz/agenda", "quizbot/quiz/jobs", "quizbot/quiz/records"}},
		{"quizbot/quiz/service", []string{"quizbot/quiz", "quizbot/quiz/presence", "quizbot/quiz/leaving", "quizbot/quiz/agenda", "quizbot/quiz/announce", "quizbot/quiz/auditlog", "quizbot/quiz/confirmed", "quizbot/quiz/forgetting", "quizbot/quiz/gradebook", "quizbot/quiz/jobs", "quizbot/quiz/picking", "quizbot/quiz/records", "quizbot/quiz/secrecy"}},
		{"quizbot/quiz/daysoff", []string{"quizbot/quiz"}},
	}
}

func questionsRules() []rule {
	return []rule{
		{"quizbot/questions", []string{"quizbot/questions/...", "quizbot/quiz", "quizbot/quiz/panics"}},
		{"quizbot/questions/text", nil},
		{"quizbot/questions/source", []string{"quizbot/quiz"}},
		{"quizbot/questions/metadata", []string{"quizbot/quiz", "quizbot/questions/text"}},
		{"quizbot/questions/format", []string{"quizbot/quiz", "quizbot/questions/source"}},
		{"quizbot/questions/flashcard", []string{"quizbot/quiz", "quizbot/questions/text"}},
		{"quizbot/questions/markdown", []string{"quizbot/quiz", "quizbot/questions/format", "quizbot/questions/metadata", "quizbot/questions/source", "quizbot/questions/text"}},
		{"quizbot/questions/notebook", []string{"quizbot/quiz", "quizbot/questions/format", "quizbot/questions/markdown", "quizbot/questions/source"}},
		{"quizbot/questions/write", []string{"quizbot/quiz", "quizbot/questions/markdown", "quizbot/questions/record", "quizbot/questions/source", "quizbot/questions/text"}},
		{"quizbot/questions/lint", []string{"quizbot/quiz", "quizbot/questions", "quizbot/questions/format", "quizbot/questions/source", "quizbot/questions/text"}},
		{"quizbot/questions/formattest", []string{"quizbot/quiz", "quizbot/questions/format", "quizbot/questions/source"}},
		// Formats of banks know the ground and never each other.
		{"quizbot/questions/...", []string{"quizbot/quiz", "quizbot/questions/flashcard", "quizbot/questions/format", "quizbot/questions/source", "quizbot/questions/text"}},
	}
}

func storeRules() []rule {
	return []rule{
		{"quizbot/store", []string{"quizbot/quiz", "quizbot/quiz/forgetting", "quizbot/store/ranks"}},
		{"quizbot/store/bolt", []string{"quizbot/quiz", "quizbot/store", "quizbot/store/bolt/checksum", "quizbot/store/bolt/filelock", "quizbot/store/bolt/pages"}},
		{"quizbot/store/bolt/checksum", nil},
		{"quizbot/store/bolt/filelock", nil},
		{"quizbot/store/bolt/pages", nil},
		{"quizbot/store/ranks", nil},
		{"quizbot/store/memory", []string{"quizbot/quiz", "quizbot/store"}},
		{"quizbot/store/transfer", []string{"quizbot/quiz", "quizbot/store", "quizbot/store/bolt", "quizbot/store/bolt/checksum", "quizbot/store/bolt/pages"}},
	}
}

func botRules() []rule {
	return []rule{
		{"quizbot/bot/ratelimit", nil},
		{"quizbot/bot", []string{
			"quizbot/bot/ratelimit",
			"quizbot/quiz/...", "quizbot/bot/action", "quizbot/bot/card", "quizbot/bot/command", "quizbot/bot/markdown", "quizbot/bot/present", "quizbot/bot/words",
		}},
		{"quizbot/bot/command", []string{"quizbot/quiz/...", "quizbot/bot/words"}},
		{"quizbot/bot/present", []string{"quizbot/quiz/...", "quizbot/bot/action", "quizbot/bot/card", "quizbot/bot/markdown", "quizbot/bot/words"}},
		{"quizbot/bot/action", []string{"quizbot/quiz"}},
		{"quizbot/bot/words", []string{"quizbot/quiz", "quizbot/quiz/input", "quizbot/bot/card"}},
		{"quizbot/bot/card", []string{"quizbot/quiz", "quizbot/bot/markdown"}},
		{"quizbot/bot/markdown", nil},
		{"quizbot/bot/console", []string{"quizbot/bot", "quizbot/bot/command", "quizbot/bot/words", "quizbot/bot/card", "quizbot/bot/console/editor", "quizbot/bot/markdown", "quizbot/quiz"}},
		{"quizbot/bot/console/editor", nil},
		{"quizbot/bot/adapter", []string{"quizbot/bot", "quizbot/bot/markdown", "quizbot/quiz", "quizbot/quiz/panics"}},
		{"quizbot/bot/slack", []string{"quizbot/bot", "quizbot/bot/ratelimit", "quizbot/bot/command", "quizbot/bot/words", "quizbot/bot/adapter", "quizbot/bot/card", "quizbot/bot/slack/blocks", "quizbot/bot/slack/payload", "quizbot/quiz", "quizbot/quiz/panics"}},
		{"quizbot/bot/slack/blocks", []string{"quizbot/bot", "quizbot/bot/adapter", "quizbot/bot/card", "quizbot/bot/markdown"}},
		{"quizbot/bot/slack/payload", []string{"quizbot/bot", "quizbot/bot/adapter", "quizbot/bot/slack/blocks"}},
		{"quizbot/bot/discord", []string{"quizbot/bot", "quizbot/bot/command", "quizbot/bot/words", "quizbot/bot/card", "quizbot/bot/adapter", "quizbot/bot/discord/drawing", "quizbot/bot/discord/gateway", "quizbot/bot/discord/snowflake", "quizbot/bot/markdown", "quizbot/quiz"}},
		{"quizbot/bot/discord/drawing", []string{"quizbot/bot", "quizbot/bot/adapter", "quizbot/bot/card", "quizbot/bot/discord/snowflake", "quizbot/bot/markdown", "quizbot/quiz"}},
		{"quizbot/bot/discord/gateway", []string{"quizbot/bot/adapter", "quizbot/bot/discord/snowflake", "quizbot/quiz/panics"}},
		{"quizbot/bot/discord/snowflake", nil},
	}
}

func internalRules() []rule {
	return []rule{
		{"quizbot/internal/app", []string{"quizbot/bot", "quizbot/bot/words", "quizbot/internal/supervisor", "quizbot/quiz/..."}},
		{"quizbot/internal/bankgrader", []string{"quizbot/questions/text", "quizbot/quiz", "quizbot/quiz/grading"}},
		{"quizbot/internal/config", []string{"quizbot/bot/words", "quizbot/bot/discord", "quizbot/bot/slack", "quizbot/questions", "quizbot/quiz/..."}},
		{"quizbot/internal/control", []string{"quizbot/internal/outfile", "quizbot/store/bolt", "quizbot/store/transfer"}},
		{"quizbot/internal/daemon", []string{
			"quizbot/bot", "quizbot/bot/words", "quizbot/bot/discord", "quizbot/bot/slack", "quizbot/internal/app", "quizbot/internal/config", "quizbot/internal/control",
			"quizbot/internal/health", "quizbot/internal/supervisor", "quizbot/questions", "quizbot/questions/source", "quizbot/quiz/...", "quizbot/store/...",
		}},
		{"quizbot/internal/health", []string{"quizbot/bot", "quizbot/quiz", "quizbot/quiz/panics"}},
		{"quizbot/internal/outfile", nil},
		{"quizbot/internal/platformlint", []string{"quizbot/bot/present", "quizbot/bot/words", "quizbot/bot/card", "quizbot/bot/discord", "quizbot/bot/discord/drawing", "quizbot/bot/markdown", "quizbot/bot/slack/blocks", "quizbot/questions/source", "quizbot/quiz"}},
		{"quizbot/internal/supervisor", []string{"quizbot/quiz/panics"}},
		{"quizbot/internal/term", nil},
	}
}

func testingRules() []rule {
	return []rule{
		{"quizbot/store/storetest", []string{"quizbot/quiz"}},
		{"quizbot/quiz/quiztest", []string{"quizbot/quiz"}},
		{"quizbot/bot/bottest", []string{"quizbot/bot", "quizbot/bot/present", "quizbot/bot/words", "quizbot/bot/card", "quizbot/bot/markdown", "quizbot/internal/app", "quizbot/questions", "quizbot/questions/formattest", "quizbot/quiz/...", "quizbot/store/memory"}},
		{"quizbot/internal/testing/durable", nil},
		{"quizbot/internal/testing/docs", []string{"quizbot/internal/testing/imports"}},
		{"quizbot/internal/testing/discordspec", nil},
		{"quizbot/internal/testing/adaptertest", []string{"quizbot/bot", "quizbot/internal/app", "quizbot/quiz/...", "quizbot/store/memory"}},
		{"quizbot/internal/testing/discordtest", []string{"quizbot/internal/testing/discordspec", "quizbot/internal/testing/discordtest/..."}},
		{"quizbot/internal/testing/discordtest/payload", nil},
		{"quizbot/internal/testing/discordtest/limits", []string{"quizbot/internal/testing/discordtest/payload"}},
		{"quizbot/internal/testing/discordtest/render", []string{"quizbot/internal/testing/discordtest/payload"}},
		{"quizbot/internal/testing/e2e", []string{"quizbot/internal/testing/discordspec"}},
		{"quizbot/internal/testing/gradefit", []string{"quizbot/quiz/grading/analysis", "quizbot/quiz/grading/evidence", "quizbot/quiz/grading/lexicon", "quizbot/quiz/grading/model"}},
		{"quizbot/internal/testing/imports", nil},
		{"quizbot/internal/testing/slackspec", nil},
		{"quizbot/internal/testing/standings", []string{"quizbot/quiz/...", "quizbot/store", "quizbot/store/bolt", "quizbot/store/ranks"}},
		{"quizbot/internal/testing/slacktest", []string{"quizbot/internal/testing/slackspec"}},
		{"quizbot/internal/testing/gradefit/score", []string{"quizbot/quiz/grading/analysis", "quizbot/quiz/grading/lexicon", "quizbot/quiz/grading/score"}},
		{"quizbot/internal/testing/measure", nil},
		{"quizbot/internal/testing/mutation", nil},
		{"quizbot/internal/tools/architecture", []string{"quizbot/internal/testing/imports"}},
		{"quizbot/internal/tools/pictures", nil},
		{"quizbot/internal/tools/platforms", nil},
		{"quizbot/internal/testing/silent", []string{"quizbot/bot", "quizbot/bot/card", "quizbot/quiz"}},
		{"quizbot/internal/tools/zones", nil},
		{"quizbot/internal/testing/crash/clock", nil},
		{"quizbot/internal/testing/crash/record", []string{"quizbot/quiz/...", "quizbot/store/bolt"}},
		{"quizbot/internal/testing/crash/managed", []string{"quizbot/internal/testing/crash/record", "quizbot/quiz/..."}},
		{"quizbot/internal/testing/crash", []string{"quizbot/bot", "quizbot/bot/card", "quizbot/internal/app", "quizbot/internal/supervisor", "quizbot/internal/testing/crash/...", "quizbot/internal/testing/durable", "quizbot/quiz/...", "quizbot/store/bolt"}},
	}
}

// ground are the packages below the domain: pure values and rules. Each may import those before it,
// and every package that may import the domain may import them all.
func ground() []string {
	return []string{"quizbot/quiz/input", "quizbot/quiz/timezone", "quizbot/quiz/ident", "quizbot/quiz/reason", "quizbot/quiz/keypoints", "quizbot/quiz/schedule", "quizbot/quiz/scoring", "quizbot/quiz/ledger", "quizbot/quiz/plan", "quizbot/quiz/audit", "quizbot/quiz/departure"}
}

// testModuleHomes returns the packages that may import a module for tests outside of tests.
func testModuleHomes() map[string][]string {
	return map[string][]string{
		"github.com/creack/pty":                 nil,
		"github.com/getkin/kin-openapi":         {"quizbot/internal/testing/discordspec"},
		"github.com/rogpeppe/go-internal":       nil,
		"github.com/santhosh-tekuri/jsonschema": {"quizbot/internal/testing/slackspec"},
		"go.uber.org/goleak":                    nil,
		"pgregory.net/rapid":                    {"quizbot/store/storetest"},
	}
}

// moduleHomes returns the packages that may import a module from outside.
func moduleHomes() map[string][]string {
	return map[string][]string{
		"go.etcd.io/bbolt":                {"quizbot/store/bolt"},
		"github.com/hashicorp/golang-lru": {"quizbot/bot/adapter", "quizbot/bot/ratelimit"},
		"github.com/kljensen/snowball":    {"quizbot/quiz/grading/prose"},
		"github.com/slack-go/slack":       {"quizbot/bot/slack", "quizbot/bot/slack/blocks", "quizbot/bot/slack/payload"},
		"github.com/bwmarrin/discordgo":   {"quizbot/bot/discord/gateway"},
		"github.com/yuin/goldmark":        {"quizbot/questions", "quizbot/questions/lint", "quizbot/questions/markdown", "quizbot/questions/text", "quizbot/questions/write", "quizbot/bot/markdown", "quizbot/internal/tools/pictures"},
		"github.com/nicksnyder/go-i18n":   {"quizbot/bot/words"},
		"github.com/alecthomas/kong":      {"quizbot/cmd/quizbot"},
		"github.com/arran4/golang-ical":   {"quizbot/quiz/daysoff"},
		"github.com/teambition/rrule-go":  {"quizbot/quiz/daysoff"},
		"charm.land/bubbletea":            {"quizbot/bot/console/editor"},
		"charm.land/bubbles":              {"quizbot/bot/console/editor"},
	}
}

// Violations returns the imports that the rules forbid.
func Violations(packages []Package) []string {
	var broken []string
	for _, p := range packages {
		r := slices.IndexFunc(importRules(), func(r rule) bool { return matchesPattern(r.pkg, p.ImportPath) })
		if r < 0 {
			broken = append(broken, p.ImportPath+" has no rule: say what it may import")
			continue
		}
		for _, imported := range p.Imports {
			if why := checkImport(importRules()[r], p.ImportPath, imported); why != "" {
				broken = append(broken, fmt.Sprintf("%s imports %s: %s", p.ImportPath, imported, why))
			}
		}
	}
	return broken
}

// checkImport returns the reason against an import, empty if it is allowed.
func checkImport(r rule, pkg, imported string) string {
	if imported == module || strings.HasPrefix(imported, module+"/") {
		allowed := r.allowed
		if slices.Contains(allowed, "quizbot/quiz") {
			allowed = append(ground(), allowed...)
		}
		if !slices.ContainsFunc(allowed, func(a string) bool { return matchesPattern(a, imported) }) {
			return "of ours it may import " + cmp.Or(strings.Join(r.allowed, ", "), "nothing")
		}
		return ""
	}
	if (pkg == "quizbot/quiz" || slices.Contains(ground(), pkg)) && strings.Contains(strings.Split(imported, "/")[0], ".") {
		return "the domain imports the standard library alone"
	}
	homes := moduleHomes()
	maps.Copy(homes, testModuleHomes())
	for path, allowed := range homes {
		if (imported == path || strings.HasPrefix(imported, path+"/")) && !slices.Contains(allowed, pkg) {
			return path + " has its home in " + cmp.Or(strings.Join(allowed, " and "), "tests")
		}
	}
	return ""
}

// matchesPattern reports whether a pattern matches a path.
func matchesPattern(pattern, path string) bool {
	if below, ok := strings.CutSuffix(pattern, "/..."); ok {
		return path == below || strings.HasPrefix(path, below+"/")
	}
	return pattern == path
}
