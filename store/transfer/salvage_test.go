package transfer

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/ledger"
	"quizbot/quiz/plan"
	"quizbot/quiz/schedule"
	"quizbot/store"
	"quizbot/store/bolt"

	"go.etcd.io/bbolt"
)

const pageSize = 4096

// fullFile returns the content of a file with a room, 3 rounds, 40 members who reply, vote and have
// points, and with deleted data in free pages.
func fullFile(t *testing.T) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "full.db")
	s, err := bolt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	for round := 1; round <= 3; round++ {
		err := s.Update(t.Context(), func(tx quiz.Tx) error {
			id := quiz.RoundID(round)
			errs := []error{
				tx.SetRoom(quiz.Room{ID: "a/b/c", Plan: plan.Default(), Since: at, Rounds: round, Last: id}), tx.SetNextCheck("a/b/c", at),
				tx.SetRound(quiz.Round{ID: id, Room: "a/b/c", Number: round, Phase: quiz.Revealed, PlannedAt: at, Question: quiz.Question{ID: "q", Title: "What?"}}),
				tx.SetQuestionAsked("a/b/c", 0, quiz.QuestionID(fmt.Sprint("q", round)), true),
			}
			for no := quiz.MemberNo(1); no <= 40; no++ {
				errs = append(errs, tx.SetMember(quiz.Member{No: no, ID: quiz.MemberID(fmt.Sprint("a/b/", no)), Name: fmt.Sprint("member ", no), Since: at}),
					tx.SetReply(quiz.Reply{Round: id, Member: no, First: at, At: at, Form: strings.Repeat("an answer ", 60)}),
					tx.SetVote(id, no, no%40+1, at),
					tx.Append(ledger.Entry{Room: "a/b/c", Member: no, Round: id, Date: schedule.Date{Year: 2026, Month: 11, Day: 20 + round}, Points: int(no)}))
			}
			return errors.Join(errs...)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	err = s.Update(t.Context(), func(tx quiz.Tx) error {
		return tx.SetReply(quiz.Reply{Round: 1, Member: 40, First: at, At: at, Form: strings.Repeat("a secret ", 900)})
	})
	if err == nil {
		err = s.Update(t.Context(), func(tx quiz.Tx) error {
			return errors.Join(tx.Forget(40), tx.SetForgotten("a/b/40", at.Add(time.Hour)))
		})
	}
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	content := readFile(t, path)
	if !bytes.Contains(content, []byte("a secret")) {
		t.Fatal("the file holds no deleted data, so this test shows nothing")
	}
	return content
}

// salvageContent salvages a file with the given content, and checks the new store.
func salvageContent(t *testing.T, content []byte) (Salvaged, *bolt.Store) {
	t.Helper()
	from, to := filepath.Join(t.TempDir(), "damaged.db"), filepath.Join(t.TempDir(), "new.db")
	if err := os.WriteFile(from, content, 0o600); err != nil {
		t.Fatal(err)
	}
	result, err := Salvage(t.Context(), from, to)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(readFile(t, from), content) {
		t.Error("the damaged file was changed")
	}
	s := openStore(t, to)
	if err := s.Check(); err != nil {
		t.Errorf("what was kept is not sound: %v", err)
	}
	if bytes.Contains(readFile(t, to), []byte("a secret")) {
		t.Error("deleted data came back")
	}
	return result, s
}

func lostOnly(t *testing.T, got Salvaged, want map[store.Kind]int) {
	t.Helper()
	for _, kind := range store.Kinds() {
		if len(got.Lost[kind]) != want[kind] {
			t.Errorf("lost of %s: %q, want %d", kind, got.Lost[kind], want[kind])
		}
	}
}

// All of a sound file is kept.
func TestSalvageOfSound(t *testing.T) {
	content := fullFile(t)
	path := filepath.Join(t.TempDir(), "full.db")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	want := exportLines(t, openStore(t, path))
	result, s := salvageContent(t, content)
	if got := exportLines(t, s); got != want {
		t.Errorf("got\n%.3000s\nwant\n%.3000s", got, want)
	}
	if lostOnly(t, result, nil); len(result.Faults)+len(result.Rebuilt) > 0 {
		t.Errorf("got %+v", result)
	}
}

// Records that cannot be read are lost, and named; the rest is kept, and what refers to them is made
// anew or left out.
func TestSalvageOfRecords(t *testing.T) {
	number := func(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }
	for name, c := range map[string]struct {
		bucket string
		key    []byte
		lost   map[store.Kind]int
		made   string
	}{
		"a reply":  {"replies", append(number(1), number(2)...), map[store.Kind]int{store.KindReply: 1}, ""},
		"a round":  {"rounds", number(2), map[store.Kind]int{store.KindRound: 1, store.KindReply: 39, store.KindVote: 38}, ""},
		"a member": {"members", number(7), map[store.Kind]int{store.KindMember: 1}, "member 7 is known by the id a/b/7 alone"},
		"a room":   {"rooms", []byte("a/b/c"), map[store.Kind]int{store.KindRoom: 1}, "room a/b/c has the default plan, and is paused"},
		"an entry": {"ledger", number(5), map[store.Kind]int{store.KindEntry: 1}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "x.db")
			if err := os.WriteFile(path, fullFile(t), 0o600); err != nil {
				t.Fatal(err)
			}
			db, err := bbolt.Open(path, 0o600, nil)
			if err != nil {
				t.Fatal(err)
			}
			err = db.Update(func(tx *bbolt.Tx) error { return tx.Bucket([]byte(c.bucket)).Put(c.key, []byte(`{"v":1,"r":{"x`)) })
			if err := errors.Join(err, db.Close()); err != nil {
				t.Fatal(err)
			}
			result, s := salvageContent(t, readFile(t, path))
			lostOnly(t, result, c.lost)
			if made := strings.Join(result.Rebuilt, "\n"); !strings.Contains(made, c.made) || c.made == "" && made != "" {
				t.Errorf("made anew: %q", made)
			}
			var again bytes.Buffer
			if err := errors.Join(Export(t.Context(), s, &again), ImportFile(t.Context(), &again, filepath.Join(t.TempDir(), "again.db"))); err != nil {
				t.Errorf("an export of it is refused: %v", err)
			}
		})
	}
}

