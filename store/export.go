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
	"unicode/utf8"

	"quizbot/quiz"
)

// exportFormat is the version of the lines that Export writes.
const exportFormat = 1

// The first and the last line of an export, and the lines of what has no record of its own.
type (
	headerLine struct {
		Quizbot int `json:"quizbot"`
		Schema  int `json:"schema"`
	}
	endLine struct {
		Records int `json:"records"`
	}
	lastLine struct {
		Rounds  uint64 `json:"rounds"`
		Members uint64 `json:"members"`
		Entries uint64 `json:"entries"`
	}
	wakeLine struct {
		Room quiz.RoomID `json:"room"`
		At   time.Time   `json:"at"`
	}
	askedLine struct {
		Room     quiz.RoomID     `json:"room"`
		Cycle    int             `json:"cycle"`
		Question quiz.QuestionID `json:"question"`
	}
	voteLine struct {
		Round     quiz.RoundID  `json:"round"`
		Voter     quiz.MemberNo `json:"voter"`
		Candidate quiz.MemberNo `json:"candidate"`
		At        time.Time     `json:"at"`
	}
	runLine struct {
		Room   quiz.RoomID     `json:"room"`
		Member quiz.MemberNo   `json:"member"`
		Run    json.RawMessage `json:"run"`
	}
)

// kind is one kind of line, as doc.go lists them.
type kind struct {
	name, bucket string
	// line is what to write of a key and its value.
	line func(key, value []byte) (any, error)
	// take puts what a line says into an empty store, with what is derived from it.
	take func(t tx, line json.RawMessage) error
}

// kinds are all of them, in the order in which they stand: members come before entries, which count only for
// members who have a row.
func kinds() []kind {
	return []kind{
		{"last", meta, nil, takeLast},
		{"room", rooms, asItIs(rooms), takeRoom},
		{"step", steps, asItIs(steps), takeStep},
		{"wake", wake, lineOfWake, takeWake},
		{"round", rounds, asItIs(rounds), takeRound},
		{"asked", asked, lineOfAsked, takeAsked},
		{"reply", replies, asItIs(replies), takeReply},
		{"vote", votes, lineOfVote, takeVote},
		{"member", members, asItIs(members), takeMember},
		{"entry", ledger, asItIs(ledger), takeEntry},
		{"run", runs, lineOfRun, takeRun},
		{"forget_key", forgetKeys, lineOfForgetKey, takeForgetKey},
		{"forgotten", forgotten, lineOfForgotten, takeForgotten},
	}
}

// asItIs writes records as they stand in their bucket, with all they hold, also what this program does not know.
func asItIs(bucket string) func(_, value []byte) (any, error) {
	return func(_, value []byte) (any, error) { return decode[json.RawMessage](bucket, value) }
}

func lineOfWake(key, value []byte) (any, error) {
	return wakeLine{quiz.RoomID(key), parseMoment(value)}, nil
}

func lineOfAsked(key, _ []byte) (any, error) {
	room, rest, found := bytes.Cut(key, []byte{0})
	if !found || len(rest) < 4 {
		return nil, fmt.Errorf("%s: a key is cut off", asked)
	}
	if !utf8.Valid(rest[4:]) {
		return nil, fmt.Errorf("%s: the question %q is no text", asked, rest[4:])
	}
	return askedLine{quiz.RoomID(room), parseCycle(rest), quiz.QuestionID(rest[4:])}, nil
}

func lineOfVote(key, value []byte) (any, error) {
	round, voter := quiz.RoundID(parseNumber(key)), quiz.MemberNo(parseNumber(key[8:]))
	return voteLine{round, voter, quiz.MemberNo(parseNumber(value)), castAt(value)}, nil
}

func lineOfRun(key, value []byte) (any, error) {
	room, rest, _ := bytes.Cut(key, []byte{0})
	r, err := decode[json.RawMessage](runs, value)
	return runLine{quiz.RoomID(room), quiz.MemberNo(parseNumber(rest)), r}, err
}

// Export writes all that a store of this package holds at one moment as lines of JSON: a header, a line for each
// record, which names its kind, and a last line that counts them. What is derived is left out. The moment is kept
// in the store meanwhile, so w should be a file rather than a slow network.
func Export(ctx context.Context, s quiz.Store, w io.Writer) error {
	return s.View(ctx, func(t quiz.Tx) error {
		ours, ok := t.(tx)
		if !ok {
			return fmt.Errorf("export: %T is no store of this package", s)
		}
		e := exporter{w: bufio.NewWriter(stoppable{ctx, w})}
		e.write(headerLine{exportFormat, 1 + len(migrations())})
		e.write(map[string]lastLine{"last": {ours.lastNumber("rounds"), ours.lastNumber("members"), ours.lastNumber("entries")}})
		for _, k := range kinds()[1:] {
			e.bucket(ours, k)
		}
		e.write(map[string]endLine{"end": {e.lines - 1}})
		return errors.Join(e.err, e.w.Flush())
	})
}

// ExportFile writes what [Export] does of the store at path, which no process has open. It fails with [ErrLocked]
// where a service runs on it, and where there is no store.
func ExportFile(ctx context.Context, path string, w io.Writer) error {
	if err := existing(path); err != nil {
		return err
	}
	b, err := Open(path)
	if err != nil {
		return err
	}
	return errors.Join(Export(ctx, b, w), b.Close())
}

// exporter writes lines, until the first error.
type exporter struct {
	w     *bufio.Writer
	lines int
	err   error
}

func (e *exporter) write(line any) {
	if e.err != nil {
		return
	}
	b, err := json.Marshal(line)
	if err == nil {
		_, err = e.w.Write(append(b, '\n'))
	}
	e.lines++
	e.err = err
}

// bucket writes what a bucket holds.
func (e *exporter) bucket(t tx, k kind) {
	for key, value := range t.within(k.bucket, nil) {
		if e.err != nil {
			return
		}
		line, err := k.line(key, value)
		if err != nil {
			e.err = err
			return
		}
		e.write(map[string]any{k.name: line})
	}
}
