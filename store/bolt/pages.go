package bolt

import (
	"bytes"
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
	metaPage     = 0x04
	freelistPage = 0x10

	bucketLeaf = 0x01 // flag of an element of a leaf: its value is a bucket

	magic         = 0xED0CDAED
	formatVersion = 2
	metaSize      = 64 // bytes after the header
	noFreelist    = ^uint64(0)
)

// checkPages returns the first fault in the pages of a bbolt file: a page missing, of a wrong kind
// or used twice, or keys out of order. It reads the file as bytes, so a damaged file can do no
// harm. bbolt's own check follows every number in the pages, and ends the program if one leads out
// of the file. Nobody may write to the file meanwhile.
func checkPages(r io.ReaderAt, size int64) error {
	m, err := readNewestMeta(r, size)
	if err != nil {
		return err
	}
	if int64(m.high) > size/m.pageSize {
		return fmt.Errorf("it has %d of %d bytes", size, int64(m.high)*m.pageSize)
	}
	p := newPageChecker(r, m)
	if err := p.checkTree(m.root, nil, nil); err != nil {
		return err
	}
	return p.checkFreelist(m.freelist)
}

// fileMeta is a meta page, which leads to all other pages.
type fileMeta struct {
	pageSize       int64
	root, freelist uint64
	high           uint64 // number of pages
	tx             uint64
}

var errNoMeta = errors.New("its beginning is not that of a database")

// readNewestMeta reads both meta pages and returns the newer one that is intact.
func readNewestMeta(r io.ReaderAt, size int64) (fileMeta, error) {
	first, errFirst := readMetaAt(r, 0, 0)
	if errFirst == nil {
		second, err := readMetaAt(r, first.pageSize, 1)
		if err == nil && second.tx > first.tx {
			return second, nil
		}
		return first, nil
	}
	for at := int64(1 << 10); at <= 16<<20 && at < size; at *= 2 {
		if m, err := readMetaAt(r, at, 1); err == nil && m.pageSize == at {
			return m, nil
		}
	}
	return fileMeta{}, errFirst
}

// readMetaAt reads the meta page at an offset, whose number is id.
func readMetaAt(r io.ReaderAt, at int64, id uint64) (fileMeta, error) {
	b := make([]byte, headerSize+metaSize)
	if _, err := r.ReadAt(b, at); err != nil {
		return fileMeta{}, errNoMeta
	}
	order, body := binary.NativeEndian, b[headerSize:]
	sum := fnv.New64a()
	_, _ = sum.Write(body[:56]) // never fails
	m := fileMeta{
		int64(order.Uint32(body[8:])), order.Uint64(body[16:]), order.Uint64(body[32:]), order.Uint64(body[40:]), order.Uint64(body[48:]),
	}
	ok := order.Uint64(b) == id && order.Uint16(b[8:]) == metaPage && order.Uint32(body) == magic &&
		order.Uint32(body[4:]) == formatVersion && order.Uint64(body[56:]) == sum.Sum64() &&
		m.pageSize >= 1<<10 && m.high >= 2 && m.high < 1<<48
	if !ok {
		return fileMeta{}, errNoMeta
	}
	return m, nil
}

// pageChecker walks through the pages of a file.
type pageChecker struct {
	r        io.ReaderAt
	pageSize int64
	used     []bool // by number
}

// newPageChecker returns a checker of the pages that a meta page leads to. The two meta pages are
// used.
func newPageChecker(r io.ReaderAt, m fileMeta) *pageChecker {
	p := &pageChecker{r: r, pageSize: m.pageSize, used: make([]bool, m.high)}
	p.used[0], p.used[1] = true, true
	return p
}

// readPage reads a page with its overflow pages, and marks all of them as used.
func (p *pageChecker) readPage(id uint64) ([]byte, error) {
	if id < 2 || id >= uint64(len(p.used)) {
		return nil, fmt.Errorf("page %d is outside of it", id)
	}
	b := make([]byte, p.pageSize)
	if err := p.readAt(b, id); err != nil {
		return nil, err
	}
	if got := binary.NativeEndian.Uint64(b); got != id {
		return nil, fmt.Errorf("page %d says that it is %d", id, got)
	}
	more := uint64(binary.NativeEndian.Uint32(b[12:]))
	if id+more >= uint64(len(p.used)) {
		return nil, fmt.Errorf("page %d goes on outside of it", id)
	}
	for n := id; n <= id+more; n++ {
		if p.used[n] {
			return nil, fmt.Errorf("page %d is used twice", n)
		}
		p.used[n] = true
	}
	if more == 0 {
		return b, nil
	}
	b = make([]byte, (int64(more)+1)*p.pageSize)
	return b, p.readAt(b, id)
}

// readAt reads bytes from the start of a page on.
func (p *pageChecker) readAt(b []byte, id uint64) error {
	if _, err := p.r.ReadAt(b, int64(id)*p.pageSize); err != nil {
		return fmt.Errorf("page %d cannot be read: %w", id, err)
	}
	return nil
}

