// Package checksum has the checksums of the records of a file, and their sums.
package checksum

import (
	"encoding/binary"
	"hash/crc32"
)

// Size is the number of bytes by which a checksum makes a value longer.
const Size = 4

// Append returns a new slice: the value, followed by the checksum of the record. The checksum covers the
// bucket and the key, so that a value under another key is noticed.
func Append(bucket string, key, value []byte) []byte {
	stored := make([]byte, 0, len(value)+Size)
	return binary.BigEndian.AppendUint32(append(stored, value...), Of(bucket, key, value))
}

// Split returns the value of a record that Append wrote, and its checksum. It reports whether the
// checksum holds.
func Split(bucket string, key, stored []byte) (value []byte, sum uint32, ok bool) {
	if len(stored) < Size {
		return nil, 0, false
	}
	end := len(stored) - Size
	value, sum = stored[:end:end], binary.BigEndian.Uint32(stored[end:])
	return value, sum, sum == Of(bucket, key, value)
}

// Of returns the checksum of a record: CRC-32C of its key and its value, begun with a hash of the
// bucket's name and the length of the key.
func Of(bucket string, key, value []byte) uint32 {
	const fnvOffset, fnvPrime = 2166136261, 16777619
	begin := uint32(fnvOffset)
	for i := range len(bucket) {
		begin = (begin ^ uint32(bucket[i])) * fnvPrime
	}
	begin = (begin ^ uint32(len(key))) * fnvPrime
	table := crc32.MakeTable(crc32.Castagnoli)
	return crc32.Update(crc32.Update(begin, table, key), table, value)
}

// Sum is the number of records of a bucket and the sum of their checksums. Records that are missing,
// and old versions of records, change it.
type Sum uint64

// countShift is the place of the number of records within a Sum. Below it is the sum of checksums.
const countShift = 40

// totalMask has the bits of the sum of checksums.
const totalMask = 1<<countShift - 1

// Plus returns the sum with one more record.
func (s Sum) Plus(sum uint32) Sum { return pack(s.Count()+1, s.total()+uint64(sum)) }

// Minus returns the sum with one record less.
func (s Sum) Minus(sum uint32) Sum { return pack(s.Count()-1, s.total()-uint64(sum)) }

// Count returns the number of records, modulo 2^24.
func (s Sum) Count() uint64 { return uint64(s) >> countShift }

func (s Sum) total() uint64 { return uint64(s) & totalMask }

// pack returns a Sum of two numbers, of which the surplus bits are dropped.
func pack(count, total uint64) Sum { return Sum(count<<countShift | total&totalMask) }
