// Package ranks keeps sets of rows in the order of their keys, with counts beside them: the number of
// rows of a set, the position of a row and the row at a position are found without reading the rows
// before.
//
// A hash of its key makes about one row of 256 the end of a block, one of 65,536 the end of a block of
// blocks, and so on. A record beside the rows keeps for each such end the number of rows since the end
// before it. Rows behind the last end are counted one by one, so that a set of few rows has no records
// at all. The records follow from the rows alone, in whatever order those were written.
package ranks

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math/bits"
)

// KV is an ordered key-value store, as [quizbot/store.KV] describes it.
type KV interface {
	Get(bucket string, key []byte) []byte
	Put(bucket string, key, value []byte) error
	Delete(bucket string, key []byte) error
	Scan(bucket string, from []byte, yield func(key, value []byte) bool)
}

// Index is the sets of rows in a bucket, with the records of their counts in another one. All keys of
// a set begin with its prefix, and no other key does.
type Index struct {
	KV
	// Rows and Counts are the two buckets.
	Rows, Counts string
	// Fan is the binary logarithm of the mean number of rows in a block. Files depend on it.
	Fan int
}

// DefaultFan makes blocks of 256 rows.
const DefaultFan = 8

// levels is how many sizes of blocks there are. With blocks of 256, a read stays short up to some
// hundred million rows.
const levels = 3

// RowSize is the length of a row's key in bytes, without the set's prefix.
const RowSize = 16

// errDamaged is returned for a record that can't be right.
var errDamaged = errors.New("a count is damaged")

// Put adds a row to a set, or replaces its value.
func (x Index) Put(set, row, value []byte) error {
	if x.Get(x.Rows, join(set, row)) != nil {
		return x.KV.Put(x.Rows, join(set, row), value)
	}
	err := x.count(set, row, levels)
	if err := x.KV.Put(x.Rows, join(set, row), value); err != nil {
		return err
	}
	return x.rebuildDamaged(set, err)
}

// Delete removes a row from a set. Without such a row it does nothing.
func (x Index) Delete(set, row []byte) error {
	if x.Get(x.Rows, join(set, row)) == nil {
		return nil
	}
	err := x.discount(set, row, levels)
	if err := x.KV.Delete(x.Rows, join(set, row)); err != nil {
		return err
	}
	return x.rebuildDamaged(set, err)
}

// Move replaces a row, if it is there, by another one. Counts of blocks that hold both stay as they
// are.
func (x Index) Move(set, from, to, value []byte) error {
	if bytes.Equal(from, to) || x.Get(x.Rows, join(set, from)) == nil {
		return x.Put(set, to, value)
	}
	if x.Get(x.Rows, join(set, to)) != nil { // it was damaged
		return errors.Join(x.Delete(set, from), x.Put(set, to, value))
	}
	n := x.countApart(set, from, to)
	err := x.discount(set, from, n)
	if err := x.KV.Delete(x.Rows, join(set, from)); err != nil {
		return err
	}
	if err == nil {
		err = x.count(set, to, n)
	}
	if err := x.KV.Put(x.Rows, join(set, to), value); err != nil {
		return err
	}
	return x.rebuildDamaged(set, err)
}

// countApart returns the number of levels at which two rows are in different blocks, or at which one
// of them ends a block. The rows share all blocks above.
func (x Index) countApart(set, a, b []byte) (n int) {
	for n = max(x.ends(a), x.ends(b)); n < levels; n++ {
		if bytes.Equal(x.endFrom(set, n, a).row, x.endFrom(set, n, b).row) {
			break
		}
	}
	return n
}

// count adds a row, which isn't there yet, to the counts of the lowest n levels.
func (x Index) count(set, row []byte, n int) error {
	ends := min(n, x.ends(row))
	var before [levels]int
	rank := 0
	if ends > 0 {
		var err error
		if before, rank, err = x.search(set, row); err != nil {
			return err
		}
	}
	for level := range n {
		next := x.endFrom(set, level, row)
		if next.row != nil && next.rows <= 0 {
			return errDamaged
		}
		if level >= ends {
			if next.row == nil {
				return nil // nor is there one at a higher level
			}
			if err := x.setRows(set, level, next.row, next.rows+1); err != nil {
				return err
			}
			continue
		}
		own := rank - before[level]
		if next.row != nil {
			if err := x.setRows(set, level, next.row, next.rows-own); err != nil {
				return err
			}
		}
		if err := x.setRows(set, level, row, own+1); err != nil {
			return err
		}
	}
	return nil
}

