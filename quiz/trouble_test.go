package quiz

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"quizbot/quiz/reason"
)

// A trouble keeps the spelling that records have had from the first: its detail is a field.
func TestTroubleJSON(t *testing.T) {
	at := time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)
	for record, trouble := range map[string]Trouble{
		`{"at":"2026-11-23T09:30:00Z","code":"left_file"}`: {At: at, TroubleReason: reason.New(reason.TroubleLeftFile)},
		`{"at":"2026-11-23T09:30:00Z","step":"reveal","code":"not_revealed","detail":"2026-11-23","tries":3,"question":{"id":"q","title":"Q?","source":{"file":"a.md","line":2}},"obstacle":{"code":"wrong_kind","args":{"kind":"forum"}}}`: {
			At: at, Job: JobReveal, TroubleReason: reason.New(reason.TroubleNotRevealed, "detail", "2026-11-23"), Tries: 3,
			Question: &TroubleQuestion{ID: "q", Title: "Q?", Source: Source{File: "a.md", Line: 2}},
			Obstacle: &reason.Obstacle{Code: reason.WrongChannelKind, Args: map[string]string{"kind": "forum"}},
		},
		`{"at":"2026-11-23T09:30:00Z","code":"later","detail":"d","args":{"n":"1"}}`: {At: at, TroubleReason: reason.New(reason.TroubleCode("later"), "detail", "d", "n", "1")},
	} {
		if written, err := json.Marshal(trouble); err != nil || string(written) != record {
			t.Errorf("got %s, %v, want %s", written, err, record)
		}
		var read Trouble
		if err := json.Unmarshal([]byte(record), &read); err != nil || !reflect.DeepEqual(read, trouble) {
			t.Errorf("%s is read as %+v, %v, want %+v", record, read, err, trouble)
		}
	}
}