// checkTree checks a page and the pages below it. Their keys must be low or greater, and less than
// high unless that is nil.
func (p *pageChecker) checkTree(id uint64, low, high []byte) error {
	b, err := p.readPage(id)
	if err != nil {
		return err
	}
	e, err := parseElements(b)
	if err != nil {
		return fmt.Errorf("page %d: %w", id, err)
	}
	if err := e.checkOrder(low, high); err != nil {
		return fmt.Errorf("page %d: %w", id, err)
	}
	for i := range e {
		if e[i].child != 0 {
			next := high
			if i+1 < len(e) {
				next = e[i+1].key
			}
			err = p.checkTree(e[i].child, e[i].key, next)
		} else if e[i].bucket {
			err = p.checkBucket(e[i].value)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// checkBucket checks a bucket. It has a tree of its own, or is contained in its value if it is
// small.
func (p *pageChecker) checkBucket(value []byte) error {
	if len(value) < 16 {
		return errors.New("a bucket lacks its root")
	}
	if root := binary.NativeEndian.Uint64(value); root != 0 {
		return p.checkTree(root, nil, nil)
	}
	e, err := parseElements(value[16:])
	if err != nil {
		return fmt.Errorf("a small bucket: %w", err)
	}
	return e.checkOrder(nil, nil)
}

// element is an element of a page. In a branch it has a child, in a leaf a value.
type element struct {
	key, value []byte
	child      uint64
	bucket     bool
}

type elements []element

// parseElements decodes the elements of a page. All of them must lie within the page.
func parseElements(page []byte) (elements, error) {
	if len(page) < headerSize {
		return nil, errors.New("it is cut off")
	}
	order := binary.NativeEndian
	flags, count := order.Uint16(page[8:]), int(order.Uint16(page[10:]))
	if flags != branchPage && flags != leafPage {
		return nil, fmt.Errorf("it is of an unknown kind (%#x)", flags)
	}
	if flags == branchPage && count == 0 || headerSize+count*elementSize > len(page) {
		return nil, fmt.Errorf("it cannot hold %d entries", count)
	}
	list := make(elements, count)
	for i := range list {
		at := uint64(headerSize + i*elementSize)
		b := page[at : at+elementSize]
		var from, keySize, valueSize uint64
		if flags == branchPage {
			from, keySize = at+uint64(order.Uint32(b)), uint64(order.Uint32(b[4:]))
			list[i].child = order.Uint64(b[8:])
			if list[i].child == 0 {
				return nil, errors.New("an entry leads nowhere")
			}
		} else {
			list[i].bucket = order.Uint32(b)&bucketLeaf != 0
			from, keySize, valueSize = at+uint64(order.Uint32(b[4:])), uint64(order.Uint32(b[8:])), uint64(order.Uint32(b[12:]))
		}
		if from+keySize+valueSize > uint64(len(page)) {
			return nil, errors.New("an entry lies outside of it")
		}
		list[i].key, list[i].value = page[from:from+keySize], page[from+keySize:from+keySize+valueSize]
	}
	return list, nil
}

// checkOrder checks that keys ascend, from low on, and are less than high. A nil high is no limit.
func (e elements) checkOrder(low, high []byte) error {
	for i := range e {
		before := low
		if i > 0 {
			before = e[i-1].key
		}
		if c := bytes.Compare(before, e[i].key); c > 0 || c == 0 && i > 0 {
			return errors.New("its keys are out of order")
		}
		if high != nil && bytes.Compare(e[i].key, high) >= 0 {
			return errors.New("its keys are out of bounds")
		}
	}
	return nil
}

// checkFreelist checks that no page in the list of free pages is used or listed twice.
func (p *pageChecker) checkFreelist(id uint64) error {
	free, err := p.readFreePages(id)
	if err != nil {
		return err
	}
	for _, id := range free {
		if p.used[id] {
			return fmt.Errorf("page %d is said to be free and is used", id)
		}
		p.used[id] = true
	}
	return nil
}

// readFreePages reads the list of free pages.
func (p *pageChecker) readFreePages(id uint64) ([]uint64, error) {
	if id == noFreelist {
		return nil, nil
	}
	b, err := p.readPage(id)
	if err != nil {
		return nil, err
	}
	order := binary.NativeEndian
	if flags := order.Uint16(b[8:]); flags != freelistPage {
		return nil, fmt.Errorf("page %d should list free pages and is of another kind (%#x)", id, flags)
	}
	count, list := uint64(order.Uint16(b[10:])), b[headerSize:]
	if count == 0xFFFF { // too many for the header
		count, list = order.Uint64(list), list[8:]
	}
	if count > uint64(len(list)/8) {
		return nil, fmt.Errorf("page %d cannot list %d free pages", id, count)
	}
	free := make([]uint64, count)
	for i := range free {
		free[i] = order.Uint64(list[i*8:])
		if free[i] < 2 || free[i] >= uint64(len(p.used)) {
			return nil, fmt.Errorf("page %d is said to be free and is outside of it", free[i])
		}
	}
	return free, nil
}
