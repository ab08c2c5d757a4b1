package daemon

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quizbot/internal/config"
)

// The preview of a regrade leaves a file of an earlier release as it is. Applying it upgrades the file.
func TestPreviewOfARegradeUpgradesNothing(t *testing.T) {
	before, err := os.ReadFile(filepath.Join("..", "..", "store", "testdata", "schema-4.db"))
	if err != nil {
		t.Fatal(err)
	}
	data := filepath.Join(t.TempDir(), "quiz.db")
	if err := os.WriteFile(data, before, 0o600); err != nil {
		t.Fatal(err)
	}
	set := config.Settings{Config: config.Default()}
	var report bytes.Buffer
	err = RegradeFile(t.Context(), &set, data, "", false, &report)
	if err == nil || !strings.Contains(err.Error(), "(schema 4), and a preview must not upgrade it: start the service") {
		t.Errorf("the preview: got %v", err)
	}
	if after, err := os.ReadFile(data); err != nil || !bytes.Equal(after, before) {
		t.Errorf("the preview changed the file, or %v", err)
	}
	if kept, err := filepath.Glob(data + "*"); err != nil || len(kept) != 1 {
		t.Errorf("beside the file: %v, %v", kept, err)
	}
	for _, apply := range []bool{true, false} {
		if err := RegradeFile(t.Context(), &set, data, "", apply, &report); err != nil {
			t.Errorf("apply %v: got %v", apply, err)
		}
	}
	if err := RegradeFile(t.Context(), &set, data+".gone", "", false, &report); err == nil || !strings.Contains(err.Error(), "gone") {
		t.Errorf("a missing file: got %v", err)
	}
}
