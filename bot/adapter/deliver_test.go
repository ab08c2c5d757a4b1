package adapter_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"quizbot/bot"
	"quizbot/bot/adapter"
	"quizbot/quiz"
)

// board is a toy platform: a list of messages, in a thread or the channel, that refuses some.
type board struct {
	posts    []string // "thread 2 text"
	in       string
	refuse   func(number int, text string) error
	withdraw bool
}

func (b *board) delivery(p bot.Posting) *adapter.Delivery[string] {
	b.in = "thread"
	return &adapter.Delivery[string]{
		Posting: p,
		Find: func(context.Context) (map[int]quiz.MessageRef, error) {
			found := map[int]quiz.MessageRef{}
			for _, post := range b.posts {
				f := strings.Fields(post)
				var number int
				if _, err := fmt.Sscan(f[1], &number); err != nil {
					return nil, err
				}
				found[number] = quiz.MessageRef{Thread: f[0], Message: f[1]}
			}
			return found, nil
		},
		Send: func(_ context.Context, number int, text string) (quiz.MessageRef, error) {
			if err := b.refuse(number, text); err != nil {
				return quiz.MessageRef{}, err
			}
			b.posts = append(b.posts, fmt.Sprint(b.in, " ", number, " ", text))
			return quiz.MessageRef{Thread: b.in, Message: fmt.Sprint(number)}, nil
		},
		Plain: func(text string, _ error) string { return "plain-" + text },
		LeaveThread: func(error) bool {
			left := b.in == "thread"
			b.in = "channel"
			return left
		},
		Withdraw: func(context.Context, []quiz.MessageRef) { b.posts, b.withdraw = nil, true },
	}
}

var (
	errLayout = &adapter.APIError{Method: "m", Code: "layout", Class: adapter.ClassLayout}
	errClosed = &adapter.APIError{Method: "m", Code: "closed", Class: adapter.ClassThreadClosed}
)

// Each message is posted once in an accepted layout and ref, or the posting is withdrawn.
func TestDeliver(t *testing.T) {
	never := func(int, string) error { return nil }
	for name, c := range map[string]struct {
		refuse func(number int, text string) error
		want   []string
		err    error
	}{
		"all is well":        {never, []string{"thread 1 a", "thread 2 b", "thread 3 c"}, nil},
		"one layout refused": {when(errLayout, "b"), []string{"thread 1 a", "thread 2 plain-b", "thread 3 c"}, nil},
		"in any layout":      {when(errLayout, "b", "plain-b"), nil, quiz.ErrContentRefused},
		"a forbidden word":   {when(&adapter.APIError{Class: adapter.ClassContent}, "c"), nil, quiz.ErrContentRefused},
		"another failure":    {when(errForbid, "b"), []string{"thread 1 a"}, errForbid},
	} {
		b := &board{refuse: c.refuse}
		refs, err := b.delivery(bot.Posting{}).Deliver(t.Context(), []string{"a", "b", "c"})
		if !errors.Is(err, c.err) || !slices.Equal(b.posts, c.want) || b.withdraw != errors.Is(c.err, quiz.ErrContentRefused) {
			t.Errorf("%s: got %v and %v, want %v and %v", name, b.posts, err, c.want, c.err)
		}
		if err == nil && (len(refs) != 3 || refs[0].Message != "3" || refs[1].Message != "1") {
			t.Errorf("%s: the one with the buttons is not the first of %v", name, refs)
		}
	}
}

func when(err error, texts ...string) func(int, string) error {
	return func(_ int, text string) error {
		if slices.Contains(texts, text) {
			return err
		}
		return nil
	}
}

// A thread that closes after the first message has the rest in the channel; a closed channel is an
// error.
func TestDeliverLeavesThread(t *testing.T) {
	b := &board{}
	b.refuse = func(number int, _ string) error {
		if number > 1 && b.in == "thread" {
			return errClosed
		}
		return nil
	}
	_, err := b.delivery(bot.Posting{}).Deliver(t.Context(), []string{"a", "b"})
	if want := []string{"thread 1 a", "channel 2 b"}; err != nil || !slices.Equal(b.posts, want) {
		t.Errorf("got %v and %v, want %v", b.posts, err, want)
	}
	b.refuse = func(int, string) error { return errClosed }
	if _, err := b.delivery(bot.Posting{}).Deliver(t.Context(), []string{"a"}); !errors.Is(err, errClosed) {
		t.Errorf("got %v, want that the channel is closed", err)
	}
}

