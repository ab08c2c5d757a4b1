package bottest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quizbot/bot"
)

// Scenarios type every command, so that every platform shows its answer.
func TestScenariosTypeEveryCommand(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var code strings.Builder
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		code.Write(text)
	}
	for _, spec := range bot.Commands() {
		typed := `"/` + spec.Path
		if !strings.Contains(code.String(), typed+`"`) && !strings.Contains(code.String(), typed+" ") {
			t.Errorf("no scenario types /%s: memberCommands and adminCommands are the places for it", spec.Path)
		}
	}
}
