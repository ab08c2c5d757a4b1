package pages

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
)

// The file format of bbolt, as in its package internal/common: pages have a header of 16 bytes, and
// elements of 16 bytes with the offsets of their keys. Numbers are in the byte order of the
// machine.
const (
	headerSize  = 16
	elementSize = 16

	branchPage   = 0x01
	leafPage     = 0x02
	freelistPage = 0x10

	bucketLeaf = 0x01 // flag of an element of a leaf: its value is a bucket

	magic         = 0xED0CDAED
	formatVersion = 2
	metaSize      = 64 // bytes after the header
	noFreelist    = ^uint64(0)

	minPageSize, maxPageSize = 1 << 10, 16 << 20
)

// Meta is a meta page, which leads to all other pages.
type Meta struct {
	PageSize int64
	// Root and Freelist are the numbers of pages.
	Root, Freelist uint64
	// High is the number of pages of the file.
	High uint64
	// Commit is the number of the commit that wrote the meta page.
	Commit uint64
}

// MetaFault is a fault of the two meta pages of a file that opens all the same.
type MetaFault struct {
	// Reason is a sentence about the file. It is empty if there is no fault.
	Reason string
	// Lost is set if a commit is lost, or may be.
	Lost bool
}

var errNoMeta = errors.New("its beginning is not that of a database")

// ReadMetas reads both meta pages and returns the newer one that is intact, which bbolt uses. Each
// commit writes the meta page that the one before did not write, so an intact file has two with
// consecutive numbers.
func ReadMetas(r io.ReaderAt, size int64) (newest Meta, fault MetaFault, err error) {
	first, errFirst := readMetaAt(r, 0)
	second, errSecond := readSecondMeta(r, size, first, errFirst)
	switch {
	case errFirst != nil && errSecond != nil:
		return Meta{}, MetaFault{}, errNoMeta
	case errFirst != nil:
		return second, damagedMetaFault(r, 0, second), nil
	case errSecond != nil:
		return first, damagedMetaFault(r, first.PageSize, first), nil
	case second.Commit > first.Commit:
		return second, gapFault(first, second), nil
	}
	return first, gapFault(second, first), nil
}

// ReadMetaOf reads the meta page that a commit wrote. It may have been overwritten, by the second
// commit after it.
func ReadMetaOf(r io.ReaderAt, size int64, commit uint64) (Meta, error) {
	newest, _, err := ReadMetas(r, size)
	if err != nil || newest.Commit == commit {
		return newest, err
	}
	for id := range int64(2) {
		if m, err := readMetaAt(r, id*newest.PageSize); err == nil && m.Commit == commit {
			return m, nil
		}
	}
	return Meta{}, ErrOverwritten
}

// ErrOverwritten is returned if the meta page of a commit was overwritten.
var ErrOverwritten = errors.New("its meta page was overwritten")

// readSecondMeta reads the second meta page. Without an intact first one the page size is unknown.
func readSecondMeta(r io.ReaderAt, size int64, first Meta, errFirst error) (Meta, error) {
	if errFirst == nil {
		return readMetaAt(r, first.PageSize)
	}
	for at := int64(minPageSize); at <= maxPageSize && at < size; at *= 2 {
		if m, err := readMetaAt(r, at); err == nil && m.PageSize == at {
			return m, nil
		}
	}
	return Meta{}, errNoMeta
}

// damagedMetaFault returns the fault of a damaged meta page beside an intact one.
func damagedMetaFault(r io.ReaderAt, at int64, intact Meta) MetaFault {
	b := make([]byte, headerSize+metaSize)
	if _, err := r.ReadAt(b, at); err == nil && parseMeta(b).Commit+1 == intact.Commit {
		return MetaFault{Reason: "the older of its two meta pages is damaged, and nothing is lost by that"}
	}
	return MetaFault{"the newest of its two meta pages is damaged, so that it is as it was before its last commit", true}
}

// gapFault returns the fault of two intact meta pages.
func gapFault(older, newer Meta) MetaFault {
	if newer.Commit == older.Commit+1 {
		return MetaFault{}
	}
	return MetaFault{"its two meta pages are not of consecutive commits, so that a commit between or after them may be lost", true}
}

// readMetaAt reads the meta page at an offset.
func readMetaAt(r io.ReaderAt, at int64) (Meta, error) {
	b := make([]byte, headerSize+metaSize)
	if _, err := r.ReadAt(b, at); err != nil {
		return Meta{}, errNoMeta
	}
	m, order, body := parseMeta(b), binary.NativeEndian, b[headerSize:]
	sum := fnv.New64a()
	_, _ = sum.Write(body[:56]) // never fails
	ok := order.Uint32(body) == magic && order.Uint32(body[4:]) == formatVersion && order.Uint64(body[56:]) == sum.Sum64() &&
		m.PageSize >= minPageSize && m.PageSize <= maxPageSize && m.High >= 2 && m.High < 1<<48
	if !ok {
		return Meta{}, errNoMeta
	}
	return m, nil
}

// parseMeta decodes the bytes of a meta page. bbolt does not look at its header.
func parseMeta(b []byte) Meta {
	order, body := binary.NativeEndian, b[headerSize:]
	return Meta{
		int64(order.Uint32(body[8:])), order.Uint64(body[16:]), order.Uint64(body[32:]), order.Uint64(body[40:]), order.Uint64(body[48:]),
	}
}

// CheckFreelistHead returns an error if the head of the page that lists the free pages is damaged.
// It is cheap enough for each commit: bbolt gives that page free by its head, and a damaged one
// would have it count pages until memory ends.
func CheckFreelistHead(r io.ReaderAt, size int64) error {
	m, _, err := ReadMetas(r, size)
	if err != nil || m.Freelist == noFreelist {
		return err
	}
	b, order := make([]byte, headerSize), binary.NativeEndian
	if _, err := r.ReadAt(b, int64(m.Freelist)*m.PageSize); err != nil {
		return fmt.Errorf("page %d cannot be read: %w", m.Freelist, err)
	}
	if order.Uint64(b) != m.Freelist || order.Uint16(b[8:]) != freelistPage || m.Freelist+uint64(order.Uint32(b[12:])) >= m.High {
		return fmt.Errorf("page %d should list free pages, and its head is damaged", m.Freelist)
	}
	return nil
}