// discount removes a row, which is still there, from the counts of the lowest n levels.
func (x Index) discount(set, row []byte, n int) error {
	ends := min(n, x.ends(row))
	for level := range n {
		own := 0
		if level < ends {
			at := x.endFrom(set, level, row)
			if !bytes.Equal(at.row, row) || at.rows <= 0 {
				return errDamaged
			}
			own = at.rows
			if err := x.KV.Delete(x.Counts, countKey(set, level, row)); err != nil {
				return err
			}
		}
		next := x.endFrom(set, level, row)
		if next.row == nil && level >= ends {
			return nil
		}
		if next.row == nil {
			continue
		}
		if next.rows <= 0 {
			return errDamaged
		}
		if err := x.setRows(set, level, next.row, next.rows+own-1); err != nil {
			return err
		}
	}
	return nil
}

// setRows writes the number of rows in a block.
func (x Index) setRows(set []byte, level int, end []byte, rows int) error {
	if rows <= 0 {
		return errDamaged
	}
	return x.KV.Put(x.Counts, countKey(set, level, end), binary.BigEndian.AppendUint64(nil, uint64(rows)))
}

// rebuildDamaged counts a set anew if err says that a count is damaged. Another error is returned.
func (x Index) rebuildDamaged(set []byte, err error) error {
	if errors.Is(err, errDamaged) {
		return x.Rebuild(set)
	}
	return err
}

// block is a block of rows.
type block struct {
	row  []byte // the key of its last row, nil if there is no block
	rows int    // -1 if the record is damaged
}

// endFrom returns the block of a level that a row is in: the first with an end from the row on.
func (x Index) endFrom(set []byte, level int, row []byte) (b block) {
	prefix := levelKey(set, level)
	x.Scan(x.Counts, join(prefix, row), func(k, v []byte) bool {
		if bytes.HasPrefix(k, prefix) {
			b = block{bytes.Clone(k[len(prefix):]), parseRows(v)}
		}
		return false
	})
	return b
}

// search returns the number of rows before a row, and how many of them are in the whole blocks of
// each level.
func (x Index) search(set, row []byte) (before [levels]int, rank int, err error) {
	target := func(end []byte, _ int) bool { return bytes.Compare(end, row) < 0 }
	before, end, rank, err := x.descend(set, target)
	if err != nil {
		return before, 0, err
	}
	x.scanAfter(x.Rows, set, end, func(k, _ []byte) bool {
		if bytes.Compare(k, row) >= 0 {
			return false
		}
		rank++
		return true
	})
	return before, rank, nil
}

// descend skips blocks from the largest to the smallest, as long as skip reports it for the end of a
// block and the number of rows up to it. It returns the rows skipped in blocks of each level and
// above, the last end and the number of all skipped rows.
func (x Index) descend(set []byte, skip func(end []byte, rows int) bool) (before [levels]int, end []byte, rows int, err error) {
	for level := levels - 1; level >= 0; level-- {
		x.scanAfter(x.Counts, levelKey(set, level), end, func(k, v []byte) bool {
			n := parseRows(v)
			if n <= 0 {
				err = errDamaged
				return false
			}
			if !skip(k, rows+n) {
				return false
			}
			rows += n
			end = append(end[:0], k...)
			return true
		})
		if err != nil {
			return before, nil, 0, err
		}
		before[level] = rows
	}
	return before, end, rows, nil
}

// scanAfter yields the keys with a prefix after the given one, which may be nil, without the prefix.
func (x Index) scanAfter(bucket string, prefix, after []byte, yield func(key, value []byte) bool) {
	from := prefix
	if after != nil {
		from = join(prefix, after, []byte{0})
	}
	x.Scan(bucket, from, func(k, v []byte) bool {
		return bytes.HasPrefix(k, prefix) && yield(k[len(prefix):], v)
	})
}

// ends returns the number of levels at which a row ends a block.
func (x Index) ends(row []byte) int {
	if len(row) != RowSize {
		return 0 // it was damaged
	}
	h := mix(binary.BigEndian.Uint64(row) + mix(binary.BigEndian.Uint64(row[8:])))
	return min(levels, bits.TrailingZeros64(h)/x.Fan)
}

// mix scatters a number over all numbers, as in https://prng.di.unimi.it/splitmix64.c.
func mix(n uint64) uint64 {
	n += 0x9e3779b97f4a7c15
	n = (n ^ n>>30) * 0xbf58476d1ce4e5b9
	n = (n ^ n>>27) * 0x94d049bb133111eb
	return n ^ n>>31
}

// parseRows decodes a number of rows. It is -1 if the record is damaged.
func parseRows(value []byte) int {
	if len(value) != 8 {
		return -1
	}
	return int(binary.BigEndian.Uint64(value))
}

// levelKey is the prefix of a set's counts at a level.
func levelKey(set []byte, level int) []byte { return join(set, []byte{byte(level)}) }

// countKey is the key of the count of a block, by its last row.
func countKey(set []byte, level int, end []byte) []byte { return join(levelKey(set, level), end) }

// join returns the parts one after another.
func join(parts ...[]byte) []byte { return bytes.Join(parts, nil) }
