package pages

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// Check returns the first fault in the pages that a meta page leads to: a page missing, of a
// wrong kind or used twice, or keys out of order. Others may write to the file meanwhile, as long
// as a transaction of bbolt keeps these pages.
func Check(r io.ReaderAt, size int64, m Meta) error {
	if int64(m.High) > size/m.PageSize {
		return fmt.Errorf("it has %d of %d bytes", size, int64(m.High)*m.PageSize)
	}
	p := newPageChecker(r, m)
	if err := p.checkTree(m.Root, nil, nil); err != nil {
		return err
	}
	return p.checkFreelist(m.Freelist)
}

// pageChecker walks through the pages of a file.
type pageChecker struct {
	r        io.ReaderAt
	pageSize int64
	used     []bool // by number
}

// newPageChecker returns a checker of the pages that a meta page leads to. The two meta pages are
// used.
func newPageChecker(r io.ReaderAt, m Meta) *pageChecker {
	p := &pageChecker{r: r, pageSize: m.PageSize, used: make([]bool, m.High)}
	p.used[0], p.used[1] = true, true
	return p
}

// readPage reads a page with its overflow pages, and marks all of them as used.
func (p *pageChecker) readPage(id uint64) ([]byte, error) {
	b, more, err := p.readHead(id)
	if err != nil {
		return nil, err
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

// readHead reads a page, and returns the number of its overflow pages.
func (p *pageChecker) readHead(id uint64) (b []byte, more uint64, err error) {
	if id < 2 || id >= uint64(len(p.used)) {
		return nil, 0, fmt.Errorf("page %d is outside of it", id)
	}
	b = make([]byte, p.pageSize)
	if err := p.readAt(b, id); err != nil {
		return nil, 0, err
	}
	if got := binary.NativeEndian.Uint64(b); got != id {
		return nil, 0, fmt.Errorf("page %d says that it is %d", id, got)
	}
	more = uint64(binary.NativeEndian.Uint32(b[12:]))
	if id+more >= uint64(len(p.used)) {
		return nil, 0, fmt.Errorf("page %d goes on outside of it", id)
	}
	return b, more, nil
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
	flags, count, err := parseHead(page)
	if err != nil {
		return nil, err
	}
	list := make(elements, count)
	for i := range list {
		if list[i], err = parseElement(page, flags, i); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// parseHead decodes the head of a page with elements.
func parseHead(page []byte) (flags uint16, count int, err error) {
	if len(page) < headerSize {
		return 0, 0, errors.New("it is cut off")
	}
	order := binary.NativeEndian
	flags, count = order.Uint16(page[8:]), int(order.Uint16(page[10:]))
	if flags != branchPage && flags != leafPage {
		return 0, 0, fmt.Errorf("it is of an unknown kind (%#x)", flags)
	}
	if flags == branchPage && count == 0 || headerSize+count*elementSize > len(page) {
		return 0, 0, fmt.Errorf("it cannot hold %d entries", count)
	}
	return flags, count, nil
}

// parseElement decodes the element of a page at an index.
func parseElement(page []byte, flags uint16, i int) (e element, err error) {
	order := binary.NativeEndian
	at := uint64(headerSize + i*elementSize)
	b := page[at : at+elementSize]
	var from, keySize, valueSize uint64
	if flags == branchPage {
		from, keySize = at+uint64(order.Uint32(b)), uint64(order.Uint32(b[4:]))
		e.child = order.Uint64(b[8:])
		if e.child == 0 {
			return e, errors.New("an entry leads nowhere")
		}
	} else {
		e.bucket = order.Uint32(b)&bucketLeaf != 0
		from, keySize, valueSize = at+uint64(order.Uint32(b[4:])), uint64(order.Uint32(b[8:])), uint64(order.Uint32(b[12:]))
	}
	if from+keySize+valueSize > uint64(len(page)) {
		return e, errors.New("an entry lies outside of it")
	}
	e.key, e.value = page[from:from+keySize], page[from+keySize:from+keySize+valueSize]
	return e, nil
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