// Without another layout or place a refusal is the result.
func TestDeliverWithoutFallbacks(t *testing.T) {
	for refusal, want := range map[error]error{errLayout: quiz.ErrContentRefused, errClosed: errClosed} {
		b := &board{refuse: when(refusal, "a")}
		d := b.delivery(bot.Posting{})
		d.Plain, d.LeaveThread = nil, nil
		if _, err := d.Deliver(t.Context(), []string{"a"}); !errors.Is(err, want) {
			t.Errorf("after %v: got %v, want %v", refusal, err, want)
		}
	}
}

// An overdue posting is completed if a part of it exists, and not begun otherwise.
func TestDeliverOverdue(t *testing.T) {
	b := &board{refuse: func(int, string) error { return nil }}
	overdue := bot.Posting{FirstAttempt: time.Unix(1, 0), Expired: true}
	if _, err := b.delivery(overdue).Deliver(t.Context(), []string{"a", "b"}); !errors.Is(err, quiz.ErrTooLate) || b.posts != nil {
		t.Errorf("got %v and %v, want nothing", b.posts, err)
	}
	b.posts = []string{"thread 1 a"}
	refs, err := b.delivery(overdue).Deliver(t.Context(), []string{"a", "b"})
	if err != nil || len(refs) != 2 || len(b.posts) != 2 {
		t.Errorf("got %v, %v and %v, want the rest", refs, b.posts, err)
	}
}

// However often it fails, before or after the platform took a message, each message exists once in
// the end.
func TestDeliverExactlyOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := &board{}
		failures := rapid.SliceOfN(rapid.SampledFrom([]string{"", "lost", "answer lost"}), 0, 12).Draw(t, "failures")
		b.refuse = func(number int, text string) error {
			if len(failures) == 0 {
				return nil
			}
			failure := failures[0]
			failures = failures[1:]
			if failure == "answer lost" {
				b.posts = append(b.posts, fmt.Sprint(b.in, " ", number, " ", text))
			}
			if failure != "" {
				return errors.New(failure)
			}
			return nil
		}
		var err error
		posting := bot.Posting{}
		for range 20 {
			if _, err = b.delivery(posting).Deliver(context.Background(), []string{"a", "b", "c"}); err == nil {
				break
			}
			posting.FirstAttempt = time.Unix(1, 0)
		}
		if want := []string{"thread 1 a", "thread 2 b", "thread 3 c"}; err != nil || !slices.Equal(b.posts, want) {
			t.Fatalf("got %v and %v, want %v", b.posts, err, want)
		}
	})
}

// The messages are replaced in the order of their refs, and none if their number changed.
func TestRedraw(t *testing.T) {
	refs := []quiz.MessageRef{{Message: "3"}, {Message: "1"}, {Message: "2"}}
	var got []string
	replace := func(p quiz.MessageRef, text string) error {
		got = append(got, p.Message+text)
		return nil
	}
	if err := adapter.Redraw(refs, []string{"a", "b", "c"}, replace); err != nil || !slices.Equal(got, []string{"3c", "1a", "2b"}) {
		t.Errorf("got %v and %v", got, err)
	}
	got = nil
	if err := adapter.Redraw(refs[:1], []string{"a", "b"}, replace); err != nil || !slices.Equal(got, []string{"3b"}) {
		t.Errorf("the one with the buttons alone: got %v and %v", got, err)
	}
	got = nil
	if err := adapter.Redraw(refs, []string{"a", "b"}, replace); !errors.Is(err, bot.ErrLayoutChanged) || got != nil {
		t.Errorf("another number: got %v and %v", got, err)
	}
}

// A message is sent in its plain layout after the first was refused for its layout, and only then.
func TestSendWithFallback(t *testing.T) {
	plain := func(text string, _ error) string { return "plain-" + text }
	for _, c := range []struct {
		refuse func(int, string) error
		want   []string
		err    error
	}{
		{when(errLayout), []string{"a"}, nil},
		{when(errLayout, "a"), []string{"a", "plain-a"}, nil},
		{when(errLayout, "a", "plain-a"), []string{"a", "plain-a"}, errLayout},
		{when(errForbid, "a"), []string{"a"}, errForbid},
	} {
		var sent []string
		err := adapter.SendWithFallback("a", plain, func(text string) error {
			sent = append(sent, text)
			return c.refuse(0, text)
		})
		if !errors.Is(err, c.err) || !slices.Equal(sent, c.want) {
			t.Errorf("got %v and %v, want %v and %v", sent, err, c.want, c.err)
		}
	}
}
