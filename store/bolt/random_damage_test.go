package bolt_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/ledger"
	"quizbot/quiz/schedule"
	"quizbot/store/bolt"
	"quizbot/store/transfer"
)

// damages is the number of damages of each kind that TestRandomDamages tries.
var damages = flag.Int("damages", tries(3, 12), "damages of each kind")

// busyFile returns a file with records of the kinds that grow.
func busyFile(t *testing.T) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "busy.db")
	s := openStore(t, path)
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	for n := 1; n <= 20; n++ {
		id, room := quiz.RoundID(n), quiz.RoomID("a/b/c")
		err := s.Update(t.Context(), func(tx quiz.Tx) error {
			errs := []error{
				tx.SetRoom(quiz.Room{ID: room, Since: at, Rounds: n, Last: id}), tx.SetNextCheck(room, at.AddDate(0, 0, n)),
				tx.SetRound(quiz.Round{ID: id, Room: room, Number: n, Phase: quiz.Revealed, PlannedAt: at, Question: quiz.Question{ID: "q", Title: "What?", Body: strings.Repeat("text ", 200)}}),
			}
			for no := quiz.MemberNo(1); no <= 30; no++ {
				errs = append(errs, tx.SetMember(quiz.Member{No: no, ID: quiz.MemberID(fmt.Sprint("a/b/", no)), Name: fmt.Sprint("member ", no), Since: at}),
					tx.SetReply(quiz.Reply{Round: id, Member: no, First: at, At: at, Form: strings.Repeat("an answer ", int(no))}),
					tx.SetVote(id, no, no%30+1, at),
					tx.Append(ledger.Entry{Room: room, Member: no, Round: id, Date: schedule.Date{Year: 2026, Month: 11, Day: n}, Points: int(no)}))
			}
			return errors.Join(errs...)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	content := mustRead(t, path)
	return content[:usedBytes(t, content)]
}

// damageKinds are the ways in which a file is damaged at random.
func damageKinds() map[string]func(r *rand.Rand, c []byte) []byte {
	page := func(r *rand.Rand, c []byte) []byte { n := r.IntN(len(c) / 4096); return c[n*4096 : (n+1)*4096] }
	randomBytes := func(r *rand.Rand, b []byte) {
		for i := range b {
			b[i] = byte(r.Uint32())
		}
	}
	return map[string]func(r *rand.Rand, c []byte) []byte{
		"one bit":            func(r *rand.Rand, c []byte) []byte { c[r.IntN(len(c))] ^= 1 << r.UintN(8); return c },
		"one byte":           func(r *rand.Rand, c []byte) []byte { c[r.IntN(len(c))] ^= byte(1 + r.UintN(255)); return c },
		"bytes in a head":    func(r *rand.Rand, c []byte) []byte { randomBytes(r, page(r, c)[r.IntN(60):][:4]); return c },
		"64 bytes":           func(r *rand.Rand, c []byte) []byte { at := r.IntN(len(c) - 64); randomBytes(r, c[at:at+64]); return c },
		"a sector of zeros":  func(r *rand.Rand, c []byte) []byte { at := r.IntN(len(c)/512) * 512; clear(c[at : at+512]); return c },
		"a page of zeros":    func(r *rand.Rand, c []byte) []byte { clear(page(r, c)); return c },
		"a page of noise":    func(r *rand.Rand, c []byte) []byte { randomBytes(r, page(r, c)); return c },
		"a page for another": func(r *rand.Rand, c []byte) []byte { copy(page(r, c), page(r, bytes.Clone(c))); return c },
		"cut off":            func(r *rand.Rand, c []byte) []byte { return c[:1+r.IntN(len(c)-1)] },
		"a bit of a meta page": func(r *rand.Rand, c []byte) []byte {
			c[r.IntN(2)*4096+16+r.IntN(64)] ^= 1 << r.UintN(8)
			return c
		},
	}
}

// exportOf returns all records of a file, and an error if they cannot be read.
func exportOf(path string) (string, error) {
	var lines bytes.Buffer
	s, err := bolt.Open(path)
	if err != nil {
		return "", err
	}
	err = transfer.Export(context.Background(), s, &lines)
	return lines.String(), errors.Join(err, s.Close())
}

// Random damage is refused or said by a check, or changes nothing. It never ends the process.
func TestRandomDamages(t *testing.T) {
	t.Parallel()
	content := busyFile(t)
	path := filepath.Join(t.TempDir(), "quiz.db")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	want, err := exportOf(path)
	if err != nil {
		t.Fatal(err)
	}
	total := map[string]int{}
	for name, damage := range damageKinds() {
		r := rand.New(rand.NewPCG(16, uint64(len(name))))
		count := map[string]int{}
		for range *damages {
			if err := os.WriteFile(path, damage(r, bytes.Clone(content)), 0o600); err != nil {
				t.Fatal(err)
			}
			report, err := bolt.CheckFile(t.Context(), path)
			said := err != nil || len(report.Faults)+len(report.Notes) > 0
			got, err := exportOf(path)
			outcome := "changed in silence"
			switch {
			case said && err != nil:
				outcome = "refused"
			case said:
				outcome = "said"
			case err != nil:
				t.Errorf("%s: a check finds nothing, and reading says %v", name, err)
			case got == want:
				outcome = "harmless"
			}
			count[outcome]++
			total[outcome]++
		}
		t.Logf("%-22s %v", name, count)
		if silent := count["changed in silence"]; silent > 0 {
			t.Errorf("%s: %d of %d changed content in silence", name, silent, *damages)
		}
	}
	t.Logf("%-22s %v", "all", total)
}
