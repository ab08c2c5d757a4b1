// Package transfer moves everything a store holds into an export and out of it. It works on every
// kind of store. The package documentation of [quizbot/store] describes the lines of an export.
package transfer

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"quizbot/quiz"
	"quizbot/store"
	"quizbot/store/bolt"
)

// exportFormat is the version of the lines that Export writes.
const exportFormat = 1

// The first and the last line of an export.
type (
	headerLine struct {
		Quizbot int `json:"quizbot"`
		Schema  int `json:"schema"`
	}
	endLine struct {
		Records int `json:"records"`
		// LeftOut names the records that could not be read.
		LeftOut []string `json:"left_out,omitempty"`
	}
)

// endKind is the name of the last line.
const endKind = "end"

// Source is a store that can be exported.
type Source interface {
	// ViewRecords runs fn on a state of the store that does not change meanwhile.
	ViewRecords(ctx context.Context, fn func(store.RecordReader) error) error
}

// Export writes everything that a store holds at one moment as lines of JSON: a header, a line for
// each record, and a last line with their number. Derived data is left out. The store keeps the
// moment until Export returns, so w should be a file rather than a slow network.
//
// Records that cannot be read are left out and named in the last line. Export then returns an
// [Incomplete], and all the others are written.
func Export(ctx context.Context, s Source, w io.Writer) error {
	return s.ViewRecords(ctx, func(records store.RecordReader) error {
		e := exporter{w: bufio.NewWriter(w), ctx: ctx}
		e.writeLine(headerLine{exportFormat, store.Schema()})
		for _, kind := range store.Kinds() {
			e.writeRecords(records, kind)
		}
		e.writeLine(map[string]endLine{endKind: {e.lines - 1, e.leftOut}})
		if err := errors.Join(e.err, e.w.Flush()); err != nil {
			return err
		}
		return incomplete(e.leftOut)
	})
}

// Incomplete is the error of an export without the records that cannot be read. It names them.
type Incomplete []string

// Error tells how many records are left out and which.
func (i Incomplete) Error() string {
	return fmt.Sprintf("records that cannot be read and are not in the export: %d\n  %s\nrestore a backup, or keep what can be read with `quizbot restore --salvage`",
		len(i), strings.Join(i, "\n  "))
}

func incomplete(leftOut []string) error {
	if len(leftOut) == 0 {
		return nil
	}
	return Incomplete(leftOut)
}

// LeftOut returns the [Incomplete] of an export with the given last line, nil if nothing is left out.
func LeftOut(lastLine []byte) error {
	var last map[string]endLine
	if json.Unmarshal(lastLine, &last) != nil {
		return nil // import tells of it
	}
	return incomplete(last[endKind].LeftOut)
}

// ExportFile exports the store in a file that no process has open. It fails with [bolt.ErrLocked]
// if a service runs on the file, and if there is no file. A file of an older schema stays as it is: a
// copy beside it is upgraded, exported and removed.
func ExportFile(ctx context.Context, path string, w io.Writer) (err error) {
	if !bolt.IsOlder(path) {
		return exportFile(ctx, path, w)
	}
	folder, err := os.MkdirTemp(filepath.Dir(path), SpoolPattern)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	copied := filepath.Join(folder, "quizbot.db")
	if err := bolt.BackupFile(ctx, path, copied, false); err != nil {
		return err
	}
	return exportFile(ctx, copied, w)
}

// SpoolPattern is the pattern of the names of exports that are being made. They are removed at the next
// start.
const SpoolPattern = ".quizbot-export-*"

func exportFile(ctx context.Context, path string, w io.Writer) error {
	s, err := bolt.OpenExisting(path)
	if err != nil {
		return err
	}
	if err := Export(ctx, s, w); err != nil {
		return errors.Join(err, s.Close())
	}
	return s.Close()
}

// exporter writes lines until the first error.
type exporter struct {
	ctx   context.Context //nolint:containedctx // it is the context of the call that made the exporter
	w     *bufio.Writer
	lines int
	// leftOut names the records that cannot be read.
	leftOut []string
	err     error
}

func (e *exporter) writeLine(line any) {
	if e.err == nil {
		e.err = e.ctx.Err()
	}
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

// writeRecords writes all records of a kind.
func (e *exporter) writeRecords(records store.RecordReader, kind store.Kind) {
	for record, err := range records.Records(kind) {
		if e.err != nil {
			return
		}
		if errors.Is(err, quiz.ErrUnreadable) {
			e.leftOut = append(e.leftOut, err.Error())
			continue
		}
		if err != nil {
			e.err = err
			return
		}
		e.writeLine(map[store.Kind]json.RawMessage{kind: record})
	}
}
