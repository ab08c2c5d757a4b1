package bolt

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
)

// The file format of bbolt, as its internal/common draws it: pages with a header of 16 bytes, and elements of
// 16 bytes that say where their keys are. Numbers are in the machine's own order.
const (
	headerSize  = 16
	elementSize = 16

	branchPage   = 0x01
	leafPage     = 0x02
	metaPage     = 0x04
	freelistPage = 0x10

	bucketLeaf = 0x01 // the flag of a leaf's element that is a bucket

	magic         = 0xED0CDAED
	formatVersion = 2
	metaSize      = 64 // bytes, behind the header
	noFreelist    = ^uint64(0)
)

// checkPages reports what of a bbolt file's pages cannot be: those that are missing, that are not what others
// take them for, that are used twice, and keys out of their order. It reads the file as bytes, so that nothing
// in it can do harm; bbolt's own check follows whatever stands in the pages, and ends the program where that
// leads out of the file. Nobody may write to the file meanwhile.
func checkPages(r io.ReaderAt, size int64) error {
	m, err := newestMeta(r, size)
	if err != nil {
		return err
	}
	if int64(m.high) > size/m.pageSize {
		return fmt.Errorf("it has %d of %d bytes", size, int64(m.high)*m.pageSize)
	}
	p := &pages{r: r, pageSize: m.pageSize, used: make([]bool, m.high)}
	p.used[0], p.used[1] = true, true
	if err := p.tree(m.root, nil, nil); err != nil {
		return err
	}
	return p.freelist(m.freelist)
}

// fileMeta is a meta page: where everything begins.
type fileMeta struct {
	pageSize       int64
	root, freelist uint64
	high           uint64 // the first page behind the last one
	tx             uint64
}

var errNoMeta = errors.New("its beginning is not that of a database")

// newestMeta reads the meta page that counts: of the two the newer one that is whole.
func newestMeta(r io.ReaderAt, size int64) (fileMeta, error) {
	first, errFirst := metaAt(r, 0, 0)
	if errFirst == nil {
		second, err := metaAt(r, first.pageSize, 1)
		if err == nil && second.tx > first.tx {
			return second, nil
		}
		return first, nil
	}
	for at := int64(1 << 10); at <= 16<<20 && at < size; at *= 2 {
		if m, err := metaAt(r, at, 1); err == nil && m.pageSize == at {
			return m, nil
		}
	}
	return fileMeta{}, errFirst
}

func metaAt(r io.ReaderAt, at int64, id uint64) (fileMeta, error) {
	b := make([]byte, headerSize+metaSize)
	if _, err := r.ReadAt(b, at); err != nil {
		return fileMeta{}, errNoMeta
	}
	order, body := binary.NativeEndian, b[headerSize:]
	sum := fnv.New64a()
	_, _ = sum.Write(body[:56]) // never fails
	m := fileMeta{int64(order.Uint32(body[8:])), order.Uint64(body[16:]), order.Uint64(body[32:]), order.Uint64(body[40:]), order.Uint64(body[48:])}
	ok := order.Uint64(b) == id && order.Uint16(b[8:]) == metaPage && order.Uint32(body) == magic &&
		order.Uint32(body[4:]) == formatVersion && order.Uint64(body[56:]) == sum.Sum64() &&
		m.pageSize >= 1<<10 && m.high >= 2 && m.high < 1<<48
	if !ok {
		return fileMeta{}, errNoMeta
	}
	return m, nil
}

// pages walks through the pages of a file.
type pages struct {
	r        io.ReaderAt
	pageSize int64
	used     []bool // by number
}

// take reads a page with those that continue it, and notes that they are used.
func (p *pages) take(id uint64) ([]byte, error) {
	if id < 2 || id >= uint64(len(p.used)) {
		return nil, fmt.Errorf("page %d is outside of it", id)
	}
	b := make([]byte, p.pageSize)
	if err := p.read(b, id); err != nil {
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
	return b, p.read(b, id)
}

func (p *pages) read(b []byte, id uint64) error {
	if _, err := p.r.ReadAt(b, int64(id)*p.pageSize); err != nil {
		return fmt.Errorf("page %d cannot be read: %w", id, err)
	}
	return nil
}

// tree checks a page and those below it, whose keys are from low on and before high; a nil high is no bound.
func (p *pages) tree(id uint64, low, high []byte) error {
	b, err := p.take(id)
	if err != nil {
		return err
	}
	e, err := elementsOf(b)
	if err != nil {
		return fmt.Errorf("page %d: %w", id, err)
	}
	if err := e.inOrder(low, high); err != nil {
		return fmt.Errorf("page %d: %w", id, err)
	}
	for i := range e {
		if e[i].child != 0 {
			next := high
			if i+1 < len(e) {
				next = e[i+1].key
			}
			err = p.tree(e[i].child, e[i].key, next)
		} else if e[i].bucket {
			err = p.bucket(e[i].value)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// bucket checks a bucket, which has its own tree or, where it is small, stands in the value.
func (p *pages) bucket(value []byte) error {
	if len(value) < 16 {
		return errors.New("a bucket lacks its root")
	}
	if root := binary.NativeEndian.Uint64(value); root != 0 {
		return p.tree(root, nil, nil)
	}
	e, err := elementsOf(value[16:])
	if err != nil {
		return fmt.Errorf("a small bucket: %w", err)
	}
	return e.inOrder(nil, nil)
}

// element is an entry of a page: a branch's has a child, a leaf's a value.
type element struct {
	key, value []byte
	child      uint64
	bucket     bool
}

type elements []element

// elementsOf reads the entries of a page, all of which must lie within it.
func elementsOf(page []byte) (elements, error) {
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

// inOrder checks that keys grow, from low on, and stay before high where that is not nil.
func (e elements) inOrder(low, high []byte) error {
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

// freelist checks the list of pages that are free.
func (p *pages) freelist(id uint64) error {
	free, err := p.freePages(id)
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

// freePages reads the list of pages that are free.
func (p *pages) freePages(id uint64) ([]uint64, error) {
	if id == noFreelist {
		return nil, nil
	}
	b, err := p.take(id)
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
