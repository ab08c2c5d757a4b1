package reason

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"
)

// A reason is found within an error by its family, and by no other.
func TestAs(t *testing.T) {
	refused := fmt.Errorf("ask: %w", Refuse(PastDate, "date", "2026-11-23", "today", "2026-11-24"))
	if r, ok := AsRefusal(refused); !ok || r.Code != PastDate || r.Args["today"] != "2026-11-24" {
		t.Errorf("got %v, %v", r, ok)
	}
	if o := AsObstacle(refused); o != nil {
		t.Errorf("a refusal is taken for the obstacle %v", o)
	}
	blocked := fmt.Errorf("post: %w", &Obstacle{Code: NotInvited})
	if o := AsObstacle(blocked); o == nil || o.Code != NotInvited {
		t.Errorf("got %v", o)
	}
	if r, ok := AsRefusal(errors.New("disk full")); ok {
		t.Errorf("a failure is taken for the refusal %v", r)
	}
}

// goneError is a platform's error for an unreachable room without further details.
type goneError bool

func (g goneError) Error() string { return "gone" }
func (g goneError) Gone() bool    { return bool(g) }

func TestObstacleOf(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		want *Obstacle
	}{
		"a platform that says why":   {&Obstacle{Code: LacksPermission}, &Obstacle{Code: LacksPermission}},
		"one that says only no":      {goneError(true), &Obstacle{Code: ChannelGone}},
		"one that may answer later":  {goneError(false), nil},
		"an error of something else": {errors.New("timeout"), nil},
	} {
		if got := ObstacleOf(c.err); !got.SameCode(c.want) {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
	}
}

// Catalogues find a reason by its key, logs say its code and values.
func TestKeyAndError(t *testing.T) {
	refusal := Refusal{Code: TooLong, Args: map[string]string{"limit": "3000"}}
	if got := refusal.Key(); got != "refusal.too_long" {
		t.Errorf("the key is %q", got)
	}
	if got := refusal.Error(); got != "refused: too_long map[limit:3000]" {
		t.Errorf("the log says %q", got)
	}
	obstacle := Obstacle{Code: NotInvited}
	if got := obstacle.Key() + ", " + obstacle.Error(); got != "obstacle.not_invited, obstacle: not_invited map[]" {
		t.Errorf("got %q", got)
	}
	grade := GradeReason{Code: RightChoice}
	if got := grade.Key(); got != "reason.right_choice" {
		t.Errorf("the key is %q", got)
	}
}

// Stored reasons keep their form.
func TestJSON(t *testing.T) {
	const want = `{"code":"wrong_kind","args":{"kind":"forum"}}`
	got, err := json.Marshal(&Obstacle{Code: WrongChannelKind, Args: map[string]string{"kind": "forum"}})
	if err != nil || string(got) != want {
		t.Errorf("got %s, %v, want %s", got, err, want)
	}
	if got, err := json.Marshal(&GradeReason{Code: OpenAnswer}); err != nil || string(got) != `{"code":"open_answer"}` {
		t.Errorf("got %s, %v", got, err)
	}
}

// A list that is an argument comes back in its parts, whatever people put in them.
func TestList(t *testing.T) {
	for _, list := range [][]string{nil, {"gc"}, {"a, b", "c\nd", "e"}} {
		if got := SplitList(JoinList(list)); !slices.Equal(got, list) {
			t.Errorf("got %q, want %q", got, list)
		}
	}
	m := New(WrongWord, "words", JoinList([]string{"all", "asked"}))
	if got, want := m.Error(), "mistake: word map[words:all, asked]"; got != want {
		t.Errorf("the log has %q, want %q", got, want)
	}
}

// Reasons are equal with the same code and arguments.
func TestEqual(t *testing.T) {
	shrunk, same := New(BankShrunk, "was", "10", "now", "2"), New(BankShrunk, "now", "2", "was", "10")
	if !shrunk.Equal(&same) || shrunk.Number("was") != 10 || shrunk.Number("detail") != 0 {
		t.Errorf("got %v and %v", shrunk, same)
	}
	for _, other := range []BankReason{New(BankShrunk, "was", "10", "now", "3"), New(BankAnswers, "was", "10", "now", "2"), New(BankShrunk)} {
		if shrunk.Equal(&other) {
			t.Errorf("%v is taken for %v", shrunk, other)
		}
	}
	var none *BankReason
	if !none.Equal(nil) || none.Equal(&shrunk) || shrunk.Equal(none) {
		t.Error("no reason is taken for one")
	}
}
