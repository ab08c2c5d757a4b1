package bot

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"quizbot/quiz/plan"
	"quizbot/quiz/reason"
)

// Code outside of the tables compares nothing with the name of a setting, repeats no command and
// no key of a reason.
func TestNamesStayInTheirTables(t *testing.T) {
	settings := plan.SettingNames()
	for _, folder := range []string{".", "present", "command", "console", "slack", "discord", "../internal/app", "../internal/config", "../quiz/service", "../quiz/jobs"} {
		files, err := filepath.Glob(filepath.Join(folder, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no code in %s: %v", folder, err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") || file == "commands.go" {
				continue
			}
			code, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(code, func(n ast.Node) bool {
				for _, text := range comparedTexts(n) {
					if slices.Contains(settings, text) {
						t.Errorf("%s compares something with %q: make it a property of the setting's entry", file, text)
					}
				}
				text, ok := literalText(n)
				if ok && strings.Contains(text, " ") && startsWithCommand(text) {
					t.Errorf("%s repeats a command: %q", file, text)
				}
				if ok && isReasonKey(text) {
					t.Errorf("%s repeats the key %q: use the code of the reason", file, text)
				}
				return true
			})
		}
	}
}

// comparedTexts returns the literals that a comparison or a case compares with.
func comparedTexts(n ast.Node) (texts []string) {
	var compared []ast.Expr
	switch n := n.(type) {
	case *ast.CaseClause:
		compared = n.List
	case *ast.BinaryExpr:
		if n.Op == token.EQL || n.Op == token.NEQ {
			compared = []ast.Expr{n.X, n.Y}
		}
	}
	for _, e := range compared {
		if text, ok := literalText(e); ok {
			texts = append(texts, text)
		}
	}
	return texts
}

func literalText(n ast.Node) (string, bool) {
	literal, ok := n.(*ast.BasicLit)
	if !ok || literal.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(literal.Value)
	return text, err == nil
}

// startsWithCommand reports whether a text begins with the path of a command of two words.
func startsWithCommand(text string) bool {
	for _, c := range Commands() {
		if strings.Contains(c.Path, " ") && strings.HasPrefix(strings.TrimPrefix(text, "/"), c.Path) {
			return true
		}
	}
	return false
}

// isReasonKey reports whether a text is a catalogue key of a reason.
func isReasonKey(text string) bool {
	family, _, ok := strings.Cut(text, ".")
	return ok && slices.Contains([]string{
		reason.RefusalCode("").Family(), reason.ObstacleCode("").Family(), reason.TroubleCode("").Family(),
		reason.BankCode("").Family(), reason.MistakeCode("").Family(), reason.GradeCode("").Family(),
	}, family)
}
