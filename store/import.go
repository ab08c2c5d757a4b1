package store

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"quizbot/quiz"

	bolt "go.etcd.io/bbolt"
)

// Import puts what [Export] wrote into a store in memory, which must be empty. Where anything is wrong, the
// error names the line, and the store stays empty.
func Import(ctx context.Context, m *Mem, r io.Reader) error {
	return m.Update(ctx, func(t quiz.Tx) error {
		ours := t.(tx)
		if !empty(ours) {
			return errors.New("the store is not empty: import into a new one")
		}
		in := newImporter(ctx, r)
		for more := true; more; {
			var err error
			if more, err = in.batch(ours); err != nil {
				return err
			}
		}
		_, err := ours.forgetAgain(graves{})
		return errors.Join(err, check(ours))
	})
}

// empty reports whether a store holds nothing.
func empty(t tx) bool {
	for _, bucket := range buckets() {
		for range t.within(bucket, nil) {
			return false
		}
	}
	return true
}

// ImportFile makes a store at path, where there must be no file, of what [Export] wrote. Where anything is wrong,
// the error names the line, and there is no file. It needs little memory, however long the export is.
func ImportFile(ctx context.Context, r io.Reader, path string) error {
	path = followed(path)
	if isThere(path) {
		return fmt.Errorf("%s exists: import into a new file, or move that one away", path)
	}
	next := path + ".importing"
	if err := remove(next); err != nil { // left by a crash
		return explain(path, err)
	}
	db, err := lockFile(next, false)
	if err != nil {
		_ = remove(next) // what went wrong is what there is to say
		return explainOpen(path, err)
	}
	err = importInto(ctx, db, r, path)
	if err == nil && isThere(path) {
		err = fmt.Errorf("%s was made meanwhile: import into another file", path)
	}
	if err == nil {
		err = putInto(path, next)
	}
	if err != nil {
		_, _ = db.Close(), remove(next) // as above
		return explain(path, err)
	}
	return db.Close()
}

// importInto fills a new file and checks it.
func importInto(ctx context.Context, db database, r io.Reader, path string) error {
	db.NoSync = true // it is made durable at the end
	if err := db.Update(func(t *bolt.Tx) error { return begin(t, 1+len(migrations())) }); err != nil {
		return err
	}
	in := newImporter(ctx, r)
	for more := true; more; {
		err := db.Update(func(t *bolt.Tx) (err error) {
			more, err = in.batch(tx{file{t}})
			return err
		})
		if err != nil {
			return err
		}
	}
	err := db.Update(func(t *bolt.Tx) error {
		_, err := tx{file{t}}.forgetAgain(graves{})
		return err
	})
	if err := errors.Join(err, db.Sync()); err != nil {
		return err
	}
	return (&Bolt{path: path, db: db}).Check()
}

// importer reads the lines of an export.
type importer struct {
	ctx     context.Context //nolint:containedctx // it is the one of the call that made it
	lines   *bufio.Scanner
	line    int
	schema  int // of the export
	records int
	kinds   []kind // those that may come yet
	ended   bool
}

// longestLine is the longest line of an import in bytes, far more than any record has.
const longestLine = 64 << 20

func newImporter(ctx context.Context, r io.Reader) *importer {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, longestLine)
	return &importer{ctx: ctx, lines: lines, kinds: kinds()}
}

// batch takes some lines, and reports whether there may be more.
func (in *importer) batch(t tx) (more bool, err error) {
	const size = 4 << 20 // bytes, so that a transaction stays small
	for read := 0; read < size; read += len(in.lines.Bytes()) {
		if err := in.ctx.Err(); err != nil {
			return false, err
		}
		if !in.lines.Scan() {
			return false, in.finish()
		}
		in.line++
		if err := in.take(t, in.lines.Bytes()); err != nil {
			return false, fmt.Errorf("line %d: %w", in.line, err)
		}
	}
	return true, nil
}

