package config

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestGrader(t *testing.T) {
	path := write(t, "grader:\n  exec: [bin/grade.py, --fast]\n")
	s, err := Load(path, noEnv)
	if want := filepath.Join(filepath.Dir(path), "bin/grade.py"); err != nil || len(s.Grader.Exec) != 2 || s.Grader.Exec[0] != want || s.Grader.Exec[1] != "--fast" {
		t.Errorf("got %v, %v", s.Grader.Exec, err)
	}
	if s, err = Load(write(t, "grader: {exec: [quizbot, grade]}"), noEnv); err != nil || s.Grader.Exec[0] != "quizbot" {
		t.Errorf("a program in PATH: got %v, %v", s.Grader.Exec, err)
	}
	model := "grader: {model: {url: 'https://api.example.com/v1', name: tiny, key: sk-file}}"
	s, err = Load(write(t, model), noEnv)
	if m := s.Grader.Model; err != nil || m.URL != "https://api.example.com/v1" || m.Name != "tiny" || m.Key.Reveal() != "sk-file" || m.Budget != 1000 {
		t.Errorf("got %+v, %v", m, err)
	}
	s, err = Load(write(t, model), func(name string) string { return map[string]string{"QUIZBOT_GRADER_MODEL_KEY": "sk-variable"}[name] })
	if err != nil || s.Grader.Model.Key.Reveal() != "sk-variable" {
		t.Errorf("got %q, %v", s.Grader.Model.Key.Reveal(), err)
	}
	for _, none := range []string{"", "grader: {}", "grader:\n", "grader: {exec: []}", "grader: {model: {}}"} {
		if s, err := Load(write(t, none), noEnv); err != nil || s.Grader.Model.IsSet() || len(s.Grader.Exec) > 0 {
			t.Errorf("%q: got %+v, %v", none, s.Grader, err)
		}
	}
}

// Mistakes are told with their positions, and no key is.
func TestGraderMistakes(t *testing.T) {
	for text, want := range map[string]string{
		"grader:\n  exec: ['']":       ":2:9: grader.exec: the first entry is the program to run",
		"grader:\n  exec: ./grade.py": ":2:9: grader.exec: this is no list",
		"grader:\n  program: x":       ":2:3: grader.program: there is no such setting: known here are exec, model",
		"grader: {model: {name: tiny, url: https://a.example/v1}, exec: [x]}":             ":1:9: grader: exec and model are both set, and one of them grades: remove the other",
		"grader:\n  model: {name: tiny}":                                                  "grader.model.url: this is no address of a model: write it like https://api.example.com/v1",
		"grader:\n  model:\n    url: https://a.example/v1":                                ":3:8: grader.model.name: the model has no name",
		"grader:\n  model:\n    url: https://a.example/v1\n    name: ' '":                 ":4:11: grader.model.name: the model has no name",
		"grader: {model: {url: 'https://a.example', name: x, key: \"sk-secret\\nX: y\"}}": "grader.model.key: the key has a line break",
		"grader:\n  model:\n    url: https://u:sk-secret@a.example/v1\n    name: x":       ":3:10: grader.model.url: an address with a name, a password or a query isn't taken",
		"grader:\n  model:\n    url: https://a.example/v1/chat/completions/\n    name: x": ":3:10: grader.model.url: leave /chat/completions out",
		"grader:\n  model:\n    url: ftp://a.example\n    name: x":                        ":3:10: grader.model.url: this is no address",
		"grader: {model: {url: 'http://localhost:11434/v1', name: x, budget: 0}}":         ":1:69: grader.model.budget: a budget of 0 requests a day allows none",
		"grader: {model: {budget: 5}}":                                                    ":1:26: grader.model.budget: a budget needs a model",
		"grader: {model: {key: sk-secret}}":                                               "grader.model.url: this is no address",
		"grader: {model: {url: 'https://a.example', name: x, key: [sk-secret]}}":          "grader.model.key: this is no text",
	} {
		_, err := Load(write(t, text), noEnv)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "sk-secret") {
			t.Errorf("%q: got %v, want %s", text, err, want)
		}
	}
}
