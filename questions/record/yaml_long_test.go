package record

import (
	"fmt"
	"strings"
	"testing"

	"quizbot/questions/source"
)

// A long list of YAML is read in parts, and each question knows its line.
func TestLongYAML(t *testing.T) {
	const n = 20_000
	var list strings.Builder
	for i := range n {
		fmt.Fprintf(&list, "What is number %d?:\n- %d\n", i, i)
	}
	found, diagnostics := readYAML(source.Page{Name: "a", Text: list.String()})
	if len(found) != n || len(diagnostics) > 0 || found[n-1].Source.Line != 2*n-1 || found[n-1].Answer != fmt.Sprint(n-1) {
		t.Errorf("got %d questions and %v, the last one %+v", len(found), diagnostics, found[len(found)-1])
	}
}
