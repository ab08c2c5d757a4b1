// Package transfer moves everything a store holds into an export and out of it. It works on every
// kind of store. The package documentation of [quizbot/store] describes the lines of an export.
package transfer

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"

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
func Export(ctx context.Context, s Source, w io.Writer) error {
	return s.ViewRecords(ctx, func(records store.RecordReader) error {
		e := exporter{w: bufio.NewWriter(w), ctx: ctx}
		e.writeLine(headerLine{exportFormat, store.Schema()})
		for _, kind := range store.Kinds() {
			e.writeRecords(records, kind)
		}
		e.writeLine(map[string]endLine{endKind: {e.lines - 1}})
		return errors.Join(e.err, e.w.Flush())
	})
}

// ExportFile exports the store in a file that no process has open. It fails with [bolt.ErrLocked]
// if a service runs on the file, and if there is no file.
func ExportFile(ctx context.Context, path string, w io.Writer) error {
	s, err := bolt.OpenExisting(path)
	if err != nil {
		return err
	}
	return errors.Join(Export(ctx, s, w), s.Close())
}

// exporter writes lines until the first error.
type exporter struct {
	ctx   context.Context //nolint:containedctx // it is the context of the call that made the exporter
	w     *bufio.Writer
	lines int
	err   error
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
		if err != nil {
			e.err = err
			return
		}
		e.writeLine(map[store.Kind]json.RawMessage{kind: record})
	}
}
