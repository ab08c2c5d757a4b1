package ranks

import (
	"bytes"
	"errors"
	"fmt"
	"math"
)

// Len returns the number of rows of a set.
func (x Index) Len(set []byte) int {
	_, end, rows, err := x.descend(set, func([]byte, int) bool { return true })
	if err != nil {
		end, rows = nil, 0
	}
	x.scanAfter(x.Rows, set, end, func(_, _ []byte) bool {
		rows++
		return true
	})
	return rows
}

// Before returns the number of rows of a set before a key, whether or not there is such a row.
func (x Index) Before(set, row []byte) int {
	if _, n, err := x.search(set, row); err == nil {
		return n
	}
	n := 0 // a count is damaged, the rows aren't
	x.scanAfter(x.Rows, set, nil, func(k, _ []byte) bool {
		if bytes.Compare(k, row) >= 0 {
			return false
		}
		n++
		return true
	})
	return n
}

// At returns the row with n rows before it, nil if there is none.
func (x Index) At(set []byte, n int) (row []byte) {
	_, end, rows, err := x.descend(set, func(_ []byte, rows int) bool { return rows <= n })
	if err != nil {
		end, rows = nil, 0
	}
	x.scanAfter(x.Rows, set, end, func(k, _ []byte) bool {
		if rows == n {
			row = bytes.Clone(k)
		}
		rows++
		return row == nil
	})
	return row
}

// Rebuild counts the rows of a set anew.
func (x Index) Rebuild(set []byte) error {
	var stale [][]byte
	x.scanAfter(x.Counts, set, nil, func(k, _ []byte) bool {
		stale = append(stale, bytes.Clone(k))
		return true
	})
	for _, k := range stale {
		if err := x.KV.Delete(x.Counts, join(set, k)); err != nil {
			return err
		}
	}
	for level, blocks := range x.readBlocks(set) {
		for _, b := range blocks {
			if err := x.setRows(set, level, b.row, b.rows); err != nil {
				return err
			}
		}
	}
	return nil
}

// readBlocks returns the blocks of each level of a set, as the rows make them.
func (x Index) readBlocks(set []byte) (blocks [levels][]block) {
	var rows [levels]int
	x.scanAfter(x.Rows, set, nil, func(k, _ []byte) bool {
		for level := range rows {
			rows[level]++
		}
		for level := range x.ends(k) {
			blocks[level] = append(blocks[level], block{bytes.Clone(k), rows[level]})
			rows[level] = 0
		}
		return true
	})
	return blocks
}

// RebuildAll counts the rows of all sets anew.
func (x Index) RebuildAll() error {
	for set := x.nextSet(x.Rows, nil); set != nil; set = x.nextSet(x.Rows, set) {
		if err := x.Rebuild(set); err != nil {
			return err
		}
	}
	return nil
}

// nextSet returns the prefix of the first set after another one in a bucket, nil if there is none.
func (x Index) nextSet(bucket string, after []byte) (set []byte) {
	from := after
	if after != nil {
		from = join(after, bytes.Repeat([]byte{math.MaxUint8}, RowSize+1))
	}
	x.Scan(bucket, from, func(k, _ []byte) bool {
		if len(k) < RowSize {
			return true // it was damaged
		}
		set = bytes.Clone(k[:len(k)-RowSize])
		return false
	})
	return set
}

// Check compares all counts with the rows, and returns the faults.
func (x Index) Check() error {
	var errs []error
	want := 0
	for set := x.nextSet(x.Rows, nil); set != nil; set = x.nextSet(x.Rows, set) {
		for level, blocks := range x.readBlocks(set) {
			want += len(blocks)
			for _, b := range blocks {
				errs = append(errs, x.checkBlock(set, level, b))
			}
		}
	}
	got := 0
	x.Scan(x.Counts, nil, func(_, _ []byte) bool { got++; return true })
	if got != want {
		errs = append(errs, fmt.Errorf("%s has %d keys, and %s makes %d", x.Counts, got, x.Rows, want))
	}
	return errors.Join(errs...)
}

// checkBlock compares the count of a block with its rows. A damaged record is for others to report.
func (x Index) checkBlock(set []byte, level int, want block) error {
	value := x.Get(x.Counts, countKey(set, level, want.row))
	switch got := parseRows(value); {
	case value == nil:
		return fmt.Errorf("%s lacks a block of %d rows in %q", x.Counts, want.rows, printable(set))
	case len(value) > 0 && got != want.rows:
		return fmt.Errorf("%s has a block of %d rows in %q for %d of %s", x.Counts, got, printable(set), want.rows, x.Rows)
	}
	return nil
}

// printable returns a prefix as text.
func printable(set []byte) []byte {
	return bytes.ToValidUTF8(bytes.TrimRight(bytes.ReplaceAll(set, []byte{0}, []byte{' '}), " "), []byte("?"))
}