// Leaves stay reachable though the page that leads to them is damaged.
func TestSalvageOfOrphans(t *testing.T) {
	content := fullFile(t)
	order := binary.NativeEndian
	damaged := 0
	for at := 2 * pageSize; at+pageSize <= len(content); at += pageSize {
		if order.Uint16(content[at+8:]) != 1 || order.Uint64(content[at:]) != uint64(at/pageSize) { // a branch
			continue
		}
		bad := bytes.Clone(content)
		clear(bad[at : at+pageSize])
		result, _ := salvageContent(t, bad)
		if len(result.Faults) == 0 {
			continue // it was free
		}
		damaged++
		for _, kind := range []store.Kind{store.KindRound, store.KindReply, store.KindMember, store.KindEntry} {
			if len(result.Lost[kind]) > 0 {
				t.Errorf("page %d: %s: %q", at/pageSize, kind, result.Lost[kind])
			}
		}
	}
	if damaged == 0 {
		t.Error("the file has no branch in use, so this test shows nothing")
	}
}

// Whatever is damaged, what is kept is sound, and holds nothing that was deleted.
func TestSalvageOfAnything(t *testing.T) {
	t.Parallel()
	content := fullFile(t)
	r := rand.New(rand.NewPCG(5, 6))
	kept, refused := 0, 0
	const tries = 24
	for range tries {
		bad := bytes.Clone(content)
		for range 1 + r.IntN(20) {
			bad[2*pageSize+r.IntN(len(bad)-2*pageSize)] = byte(r.Uint32())
		}
		if r.IntN(3) == 0 {
			at := pageSize * (2 + r.IntN(len(bad)/pageSize-2))
			clear(bad[at : at+pageSize])
		}
		folder := t.TempDir()
		from, to := filepath.Join(folder, "damaged.db"), filepath.Join(folder, "new.db")
		if err := os.WriteFile(from, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Salvage(context.Background(), from, to); err != nil {
			if refused++; !strings.Contains(err.Error(), "nothing of") {
				t.Error(err)
			}
			continue
		}
		kept++
		report, err := bolt.CheckFile(t.Context(), to)
		if err != nil || len(report.Faults) > 0 {
			t.Errorf("got %q, %v", report.Faults, err)
		}
		if bytes.Contains(readFile(t, to), []byte("a secret a secret")) {
			t.Error("deleted data came back")
		}
	}
	if kept < tries*2/3 {
		t.Errorf("%d kept, %d refused", kept, refused)
	}
}
