package transfer

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"quizbot/store"
	"quizbot/store/bolt"
)

// Target is a store that can be filled by an import.
type Target interface {
	// Fill adds records to the store. It calls next in a transaction, and again in another one as
	// long as next returns true. Then it checks the store. After an error the store is empty.
	Fill(ctx context.Context, next func(store.RecordTx) (more bool, err error)) error
}

// Import adds the records of an export to an empty store. An error names the line, and leaves the
// store empty.
func Import(ctx context.Context, t Target, r io.Reader) error {
	return t.Fill(ctx, newImporter(ctx, r).importBatch)
}

// ImportFile makes a store at path, where there must be no file, and adds the records of an export.
// An error names the line, and leaves no file. The memory that it needs does not depend on the
// length of the export.
func ImportFile(ctx context.Context, r io.Reader, path string) error {
	return bolt.Create(path, newImporter(ctx, r).importBatch)
}

// importer reads the lines of an export.
type importer struct {
	ctx     context.Context //nolint:containedctx // it is the context of the call that made the importer
	lines   *bufio.Scanner
	line    int
	schema  int // of the export
	records *validator
	count   int
	kinds   []store.Kind // the kinds that may still come
	ended   bool
}

// longestLine is the limit of a line in bytes, far more than any record has.
const longestLine = 64 << 20

func newImporter(ctx context.Context, r io.Reader) *importer {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, longestLine)
	return &importer{ctx: ctx, lines: lines, kinds: store.Kinds(), records: newValidator()}
}

// importBatch imports some lines, and reports whether there may be more.
func (in *importer) importBatch(t store.RecordTx) (more bool, err error) {
	const size = 4 << 20 // bytes of lines in a transaction
	for read := 0; read < size; read += len(in.lines.Bytes()) {
		if err := in.ctx.Err(); err != nil {
			return false, err
		}
		if !in.lines.Scan() {
			return false, in.finishImport(t)
		}
		in.line++
		if err := in.importLine(t, in.lines.Bytes()); err != nil {
			return false, fmt.Errorf("line %d: %w", in.line, err)
		}
	}
	return true, nil
}

// finishImport checks the end of the export, and forgets members with a tombstone.
func (in *importer) finishImport(t store.RecordTx) error {
	switch err := in.lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		return fmt.Errorf("line %d is longer than any record: this is no export of quizbot's, or it was damaged", in.line+1)
	case err != nil:
		return fmt.Errorf("read line %d: %w", in.line+1, err)
	case !in.ended:
		return fmt.Errorf("line %d: the export ends before its last line, which counts the records: it was cut off, so export again", in.line)
	}
	if err := in.records.finish(t); err != nil {
		return err
	}
	_, err := store.ForgetAgain(t)
	return err
}

// importLine imports one line.
func (in *importer) importLine(t store.RecordTx, line []byte) error {
	if in.ended {
		return errors.New("something follows the last line: import one export at a time")
	}
	if in.line == 1 {
		return in.readHeader(line)
	}
	var parts map[string]json.RawMessage
	if err := json.Unmarshal(line, &parts); err != nil {
		return fmt.Errorf("it is no JSON, so the export was damaged: export again: %w", err)
	}
	if len(parts) != 1 {
		return fmt.Errorf("it has %d records, and should have one: export again", len(parts))
	}
	for name, record := range parts {
		if name == endKind {
			return in.readEnd(record)
		}
		if err := in.importRecord(t, store.Kind(name), record); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	in.count++
	return nil
}

// readHeader checks the first line.
func (in *importer) readHeader(line []byte) error {
	var h headerLine
	if err := json.Unmarshal(line, &h); err != nil || h.Quizbot == 0 {
		return errors.New("this is no export of quizbot's: name a file that `quizbot export` wrote")
	}
	if newest := store.Schema(); h.Quizbot != exportFormat || h.Schema < 1 || h.Schema > newest {
		return fmt.Errorf("the export is of schema %d in format %d, and this quizbot takes schemas up to %d in format %d: "+
			"import it with the release that wrote it, or update quizbot", h.Schema, h.Quizbot, newest, exportFormat)
	}
	in.schema = h.Schema
	return nil
}

// readEnd checks the last line.
func (in *importer) readEnd(line json.RawMessage) error {
	var end endLine
	d := json.NewDecoder(bytes.NewReader(line))
	d.DisallowUnknownFields()
	if err := d.Decode(&end); err != nil {
		return err
	}
	if end.Records != in.count {
		return fmt.Errorf("there are %d records and should be %d: some were lost, so export again", in.count, end.Records)
	}
	in.ended = true
	return nil
}

// importRecord imports one record. The kinds have to come in their order.
func (in *importer) importRecord(t store.RecordTx, kind store.Kind, record json.RawMessage) error {
	at := slices.Index(in.kinds, kind)
	switch {
	case at < 0 && slices.Contains(store.Kinds(), kind):
		return errors.New("it stands behind a record of a kind that comes later: leave the lines in their order")
	case at < 0:
		return errors.New("this quizbot does not know such a record: update quizbot, or export again")
	}
	in.kinds = in.kinds[at:]
	record, err := store.UpgradeRecord(in.schema, kind, record)
	if err != nil {
		return err
	}
	if err := t.AddRecord(kind, record); err != nil {
		return err
	}
	return in.records.validate(t, kind, record, in.line)
}
