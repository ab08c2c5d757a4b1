package pages

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// Record is a key of a bucket with its value.
type Record struct {
	// Bucket is empty for a record whose way to its bucket is damaged.
	Bucket     string
	Key, Value []byte
}

// Salvage reads what can be read of a damaged file: it goes on beside each page that cannot be read,
// and takes the pages that are neither free nor reached any more from below it. It returns a
// sentence for each fault. Pages that are free hold deleted data, and stay out. Without an intact
// meta page nobody can tell these apart.
func Salvage(r io.ReaderAt, size int64) (records []Record, faults []string, err error) {
	m, fault, err := ReadMetas(r, size)
	if err != nil {
		return nil, nil, errors.New("both of its meta pages are damaged, so that deleted data cannot be told from the rest")
	}
	if m.High > uint64(size/m.PageSize) {
		faults = append(faults, fmt.Sprintf("it has %d of %d bytes", size, int64(m.High)*m.PageSize))
		m.High = uint64(size / m.PageSize)
	}
	if fault.Reason != "" {
		faults = append(faults, fault.Reason)
	}
	s := salvager{pageChecker: newPageChecker(r, m), faults: faults, begun: map[uint64]bool{}}
	s.readRoot(m.Root)
	if s.lost {
		s.readOrphans(m.Freelist)
	}
	return s.records, s.faults, nil
}

// salvager walks through the pages of a damaged file. Its pages may be used twice: one of two numbers
// that say so is damaged, and the other one need not be.
type salvager struct {
	*pageChecker
	records []Record
	faults  []string
	begun   map[uint64]bool // pages that were read, by their first number
	lost    bool            // a page could not be read, so that others may not be reached
}

// readOnce reads a page, unless it was read before.
func (s *salvager) readOnce(id uint64) ([]byte, error) {
	if s.begun[id] {
		return nil, fmt.Errorf("page %d is used twice", id)
	}
	s.begun[id] = true
	b, more, err := s.readHead(id)
	if err != nil {
		return nil, err
	}
	for n := id; n <= id+more; n++ {
		s.used[n] = true
	}
	if more > 0 {
		b = make([]byte, (int64(more)+1)*s.pageSize)
		err = s.readAt(b, id)
	}
	return b, err
}

func (s *salvager) note(err error) {
	s.faults = append(s.faults, err.Error())
	s.lost = true
}

// readRoot reads the tree of buckets.
func (s *salvager) readRoot(id uint64) {
	s.readTree(id, func(e element) {
		if !e.bucket || len(e.value) < 16 {
			s.note(fmt.Errorf("the bucket %q lacks its root", e.key))
			return
		}
		add := func(in element) { s.records = append(s.records, Record{string(e.key), in.key, in.value}) }
		if root := binary.NativeEndian.Uint64(e.value); root != 0 {
			s.readTree(root, add)
			return
		}
		s.readElements(0, e.value[16:], add)
	})
}

// readTree calls add for each element of the leaves below a page.
func (s *salvager) readTree(id uint64, add func(element)) {
	b, err := s.readOnce(id)
	if err != nil {
		s.note(err)
		return
	}
	s.readElements(id, b, add)
}

// readElements calls add for each element of a page and of the leaves below it.
func (s *salvager) readElements(id uint64, page []byte, add func(element)) {
	flags, count, err := parseHead(page)
	if err != nil {
		s.note(fmt.Errorf("page %d: %w", id, err))
		return
	}
	for i := range count {
		e, err := parseElement(page, flags, i)
		switch {
		case err != nil:
			s.note(fmt.Errorf("page %d: %w", id, err))
		case e.child != 0:
			s.readTree(e.child, add)
		default:
			add(e)
		}
	}
}

// readOrphans reads the leaves that are neither free nor reached.
func (s *salvager) readOrphans(freelist uint64) {
	free, err := s.readFreePages(freelist)
	if err != nil {
		s.faults = append(s.faults, fmt.Sprintf("the list of free pages cannot be read (%v), so that pages which are not reached stay out", err))
		return
	}
	for _, id := range free {
		s.used[id] = true
	}
	for id := uint64(2); id < uint64(len(s.used)); id++ {
		if s.used[id] {
			continue
		}
		b, err := s.readOnce(id)
		if err != nil || binary.NativeEndian.Uint16(b[8:]) != leafPage {
			continue // it is the damaged one, or a branch that leads to pages which come by themselves
		}
		list, err := parseElements(b)
		if err != nil {
			continue
		}
		for _, e := range list {
			if !e.bucket {
				s.records = append(s.records, Record{Key: e.key, Value: e.value})
			}
		}
	}
}
