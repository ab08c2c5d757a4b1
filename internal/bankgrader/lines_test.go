package bankgrader

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"quizbot/quiz/grading"
)

func gradeText(t *testing.T, input string, round bool) []Result {
	t.Helper()
	lines, err := ReadLines(strings.NewReader(input))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := lines.Write(t.Context(), &out, grading.Offline{}, round, func(int64, int64) {}); err != nil {
		t.Fatal(err)
	}
	var results []Result
	for line := range strings.Lines(out.String()) {
		var r Result
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		results = append(results, r)
	}
	return results
}

// caseLine is a line of input for an answer to one of some questions.
func caseLine(id, question int, answer string) string {
	return fmt.Sprintf(`{"id":"%d","question":"question %d","reference":"A lock. It protects the interpreter.","points":["a lock","protects the interpreter"],"answer":%q}`+"\n", id, question, answer)
}

// Grades come in the order of the answers, whatever their tasks are.
func TestGradesKeepTheirOrder(t *testing.T) {
	for _, round := range []bool{false, true} {
		var in strings.Builder
		const n = 200
		for i := range n {
			in.WriteString(caseLine(i, i%3, strings.Repeat("a lock ", i%5)))
		}
		results := gradeText(t, "\ufeff"+in.String()+"\n  \n", round)
		if len(results) != n {
			t.Fatalf("%d answers have %d grades", n, len(results))
		}
		for i, r := range results {
			if r.ID != fmt.Sprint(i) {
				t.Fatalf("grade %d is of %s", i, r.ID)
			}
			checkResult(t, r, 2)
		}
	}
	if got := gradeText(t, "", false); got != nil {
		t.Errorf("nothing is graded as %v", got)
	}
}

// checkResult checks the form of a result of a question with some points.
func checkResult(t *testing.T, r Result, points int) {
	t.Helper()
	if (r.Score == nil) != (r.Band == "unsure") || r.Met == nil || r.Missed == nil || r.Contradicted == nil || r.Quotes == nil || r.Reasons == nil {
		t.Fatalf("the form of %+v is wrong", r)
	}
	seen := map[int]bool{}
	for _, i := range append(append([]int{}, r.Met...), r.Missed...) {
		if i < 0 || i >= points || seen[i] {
			t.Fatalf("the indexes of %+v are wrong", r)
		}
		seen[i] = true
	}
}

func TestWrongLines(t *testing.T) {
	good := caseLine(1, 1, "a lock")
	for in, want := range map[string]string{
		"nonsense":                             "line 2 isn't JSON (invalid character",
		`{"id":"1"`:                            "line 2 isn't JSON (unexpected end",
		strings.TrimSpace(good) + " x":         "line 2 isn't JSON",
		`[]`:                                   "line 2 is of the type array and should be an object",
		`null`:                                 `line 2 lacks "id"`,
		`{"question":"","reference":""}`:       `line 2 lacks "id"`,
		`{"id":"1","question":""}`:             `line 2 lacks "reference"`,
		`{"id":1}`:                             `line 2 has "id" of the type number, which should be text`,
		`{"id":"1","answer":{}}`:               `line 2 has "answer" of the type object, which should be text`,
		`{"points":"a"}`:                       `line 2 has "points" of the type string, which should be a list of texts`,
		`{"points":[1]}`:                       "which should be a list of texts",
		`"` + strings.Repeat("x", MaxLine):     "line 2 is longer than 1 MB",
		"\n\n" + `{"id":"1","reference":null}`: `line 4 lacks "question"`,
	} {
		_, err := ReadLines(strings.NewReader(good + in + "\n" + good))
		if err == nil || !strings.HasPrefix(err.Error(), want) && !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%.40q: got %v, want %s", in, err, want)
		}
	}
	longest := strings.Replace(good, "a lock\"}", strings.Repeat("x", MaxLine-len(good)+6)+"\"}", 1)
	if got := gradeText(t, longest, false); len(got) != 1 {
		t.Errorf("a line of %d bytes gives %v", len(longest), got)
	}
}

// A signal ends the grading between two answers.
func TestCancelled(t *testing.T) {
	lines, err := ReadLines(strings.NewReader(caseLine(1, 1, "a lock")))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := lines.Write(ctx, &bytes.Buffer{}, grading.Offline{}, false, func(int64, int64) {}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestShorten(t *testing.T) {
	for share, want := range map[string]float64{"0.3": 0.3, "0.6": 0.6, "0.85": 0.85, "0.29999999": 0.2999, "1": 1, "0": 0, "0.123456": 0.1234} {
		var f float64
		if _, err := fmt.Sscan(share, &f); err != nil {
			t.Fatal(err)
		}
		if got := shorten(f); got != want {
			t.Errorf("%s is shortened to %v", share, got)
		}
	}
}
