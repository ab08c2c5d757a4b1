package bot

import (
	"maps"
	"strings"
	"testing"
)

func TestParseCommand(t *testing.T) {
	for text, want := range map[string]Command{
		"/question":                     {Path: "question"},
		"question":                      {Path: "question"},
		"  /Question  ":                 {Path: "question"},
		"/question now":                 {Path: "question"},
		"/Question  NOW ":               {Path: "question"},
		"/question now please":          {Path: "question", Wrong: "please"},
		"/question nowhere":             {Path: "question show", Args: map[string]string{"id": "nowhere"}},
		"/question random":              {Path: "question random"},
		"/question random  data model ": {Path: "question random", Args: map[string]string{"topic": "data model"}},
		"/question　random　并发":           {Path: "question random", Args: map[string]string{"topic": "并发"}},
		"/question show gil":            {Path: "question show", Args: map[string]string{"id": "gil"}},
		"/question what":                {Path: "question show", Args: map[string]string{"id": "what"}},
		"/question 14":                  {Path: "question show", Args: map[string]string{"id": "14"}},
		"／question":                     {Path: "question"},
		"/quiz-admin setup":             {Path: "quiz-admin setup"},
		"/quiz-admin setup new york":    {Path: "quiz-admin setup", Args: map[string]string{"time_zone": "new york"}},
		"/quiz-admin setup time_zone=New York days=mon - fri Ask：10:00": {
			Path: "quiz-admin setup", Args: map[string]string{"time_zone": "New York", "days": "mon - fri", "ask": "10:00"},
		},
		"/leaderboard week":              {Path: "leaderboard", Args: map[string]string{"span": "week"}},
		"/quiz me now":                   {Path: "quiz me", Wrong: "now"},
		"/quiz-admin grade full Ann Lee": {Path: "quiz-admin grade", Args: map[string]string{"band": "full", "member": "Ann Lee"}},
		"/quiz-admin grade full 14.2":    {Path: "quiz-admin grade", Args: map[string]string{"band": "full", "answer": "14.2"}},
		"/quiz-admin grade":              {Path: "quiz-admin grade"},
		"/quiz":                          {Path: "quiz", Wrong: "quiz"},
		"/quiz dance":                    {Path: "quiz", Wrong: "quiz dance"},
		"/questions":                     {Path: "questions", Wrong: "questions"},
		"/":                              {},
	} {
		got := ParseCommand(text)
		if got.Path != want.Path || got.Wrong != want.Wrong || !maps.Equal(got.Args, want.Args) {
			t.Errorf("%q: got %+v, want %+v", text, got, want)
		}
	}
}

// Every example is a command that can be typed, with nothing wrong in it.
func TestExamples(t *testing.T) {
	for _, spec := range Commands() {
		c := ParseCommand(spec.Example)
		if c.Path != spec.Path || c.Wrong != "" {
			t.Errorf("%s: its example %q reads as %+v", spec.Path, spec.Example, c)
		}
		if p, wrong := spec.Invalid(c.Args); wrong {
			t.Errorf("%s: its example %q has a wrong %s", spec.Path, spec.Example, p.Name)
		}
	}
}

func FuzzParseCommand(f *testing.F) {
	for _, spec := range Commands() {
		f.Add(spec.Example)
	}
	f.Add("/question\u3000random \xff")
	f.Fuzz(func(t *testing.T, text string) {
		c := ParseCommand(text)
		if spec, ok := Commands().Find(c.Path); c.Path != "" && c.Wrong == "" && (!ok || spec.Path != c.Path) {
			t.Errorf("%q reads as the unknown %q with nothing wrong", text, c.Path)
		}
		for name, value := range c.Args {
			if value == "" || !strings.Contains(strings.Join(strings.Fields(text), " "), strings.Join(strings.Fields(value), " ")) {
				t.Errorf("%q: %s is %q, which was not typed", text, name, value)
			}
		}
	})
}
