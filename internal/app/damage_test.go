package app_test

import (
	"errors"
	"flag"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"quizbot/bot"
	"quizbot/bot/action"
	"quizbot/quiz"
	"quizbot/quiz/departure"
	"quizbot/quiz/quiztest"
	"quizbot/store"
	"quizbot/store/bolt"
	"quizbot/store/memory"

	"go.etcd.io/bbolt"
)

// record is a key with its value.
type record struct{ bucket, key, value string }

// recordsOf returns everything that a store holds.
func recordsOf(t *testing.T, db quiz.Store) (list []record) {
	t.Helper()
	err := db.View(t.Context(), func(tx quiz.Tx) error {
		for _, bucket := range store.Buckets() {
			tx.(store.Tx).Scan(bucket, nil, func(key, value []byte) bool { //nolint:forcetypeassert // every store's is
				list = append(list, record{bucket, string(key), string(value)})
				return true
			})
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// put writes records below the store's own rules.
func put(t *testing.T, db quiz.Store, list []record) {
	t.Helper()
	err := db.Update(t.Context(), func(tx quiz.Tx) (err error) {
		for _, r := range list {
			err = errors.Join(err, tx.(store.Tx).Put(r.bucket, []byte(r.key), []byte(r.value))) //nolint:forcetypeassert // every store's is
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// livedIn returns the records of two rooms in the middle of a day, and the keys that belong to the
// bad one, whose reveal waits for its channel.
func livedIn(t *testing.T) (all []record, bad map[string][]string, now time.Time) {
	t.Helper()
	db := memory.New()
	n := newNeighbourhood(t, db, time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC))
	n.setUp(badRoom, "bboss", "09:00", "11:00")
	n.until(23, 9, 1)
	n.takesPart(badRoom, "bea", "bob", "ben")
	first := n.openRound(badRoom)
	n.until(23, 21, 0)
	n.reviews(badRoom, first, "bboss", "bea", "bob")
	n.confirmsPoints(badRoom, "bboss", "gil")
	n.until(24, 9, 1)
	n.takesPart(badRoom, "bea", "bob")
	n.until(24, 10, 59)
	n.down = true
	n.forgets(badRoom, "ben")
	n.until(24, 11, 2)
	put(t, db, []record{ // a room with few members has none of these
		{"rank-counts", string(badRoom) + "\x00all\x00\x00" + strings.Repeat("\xff", 16), "\x00\x00\x00\x00\x00\x00\x00\x02"},
		{"self-graded", string(badRoom) + "\x00" + strings.Repeat("\x00\x00\x00\x00\x00\x00\x00\x01", 2), "\x01"},
	})
	quiztest.Update(t, db, func(tx quiz.Tx) error {
		return tx.SetDeparture(departure.Record{Workspace: "test/gone", At: n.clock.Now()})
	})
	bad = map[string][]string{}
	for _, r := range recordsOf(t, db) {
		bad[r.bucket] = append(bad[r.bucket], r.key)
	}
	n.setUp(goodRoom, "gboss", "12:00", "17:30")
	n.until(24, 12, 1)
	n.takesPart(goodRoom, "gus", "gea", "gil")
	return recordsOf(t, db), bad, n.clock.Now()
}

// confirmsPoints has an admin confirm the key points of a question.
func (n *neighbourhood) confirmsPoints(room quiz.RoomID, boss string, q quiz.QuestionID) {
	n.t.Helper()
	at := quiz.Stamp{At: n.clock.Now()}
	_, mistakes, err := n.app.Service.ConfirmPoints(n.t.Context(), at, room, quiz.Person{ID: quiz.MemberID("test/w/" + boss), Admin: true}, q, []string{"a point", "another one"})
	if err != nil || len(mistakes) > 0 {
		n.t.Fatal(err, mistakes)
	}
}

// forgets has somebody have everything about them deleted.
func (n *neighbourhood) forgets(room quiz.RoomID, who string) {
	n.t.Helper()
	n.does(room, who, bot.Press{ID: action.Action{Verb: action.ForgetMe, Arg: "me"}.String()})
}

// goesOn has the good room go through the rest of the day and the next one, with every command there
// is. It returns what everybody there saw.
func (n *neighbourhood) goesOn() []string {
	n.t.Helper()
	id := n.openRound(goodRoom)
	n.everyCommand("gus")
	n.takesPart(goodRoom, "new", "gus")
	n.does("", "gus", bot.HomeOpened{Rooms: []bot.HomeRoom{{ID: goodRoom, Name: "#good"}}})
	n.does("", "gus", bot.HomeOpened{Rooms: []bot.HomeRoom{{ID: badRoom, Name: "#bad"}, {ID: goodRoom, Name: "#good"}}})
	n.does("", "", bot.Reconnected{Platform: "test"})
	n.until(24, 21, 0)
	n.reviews(goodRoom, id, "gboss", "gus", "gea", "new")
	n.everyCommand("gboss")
	n.confirmsPoints(goodRoom, "gboss", "gil")
	n.forgets(goodRoom, "gea")
	n.until(25, 12, 1)
	n.takesPart(goodRoom, "gil", "new")
	n.until(25, 21, 0)
	for _, c := range n.stands {
		n.note(goodRoom, "stands", c)
	}
	slices.Sort(n.transcript)
	return n.transcript
}

// everyCommand has somebody use every command in the good room.
func (n *neighbourhood) everyCommand(who string) {
	n.t.Helper()
	for _, spec := range bot.Commands() {
		n.commands(goodRoom, who, spec.Example)
		for _, p := range spec.Params {
			n.does(goodRoom, who, bot.Autocomplete{Path: spec.Path, Param: p.Name, Typed: "g"})
		}
	}
	n.commands(goodRoom, who, "/quiz-admin setup UTC")
	n.commands(goodRoom, who, "/quiz-admin plan ask 12:00")
	n.commands(goodRoom, who, "/quiz-admin resume")
}

// damagedRooms is set for the long form of TestDamagedNeighbour.
var damagedRooms = flag.Bool("damaged-rooms", false, "damage every bucket in every way")

// sampledBuckets are those of the short form.
func sampledBuckets() []string { return []string{"meta", "rooms", "rounds", "wake"} }

// expected returns a transcript without the lines that damage in a bucket changes by design. Points that
// an admin of the workspace confirmed give way to the bank's own, the next question of a room that cannot
// be read is unknown, the log of changes lacks what is damaged and names that cannot be read, and the status
// says that a file is damaged.
func expected(bucket string, transcript []string) []string {
	changed := map[string]string{"confirmed": "Key points of", "rooms": `"gil","Code":true`, "file": "Status of this channel", "audit": "What admins changed", "members": "What admins changed"}
	return slices.DeleteFunc(slices.Clone(transcript), func(line string) bool {
		for b, text := range changed {
			if (bucket == b || bucket == "file") && strings.Contains(line, text) {
				return true
			}
		}
		return false
	})
}

// Whatever record of a room is damaged, the members of another one see what they would see otherwise.
// The damaged room alone is contained, and what cannot be read stays as it is.
func TestDamagedNeighbour(t *testing.T) {
	all, bad, now := livedIn(t)
	whole := memory.New()
	put(t, whole, all)
	n := newNeighbourhood(t, whole, now)
	want := n.goesOn()
	if len(n.posted[goodRoom]) < 8 || len(n.posted[badRoom]) < 5 || len(n.alarms) > 0 {
		t.Fatalf("without damage: posted %v, alarms %v", n.posted, n.alarms)
	}
	for _, bucket := range store.Buckets() {
		if len(bad[bucket]) == 0 {
			t.Errorf("there is nothing to damage in %s", bucket)
		}
		for shape, value := range map[string]string{"checksum": "", "nonsense": `{"v":1,"r":"nonsense"}`} {
			if !*damagedRooms && (shape == "nonsense" || !slices.Contains(sampledBuckets(), bucket)) {
				continue
			}
			t.Run(bucket+"/"+shape, func(t *testing.T) {
				db := memory.New()
				put(t, db, all)
				var damaged []record
				for _, key := range bad[bucket] {
					damaged = append(damaged, record{bucket, key, value})
				}
				put(t, db, damaged)
				checkNeighbour(t, newNeighbourhood(t, db, now), bucket, want, damaged)
			})
		}
	}
}

// The same holds over a file whose bytes are damaged in every bucket at once.
func TestDamagedNeighbourOnDisk(t *testing.T) {
	all, bad, now := livedIn(t)
	whole := memory.New()
	put(t, whole, all)
	want := newNeighbourhood(t, whole, now).goesOn()
	path := filepath.Join(t.TempDir(), "quiz.db")
	db, err := bolt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	put(t, db, all)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	var damaged []record
	flipBytes(t, path, func(bucket string, key []byte) bool {
		hit := slices.Contains(bad[bucket], string(key))
		if hit {
			damaged = append(damaged, record{bucket, string(key), ""})
		}
		return hit
	})
	if db, err = bolt.Open(path); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	checkNeighbour(t, newNeighbourhood(t, db, now), "file", want, damaged)
}

// flipBytes damages the last byte of chosen records, below the store.
func flipBytes(t *testing.T, path string, chosen func(bucket string, key []byte) bool) {
	t.Helper()
	file, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = file.Update(func(tx *bbolt.Tx) (err error) {
		for _, bucket := range store.Buckets() {
			b := tx.Bucket([]byte(bucket))
			damaged := map[string][]byte{}
			_ = b.ForEach(func(key, value []byte) error {
				if chosen(bucket, key) {
					value = slices.Clone(value)
					value[len(value)-1] ^= 1
					damaged[string(key)] = value
				}
				return nil
			})
			for key, value := range damaged {
				err = errors.Join(err, b.Put([]byte(key), value))
			}
		}
		return err
	})
	if err := errors.Join(err, file.Close()); err != nil {
		t.Fatal(err)
	}
}

// checkNeighbour has the good room go on beside a damaged one.
func checkNeighbour(t *testing.T, n *neighbourhood, bucket string, want []string, damaged []record) {
	t.Helper()
	compareTranscripts(t, expected(bucket, n.goesOn()), expected(bucket, want))
	parked, contains := n.app.Service.ParkedRooms(), slices.Contains([]string{"rooms", "steps", "rounds", "file"}, bucket)
	switch {
	case contains && (len(parked) != 1 || parked[0].Room != badRoom || !parked[0].Unreadable || n.alarms[badRoom] != 2):
		t.Errorf("parked are %+v, alarms %v; want one room, and one alarm when it is contained and parked", parked, n.alarms)
	case !contains && len(parked) > 0:
		t.Errorf("parked are %+v", parked)
	}
	noted, err := n.app.Notes(t.Context())
	noted = slices.DeleteFunc(noted, func(note string) bool { return !strings.HasPrefix(note, "parked:") })
	if err != nil || len(noted) != len(parked) || len(noted) > 0 && (!strings.Contains(noted[0], string(badRoom)) || !strings.Contains(noted[0], "damaged")) {
		t.Errorf("the health checks note %q, %v", noted, err)
	}
	if n.alarms[goodRoom] > 0 {
		t.Errorf("alarms %v", n.alarms)
	}
	left := recordsOf(t, n.store)
	for _, d := range damaged {
		if !slices.Contains(rebuiltBuckets(), d.bucket) && !slices.Contains(left, d) {
			t.Errorf("%q of %s was written over or deleted", d.key, d.bucket)
		}
	}
}

// rebuiltBuckets are those whose damaged records are made anew, and those that an admin or a member changed
// meanwhile.
func rebuiltBuckets() []string {
	return []string{"meta", "wake", "due", "room-rounds", "asked", "my-replies", "my-votes", "member-ids", "my-entries", "tallies", "ranking", "rank-counts", "self-graded", "run-rounds", "redraws", "confirmed", "audit"}
}

// compareTranscripts reports the first line in which two sorted transcripts differ.
func compareTranscripts(t *testing.T, got, want []string) {
	t.Helper()
	missing := func(list, other []string) string {
		for _, line := range list {
			if _, found := slices.BinarySearch(other, line); !found {
				return line
			}
		}
		return ""
	}
	g, w := missing(got, want), missing(want, got)
	from := 0
	for from < min(len(g), len(w)) && g[from] == w[from] {
		from++
	}
	if cut := max(0, from-200); g != "" || w != "" {
		t.Errorf("from byte %d on, got\n%.900s\nwant\n%.900s", cut, g[min(cut, len(g)):], w[min(cut, len(w)):])
	}
}
