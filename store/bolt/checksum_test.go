package bolt_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/store/bolt"

	"go.etcd.io/bbolt"
)

// replyKey is the key of a reply in a file.
func replyKey(round, member uint64) []byte {
	return binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(nil, round), member)
}

// move moves values within a bucket as they are, with their checksums.
func move(bucket string, pairs ...[2][]byte) func(*bbolt.Tx) error {
	return func(tx *bbolt.Tx) error {
		b := tx.Bucket([]byte(bucket))
		var values [][]byte
		for _, p := range pairs {
			values = append(values, bytes.Clone(b.Get(p[0])))
		}
		var errs []error
		for i, p := range pairs {
			errs = append(errs, b.Put(p[1], values[i]))
		}
		return errors.Join(errs...)
	}
}

// A check says what each record's own checksum cannot: records that are missing, and old ones.
func TestCheckComparesSums(t *testing.T) {
	content := busyFile(t)
	in := func(bucket string, edit func(*bbolt.Bucket) error) func(*bbolt.Tx) error {
		return func(tx *bbolt.Tx) error { return edit(tx.Bucket([]byte(bucket))) }
	}
	for name, c := range map[string]struct {
		edit func(*bbolt.Tx) error
		say  string
	}{
		"two answers swapped": {
			move("replies", [2][]byte{replyKey(1, 2), replyKey(1, 3)}, [2][]byte{replyKey(1, 3), replyKey(1, 2)}),
			"replies: the record round 1, member 2: its checksum does not hold",
		},
		"an answer under another key": {
			move("replies", [2][]byte{replyKey(1, 2), replyKey(1, 99)}),
			"replies: the record round 1, member 99: its checksum does not hold",
		},
		"questions asked are missing": {
			in("asked", func(b *bbolt.Bucket) error { return b.SetSequence(3<<40 + 7) }), "asked lacks 3 of the records that were written",
		},
		"an answer is missing, and its entry in an index of another": {
			func(tx *bbolt.Tx) error {
				return errors.Join(tx.Bucket([]byte("replies")).Delete(replyKey(1, 2)), tx.Bucket([]byte("my-replies")).Delete(replyKey(2, 1)))
			},
			"replies lacks 1 of the records that were written",
		},
		"more than was written": {
			in("replies", func(b *bbolt.Bucket) error { return b.SetSequence(b.Sequence() - 1<<40) }), "replies has 1 records more than were written",
		},
		"as many, and others": {
			in("replies", func(b *bbolt.Bucket) error { return b.SetSequence(b.Sequence() + 1) }), "replies has other records than were written",
		},
		"pages of another commit": {
			func(*bbolt.Tx) error { return nil }, "it holds the state of commit",
		},
		"an older schema": {
			in("meta", func(b *bbolt.Bucket) error { return b.Put([]byte("schema"), []byte("4")) }), "its records are of a newer schema than it says",
		},
		"no commit": {
			in("meta", func(b *bbolt.Bucket) error { return b.Delete([]byte("commit")) }), "it lacks the sum of its last commit",
		},
	} {
		path := filepath.Join(t.TempDir(), "quiz.db")
		if err := os.WriteFile(path, editFile(t, content, c.edit), 0o600); err != nil {
			t.Fatal(err)
		}
		report, err := bolt.CheckFile(t.Context(), path)
		if err != nil || !strings.Contains(strings.Join(report.Faults, "\n"), c.say) {
			t.Errorf("%s: got %q, %v, want %q", name, report.Faults, err, c.say)
		}
	}
}

// A damaged record is named when it is read, the others can be read, and it can be written and deleted.
func TestDamagedRecordIsNamed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "quiz.db")
	content := bytes.ReplaceAll(busyFile(t), []byte(`"round":7,"member":5,`), []byte(`"round":7,"member":6,`))
	content = bytes.ReplaceAll(content, []byte(`"round":8,"member":5,`), []byte(`"round":8,"member":6,`))
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	s := openStore(t, path)
	err := s.View(t.Context(), func(tx quiz.Tx) error {
		_, err := tx.Reply(7, 5)
		if !errors.Is(err, quiz.ErrUnreadable) || !strings.Contains(err.Error(), "replies: the record round 7, member 5: its checksum does not hold") {
			t.Errorf("got %v", err)
		}
		_, err = tx.Reply(7, 6)
		return err
	})
	if err != nil {
		t.Error(err)
	}
	if report, err := s.CheckAll(t.Context()); err != nil || len(report.Faults) < 2 {
		t.Errorf("got %q, %v", report.Faults, err)
	}
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	err = s.Update(t.Context(), func(tx quiz.Tx) error {
		return errors.Join(tx.SetReply(quiz.Reply{Round: 7, Member: 5, First: at, At: at}), tx.SetReply(quiz.Reply{Round: 8, Member: 5, First: at, At: at}))
	})
	if err != nil {
		t.Fatal(err)
	}
	if report, err := s.CheckAll(t.Context()); err != nil || len(report.Faults) > 0 {
		t.Errorf("written again: got %q, %v", report.Faults, err)
	}
}