// finish checks that nothing is missing at the end.
func (in *importer) finish() error {
	switch err := in.lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		return fmt.Errorf("line %d is longer than any record: this is no export of quizbot's, or it was damaged", in.line+1)
	case err != nil:
		return fmt.Errorf("read line %d: %w", in.line+1, err)
	case !in.ended:
		return fmt.Errorf("line %d: the export ends before its last line, which counts the records: it was cut off, so export again", in.line)
	}
	return nil
}

// take takes one line.
func (in *importer) take(t tx, line []byte) error {
	if in.ended {
		return errors.New("something follows the last line: import one export at a time")
	}
	if in.line == 1 {
		return in.header(line)
	}
	var parts map[string]json.RawMessage
	if err := json.Unmarshal(line, &parts); err != nil {
		return fmt.Errorf("it is no JSON, so the export was damaged: export again: %w", err)
	}
	if len(parts) != 1 {
		return fmt.Errorf("it has %d records, and should have one: export again", len(parts))
	}
	for name, record := range parts {
		if name == "end" {
			return in.end(record)
		}
		if err := in.record(t, name, record); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	in.records++
	return nil
}

// header checks the first line.
func (in *importer) header(line []byte) error {
	var h headerLine
	if err := json.Unmarshal(line, &h); err != nil || h.Quizbot == 0 {
		return errors.New("this is no export of quizbot's: name a file that `quizbot export` wrote")
	}
	known := 1 + len(migrations())
	if h.Quizbot != exportFormat || h.Schema < 1 || h.Schema > known {
		return fmt.Errorf("the export is of schema %d in format %d, and this quizbot takes schemas up to %d in format %d: "+
			"import it with the release that wrote it, or update quizbot", h.Schema, h.Quizbot, known, exportFormat)
	}
	in.schema = h.Schema
	return nil
}

// end checks the last line.
func (in *importer) end(line json.RawMessage) error {
	end, err := strictly[endLine](line)
	if err != nil {
		return err
	}
	if end.Records != in.records {
		return fmt.Errorf("there are %d records and should be %d: some were lost, so export again", in.records, end.Records)
	}
	in.ended = true
	return nil
}

// record takes a record of a kind. Kinds come in their order.
func (in *importer) record(t tx, name string, line json.RawMessage) error {
	for i, k := range in.kinds {
		if k.name == name {
			in.kinds = in.kinds[i:]
			line, err := upgradeRecord(in.schema, k.bucket, line)
			if err != nil {
				return err
			}
			return k.take(t, line)
		}
	}
	for _, k := range kinds() {
		if k.name == name {
			return fmt.Errorf("it stands behind a record of a kind that comes later: leave the lines in their order")
		}
	}
	return errors.New("this quizbot does not know such a record: update quizbot, or export again")
}

// strictly reads a line that may hold nothing but what is known.
func strictly[T any](line json.RawMessage) (T, error) {
	var v T
	d := json.NewDecoder(bytes.NewReader(line))
	d.DisallowUnknownFields()
	return v, d.Decode(&v)
}

// add writes a record as it came. It must be the only one of its key, and what has no name can be no key.
func add(t tx, bucket string, key []byte, named bool, r any) error {
	if !named {
		return errors.New("it lacks the number or the id that it is found by: export again")
	}
	if t.get(bucket, key) != nil {
		return errors.New("it is there twice: export again")
	}
	if r == nil {
		return nil
	}
	return setRecord(t, bucket, key, r)
}

// again writes a record as it came over what was written of the fields that this program knows.
func again(t tx, bucket string, key []byte, line json.RawMessage, err error) error {
	if err != nil {
		return err
	}
	return setRecord(t, bucket, key, line)
}

func takeLast(t tx, line json.RawMessage) error {
	l, err := strictly[lastLine](line)
	return errors.Join(err, t.raise("rounds", l.Rounds), t.raise("members", l.Members), t.raise("entries", l.Entries))
}

// raise makes n the last number given of a sequence, unless that is greater already.
func (t tx) raise(sequence string, n uint64) error {
	if n <= t.lastNumber(sequence) {
		return nil
	}
	return t.put(meta, []byte(sequence), number(n))
}

func takeRoom(t tx, line json.RawMessage) error {
	var r quiz.Room
	if err := json.Unmarshal(line, &r); err != nil {
		return err
	}
	return add(t, rooms, []byte(r.ID), r.ID != "", line)
}

func takeStep(t tx, line json.RawMessage) error {
	var s quiz.Step
	if err := json.Unmarshal(line, &s); err != nil {
		return err
	}
	return add(t, steps, []byte(s.Room), s.Room != "", line)
}

func takeWake(t tx, line json.RawMessage) error {
	w, err := strictly[wakeLine](line)
	if err := errors.Join(err, add(t, wake, []byte(w.Room), w.Room != "" && !w.At.IsZero(), nil)); err != nil {
		return err
	}
	if err := keepable(w.At); err != nil {
		return err
	}
	return t.SetWake(w.Room, w.At)
}

// keepable tells of a time that [moment] does not reach.
func keepable(at time.Time) error {
	if !parseMoment(moment(at)).Equal(at) {
		return fmt.Errorf("no store can keep the time %s", at.Format(time.RFC3339))
	}
	return nil
}

func takeRound(t tx, line json.RawMessage) error {
	var r quiz.Round
	if err := json.Unmarshal(line, &r); err != nil {
		return err
	}
	k := number(r.ID)
	if err := add(t, rounds, k, r.ID != 0, nil); err != nil {
		return err
	}
	return again(t, rounds, k, line, errors.Join(t.SetRound(r), t.raise("rounds", uint64(r.ID))))
}

func takeAsked(t tx, line json.RawMessage) error {
	a, err := strictly[askedLine](line)
	if err != nil {
		return err
	}
	if err := add(t, asked, key(cycleKey(a.Room, a.Cycle), []byte(a.Question)), a.Room != "", nil); err != nil {
		return err
	}
	return t.SetAsked(a.Room, a.Cycle, a.Question, true)
}

func takeReply(t tx, line json.RawMessage) error {
	var r quiz.Reply
	if err := json.Unmarshal(line, &r); err != nil {
		return err
	}
	k := key(number(r.Round), number(r.Member))
	if err := add(t, replies, k, r.Round != 0 && r.Member != 0, nil); err != nil {
		return err
	}
	return again(t, replies, k, line, t.SetReply(r))
}

func takeVote(t tx, line json.RawMessage) error {
	v, err := strictly[voteLine](line)
	if err != nil {
		return err
	}
	if err := add(t, votes, key(number(v.Round), number(v.Voter)), v.Round != 0 && v.Voter != 0 && v.Candidate != 0, nil); err != nil {
		return err
	}
	if err := keepable(v.At); err != nil {
		return err
	}
	return t.SetVote(v.Round, v.Voter, v.Candidate, v.At)
}

func takeMember(t tx, line json.RawMessage) error {
	var m quiz.Member
	if err := json.Unmarshal(line, &m); err != nil {
		return err
	}
	if t.get(memberIDs, []byte(m.ID)) != nil {
		return errors.New("its id is another member's: export again")
	}
	k := number(m.No)
	if err := add(t, members, k, m.No != 0 && m.ID != "", nil); err != nil {
		return err
	}
	return again(t, members, k, line, errors.Join(t.SetMember(m), t.raise("members", uint64(m.No))))
}

func takeEntry(t tx, line json.RawMessage) error {
	var e quiz.Entry
	if err := json.Unmarshal(line, &e); err != nil {
		return err
	}
	k := number(e.Seq)
	if err := add(t, ledger, k, e.Seq != 0 && e.Room != "" && e.Member != 0, nil); err != nil {
		return err
	}
	err := errors.Join(t.enter(e), t.raise("entries", e.Seq))
	if err == nil && t.get(members, number(e.Member)) != nil {
		err = t.countAll(e)
	}
	return again(t, ledger, k, line, err)
}

func takeRun(t tx, line json.RawMessage) error {
	r, err := strictly[runLine](line)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(r.Run, &quiz.Run{}); err != nil {
		return err
	}
	return add(t, runs, key(ended(r.Room), number(r.Member)), r.Room != "" && r.Member != 0, r.Run)
}
