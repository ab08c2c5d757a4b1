package words_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"quizbot/bot/words"
	"quizbot/quiz/reason"
)

// Each code of each family has a wording in each language. So has each remedy of an obstacle, and
// each rule that a configuration file can break.
func TestReasonsAreWorded(t *testing.T) {
	for _, lang := range words.Languages() {
		texts := flat(t, lang)
		for _, key := range reasonKeys(t) {
			if texts[key] == "" {
				t.Errorf("%s: %s has no wording", lang, key)
			}
		}
	}
}

// A list in a reason is joined as its language does.
func TestListsInReasons(t *testing.T) {
	catalogue, err := words.NewCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	lost := reason.New(reason.LacksPermission, "permissions", "View Channel, Send Messages")
	for language, want := range map[string]string{"en": "View Channel, Send Messages", "zh-CN": "View Channel、Send Messages"} {
		if got := catalogue.In(language, "UTC").Reason(&lost, nil).Plain(); !strings.Contains(got, want) {
			t.Errorf("%s: got %q, want %q in it", language, got, want)
		}
	}
}

// A reason is worded with its own arguments and those of the place. A list is shortened.
func TestReason(t *testing.T) {
	catalogue, err := words.NewCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	p := catalogue.In("en", "UTC")
	past := reason.New(reason.PastDate, "date", "2026-11-23", "today", "2026-11-24")
	if got, want := p.Reason(&past, nil).Plain(), "2026-11-23 is not ahead: today is 2026-11-24. Write a later date in the same way."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	late := reason.New(reason.TroubleTooLate, "detail", "2026-11-23")
	if got, want := p.Reason(&late, words.Args{"At": "10:00", "Step": "question", "Detail": ""}).Plain(), "10:00 · the question of 2026-11-23 could not be posted in time"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	var tags []string
	for i := range words.MaxWords + 2 {
		tags = append(tags, strconv.Itoa(i))
	}
	tag := reason.New(reason.WrongTag, "value", "x, y", "words", reason.JoinList(tags))
	if got, want := p.Reason(&tag, nil).Plain(), "No question has the tag “x, y”. There are: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19 and 2 more."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// reasonKeys are the keys of all reasons.
func reasonKeys(t *testing.T) (list []string) {
	t.Helper()
	for prefix, source := range map[string][2]string{
		"refusal": {"refusal.go", "RefusalCode"}, "obstacle": {"obstacle.go", "ObstacleCode"}, "remedy": {"obstacle.go", "ObstacleCode"},
		"trouble": {"trouble.go", "TroubleCode"}, "refused_bank": {"bank.go", "BankCode"}, "mistake": {"mistake.go", "MistakeCode"}, "reason": {"grade.go", "GradeCode"},
	} {
		for _, code := range constants(t, "reason/"+source[0], source[1]) {
			list = append(list, prefix+"."+code)
		}
	}
	for _, code := range constants(t, "jobs/parked.go", "TroubleCode") {
		list = append(list, "trouble."+code)
	}
	mistakes := constants(t, "reason/mistake.go", "MistakeCode")
	for _, name := range checkedMistakes(t) {
		list = append(list, "mistake_in_file."+mistakes[name])
	}
	return list
}

// constants are the values of the typed string constants of a file below quiz by their names, so
// that a code added there is missed here.
func constants(t *testing.T, file, typ string) map[string]string {
	t.Helper()
	values := map[string]string{}
	ast.Inspect(parse(t, file), func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		named := spec.Type
		if s, ok := named.(*ast.SelectorExpr); ok {
			named = s.Sel
		}
		if id, ok := named.(*ast.Ident); ok && id.Name == typ {
			value, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			values[spec.Names[0].Name] = value
		}
		return true
	})
	if len(values) == 0 {
		t.Fatalf("no constants of type %s in quiz/%s", typ, file)
	}
	return values
}

// checkedMistakes are the names of the codes in checks of package plan: the mistakes that a
// configuration file can have. A check is a function from a plan to a mistake.
func checkedMistakes(t *testing.T) []string {
	t.Helper()
	found := map[string]bool{}
	files, err := filepath.Glob(filepath.Join("..", "..", "quiz", "plan", "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no code in quiz/plan: %v", err)
	}
	for _, file := range files {
		ast.Inspect(parse(t, "plan/"+filepath.Base(file)), func(n ast.Node) bool {
			switch f := n.(type) {
			case *ast.FuncDecl:
				if isCheck(f.Type) {
					addCodes(found, f.Body)
				}
			case *ast.FuncLit:
				if isCheck(f.Type) {
					addCodes(found, f.Body)
				}
			}
			return true
		})
	}
	return slices.Sorted(maps.Keys(found))
}

// isCheck reports whether a function takes a plan and returns a mistake.
func isCheck(f *ast.FuncType) bool {
	n := len(f.Params.List)
	return n > 0 && types.ExprString(f.Params.List[n-1].Type) == "*Plan" &&
		f.Results != nil && len(f.Results.List) == 1 && types.ExprString(f.Results.List[0].Type) == "*reason.Mistake"
}

// addCodes adds the codes of new mistakes.
func addCodes(found map[string]bool, body *ast.BlockStmt) {
	ast.Inspect(body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		if f, ok := call.Fun.(*ast.Ident); ok && f.Name == "newMistake" {
			found[call.Args[0].(*ast.SelectorExpr).Sel.Name] = true
		}
		return true
	})
}

// parse reads a file below quiz.
func parse(t *testing.T, file string) *ast.File {
	t.Helper()
	tree, err := parser.ParseFile(token.NewFileSet(), filepath.Join("..", "..", "quiz", file), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}