// tears is the number of commits that TestTornCommits tears.
var tears = flag.Int("tears", tries(6, 20), "torn commits")

// randomUpdate changes records of the kinds that grow.
func randomUpdate(r *rand.Rand) func(quiz.Tx) error {
	return func(tx quiz.Tx) error {
		at := time.Date(2026, 11, 24, 9, 0, r.IntN(60), 0, time.UTC)
		var errs []error
		for range 1 + r.IntN(8) {
			round, member := quiz.RoundID(1+r.IntN(30)), quiz.MemberNo(1+r.IntN(60))
			switch r.IntN(4) {
			case 0:
				errs = append(errs, tx.SetReply(quiz.Reply{Round: round, Member: member, First: at, At: at, Form: strings.Repeat("another ", r.IntN(400))}))
			case 1:
				errs = append(errs, tx.SetVote(round, member, member%30+1, at))
			case 2:
				errs = append(errs, tx.SetRound(quiz.Round{ID: round, Room: "a/b/c", Number: int(round), Phase: quiz.Revealed, PlannedAt: at}))
			case 3:
				errs = append(errs, tx.SetMember(quiz.Member{No: member, ID: quiz.MemberID(fmt.Sprint("a/b/", member)), Name: strings.Repeat("name ", r.IntN(20)), Since: at}))
			}
		}
		return errors.Join(errs...)
	}
}

// tear returns a file of which only some of the pages that a commit wrote reached the disk, and whether
// its new meta page did.
func tear(r *rand.Rand, before, after []byte) (torn []byte, meta bool) {
	torn = make([]byte, len(after))
	copy(torn, before)
	var written []int
	for at := 0; at < len(after); at += 4096 {
		if !bytes.Equal(torn[at:at+4096], after[at:at+4096]) {
			written = append(written, at)
		}
	}
	lost := map[int]bool{written[r.IntN(len(written))]: true}
	for _, at := range written {
		lost[at] = lost[at] || r.IntN(3) == 0 && len(lost) > 1 || len(written) > 3 && r.IntN(4) == 0
	}
	for _, at := range written {
		part := 4096
		if lost[at] {
			part = 512 * r.IntN(3) // a part of a page, too
		}
		copy(torn[at:at+part], after[at:at+part])
	}
	newest := slices.MaxFunc([]int{0, 4096}, func(a, b int) int {
		return int(int64(binary.NativeEndian.Uint64(after[a+64:])) - int64(binary.NativeEndian.Uint64(after[b+64:])))
	})
	return torn, bytes.Equal(torn[newest:newest+80], after[newest:newest+80])
}

// A commit of which the disk lost some pages is refused or said, or the file is as it was before: only
// without the new meta page, and so before anyone was told that it was saved.
func TestTornCommits(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(17, 18))
	path, copied := filepath.Join(t.TempDir(), "quiz.db"), filepath.Join(t.TempDir(), "torn.db")
	if err := os.WriteFile(path, busyFile(t), 0o600); err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for range *tears {
		before := mustRead(t, path)
		was, err := exportOf(path)
		if err != nil {
			t.Fatal(err)
		}
		s, err := bolt.Open(path)
		if err := errors.Join(err, s.Update(t.Context(), randomUpdate(r)), s.Close()); err != nil {
			t.Fatal(err)
		}
		is, err := exportOf(path)
		if err != nil {
			t.Fatal(err)
		}
		torn, meta := tear(r, before, mustRead(t, path))
		if err := os.WriteFile(copied, torn, 0o600); err != nil {
			t.Fatal(err)
		}
		report, err := bolt.CheckFile(t.Context(), copied)
		said := err != nil || len(report.Faults)+len(report.Notes) > 0
		got, err := exportOf(copied)
		switch {
		case said && err != nil:
			count["refused"]++
		case said:
			count["said"]++
		case err == nil && got == is:
			count["nothing lost"]++
		case err == nil && got == was && !meta:
			count["as before"]++
		default:
			t.Errorf("a torn commit is not noticed: %v", err)
		}
	}
	t.Log(count)
}
