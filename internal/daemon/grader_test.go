package daemon

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"quizbot/internal/config"
	"quizbot/quiz"
	"quizbot/store/memory"
)

// A member who keeps answers from the language model is not asked about there, nor is one who is
// forgotten.
func TestMembersKeepAnswersFromTheModel(t *testing.T) {
	var requests atomic.Int32
	model := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		requests.Add(1)
		http.Error(w, "no", http.StatusForbidden)
	}))
	defer model.Close()
	set := config.Settings{Config: config.Default()}
	set.Grader.Model.URL, set.Grader.Model.Name = model.URL, "tiny"
	store, ctx := memory.New(), context.Background()
	members := map[string]quiz.MemberNo{}
	err := store.Update(ctx, func(tx quiz.Tx) error {
		for _, name := range []string{"ann", "bob"} {
			no, err := tx.NewMember()
			if err != nil {
				return err
			}
			if err := tx.SetMember(quiz.Member{No: no, ID: quiz.MemberID("slack/T1/" + name), ModelOff: name == "bob", Since: time.Now()}); err != nil {
				return err
			}
			members[name] = no
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	grader := NewGrader(&set, store, slog.New(slog.DiscardHandler))
	q := quiz.Question{Title: "What is a closure?", Answer: "A function that keeps variables.", KeyPoints: []string{"A function that keeps variables"}}
	for _, c := range []struct {
		member quiz.MemberNo
		asked  int32
	}{{members["bob"], 0}, {4711, 0}, {members["ann"], 1}} {
		requests.Store(0)
		err := grader.Grade(ctx, &q, []quiz.Reply{{Member: c.member, Form: "A function that keeps variables around it."}}, func(int, quiz.Grade) error { return nil })
		if err != nil || requests.Load() != c.asked {
			t.Errorf("member %d: %d requests, %v, want %d", c.member, requests.Load(), err, c.asked)
		}
	}
	if host := ModelHost(&set); host != "127.0.0.1" {
		t.Errorf("the host is %q", host)
	}
	if found := CheckGrader(ctx, &set); len(found) != 1 || found[0].Err == nil || errors.Is(found[0].Err, context.Canceled) {
		t.Errorf("got %v", found)
	}
	if none := (config.Settings{Config: config.Default()}); ModelHost(&none) != "" || CheckGrader(ctx, &none) != nil {
		t.Error("there is a model without a setting")
	}
}
