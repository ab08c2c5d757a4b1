package transfer

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Records that quizbot never writes, and those that refer to nothing, are refused with their line,
// and nothing is taken.
func TestImportOfNonsense(t *testing.T) {
	const header, room = `{"quizbot":1,"schema":5}` + "\n", `{"room":{"id":"a/b/c"}}` + "\n"
	const round = room + `{"round":{"id":1,"room":"a/b/c","question":{"choices":[{"text":"a"},{"text":"b"}]}}}` + "\n"
	const end = "\n" + `{"end":{"records":`
	for name, c := range map[string]struct{ content, say string }{
		"a room's id":        {`{"room":{"id":"../../etc"}}`, `line 2: room: its id is "../../etc"`},
		"two parts":          {`{"room":{"id":"a/b"}}`, `line 2: room: its id is "a/b"`},
		"a zero byte":        {`{"member":{"no":1,"id":"a/b/c\u0000"}}`, `line 2: member: its id is "a/b/c\x00"`},
		"a zone":             {`{"room":{"id":"a/b/c","plan":{"time_zone":"Mars/Base"}}}`, `line 2: room: time zone "Mars/Base" is not known`},
		"a cycle":            {`{"room":{"id":"a/b/c","cycle":4294967296}}`, "line 2: room: its cycle is 4294967296"},
		"last numbers":       {`{"last":{"rounds":18446744073709551615,"members":0,"entries":0}}`, "line 2: last: its rounds is 18446744073709551615"},
		"a number":           {`{"member":{"no":18446744073709551615,"id":"a/b/c"}}`, "line 2: member: its no is 18446744073709551615"},
		"a question":         {`{"asked":{"room":"a/b/c","cycle":0,"question":"q\u0000"}}`, `line 2: asked: its question "q\x00" has a zero byte`},
		"no room":            {`{"round":{"id":1,"room":"a/b/c"}}`, `line 2: round: it refers to the room "a/b/c", which is not in the export`},
		"no round":           {`{"reply":{"round":7,"member":1}}`, "line 2: reply: it refers to the round 7"},
		"no round of a room": {`{"room":{"id":"a/b/c","round":7}}` + end + `1}}`, "line 2: it refers to the round 7"},
		"no member":          {round + `{"reply":{"round":1,"member":9}}` + end + `3}}`, "line 4: it refers to the member 9"},
		"a vote for nobody": {
			round + `{"vote":{"round":1,"voter":1,"candidate":2,"at":"2026-11-23T09:00:00Z"}}` + "\n" + `{"member":{"no":1,"id":"a/b/d"}}` + end + `4}}`,
			"line 4: it refers to the member 2",
		},
		"a pick":          {round + `{"reply":{"round":1,"member":9,"picks":[2]}}`, "line 4: reply: it picks the choice 2 of a question with 2 choices"},
		"an earlier pick": {round + `{"reply":{"round":1,"member":9,"history":[{"picks":[-1]}]}}`, "line 4: reply: it picks the choice -1"},
		"points": {
			round + `{"entry":{"seq":1,"room":"a/b/c","member":1,"date":"2026-11-23","points":9223372036854775807}}`,
			"line 4: entry: its points are 9223372036854775807",
		},
	} {
		folder := t.TempDir()
		err := ImportFile(context.Background(), strings.NewReader(header+c.content), filepath.Join(folder, "quiz.db"))
		if err == nil || !strings.Contains(err.Error(), c.say) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: got %v, want one line that says %q", name, err, c.say)
		}
		if left, _ := os.ReadDir(folder); len(left) > 0 {
			t.Errorf("%s: left behind: %v", name, left)
		}
	}
}
