//go:build amd64 || arm64

package durable

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// sector is the size in bytes of what a disk writes at once.
const sector = 512

// Disk knows what a power loss leaves of the files of a folder that a traced process changes. Content
// is safe once its file was synced, and a name once its folder was synced. Before that, each sector
// may be on the disk or not, in any order; names change in order.
type Disk struct {
	folder string
	inodes map[uint64]*file
	names  map[string]*file // by path, as the process sees them
	safe   map[string]*file // by path, on the disk
	ops    []nameOp         // changes of names that are not on the disk
	seq    int
	ended  chan error
	err    error // of following the process
}

// file is the content of a file.
type file struct {
	safe    []byte   // on the disk
	pending []change // not on the disk
}

// change is a write of bytes, or a change of the size.
type change struct {
	seq    int
	at     int64
	data   []byte
	resize bool // to the size at
}

// nameOp is a change of a name. A file of nil removes the name.
type nameOp struct {
	seq  int
	path string
	file *file
}

// Start starts a command whose process changes a folder. The process must call [Prepare] first.
func Start(cmd *exec.Cmd, folder string) (*Disk, error) {
	folder, err := filepath.EvalSymlinks(folder)
	if err != nil {
		return nil, err
	}
	d := &Disk{folder: folder, inodes: map[uint64]*file{}, names: map[string]*file{}, safe: map[string]*file{}, ended: make(chan error, 1)}
	if err := d.readFolder(); err != nil {
		return nil, err
	}
	started := make(chan error, 1)
	go func() {
		t := tracer{observer: d, pending: map[int]*call{}}
		d.ended <- t.run(cmd, func(err error) { started <- err })
	}()
	return d, <-started
}

// Wait waits for the end of the process, and returns it as an [EndedError] unless its status is 0.
func (d *Disk) Wait() error { return errors.Join(<-d.ended, d.err) }

// readFolder takes the folder's files as safe.
func (d *Disk) readFolder() error {
	return filepath.WalkDir(d.folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		f := &file{safe: content}
		d.inodes[inodeOf(info)], d.names[path], d.safe[path] = f, f, f
		return nil
	})
}

func inodeOf(info fs.FileInfo) uint64 { return info.Sys().(*syscall.Stat_t).Ino }

func (d *Disk) within(path string) bool {
	return strings.HasPrefix(path, d.folder+"/") || path == d.folder
}

// entered implements observer. What is written before a sync begins is safe after it.
func (d *Disk) entered(c *call) { c.mark = d.seq }

// left implements observer.
func (d *Disk) left(c *call, result int64) {
	if d.err != nil || !d.within(c.path) && !d.within(c.to) {
		return
	}
	switch c.kind {
	case opening:
		d.opened(c, result)
	case writing, resizing:
		d.err = d.changed(c, result)
	case syncing:
		d.synced(c)
	case renaming, linking:
		d.rename(c.to, d.names[c.path])
		if c.kind == renaming {
			d.rename(c.path, nil)
		}
	case removing:
		d.rename(c.path, nil)
	}
}

// rename gives a file a name, or removes the name.
func (d *Disk) rename(path string, f *file) {
	d.seq++
	d.ops = append(d.ops, nameOp{d.seq, path, f})
	if f == nil {
		delete(d.names, path)
		return
	}
	d.names[path] = f
}

// opened notes a new file, and a file that lost its content.
func (d *Disk) opened(c *call, opened int64) {
	info, err := os.Stat(linkOfFile(c.id, uint64(opened)))
	if err != nil || !info.Mode().IsRegular() {
		return
	}
	flags := c.args[2]
	f := d.names[c.path]
	if f == nil && flags&syscall.O_CREAT != 0 {
		f = new(file)
		d.rename(c.path, f)
	}
	if f == nil {
		return
	}
	d.inodes[inodeOf(info)] = f
	if flags&syscall.O_TRUNC != 0 {
		d.change(f, change{resize: true})
	}
}

func (d *Disk) change(f *file, c change) {
	d.seq++
	c.seq = d.seq
	f.pending = append(f.pending, c)
}

// changed notes a write or a change of the size. It reads what was written from the file itself.
func (d *Disk) changed(c *call, result int64) error {
	link := linkOfFile(c.id, c.file())
	open, err := os.Open(link)
	if err != nil {
		return err
	}
	defer func() { _ = open.Close() }() // was only read
	info, err := open.Stat()
	if err != nil {
		return err
	}
	f := d.inodes[inodeOf(info)]
	switch {
	case f == nil:
		return fmt.Errorf("%s is written and was never opened", c.path)
	case c.kind == resizing:
		d.change(f, change{at: info.Size(), resize: true})
		return nil
	}
	at := int64(c.args[3])
	if c.number != syscall.SYS_PWRITE64 {
		position, err := positionOf(c.id, c.file())
		if err != nil {
			return err
		}
		at = position - result
	}
	data := make([]byte, result)
	if _, err := open.ReadAt(data, at); err != nil {
		return fmt.Errorf("read what was written to %s: %w", c.path, err)
	}
	d.change(f, change{at: at, data: data})
	return nil
}

// positionOf returns the position in an open file of a thread.
func positionOf(id int, file uint64) (int64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/fdinfo/%d", id, file))
	if err != nil {
		return 0, err
	}
	first, _, _ := strings.Cut(strings.TrimPrefix(string(text), "pos:"), "\n")
	return strconv.ParseInt(strings.TrimSpace(first), 10, 64)
}

// synced makes safe what was written to a file, or named in a folder, before the sync began.
func (d *Disk) synced(c *call) {
	info, err := os.Stat(linkOfFile(c.id, c.args[0]))
	if err != nil {
		d.err = err
		return
	}
	if info.IsDir() {
		d.ops = slices.DeleteFunc(d.ops, func(op nameOp) bool {
			if op.seq > c.mark || filepath.Dir(op.path) != filepath.Clean(c.path) {
				return false
			}
			op.apply(d.safe)
			return true
		})
		return
	}
	if f := d.inodes[inodeOf(info)]; f != nil {
		f.pending = slices.DeleteFunc(f.pending, func(ch change) bool {
			if ch.seq > c.mark {
				return false
			}
			f.safe = ch.apply(f.safe, func() bool { return true })
			return true
		})
	}
}

// apply changes names.
func (op nameOp) apply(names map[string]*file) {
	if op.file == nil {
		delete(names, op.path)
		return
	}
	names[op.path] = op.file
}

// apply changes content. keep decides for each sector whether it reached the disk.
func (c change) apply(content []byte, keep func() bool) []byte {
	if c.resize {
		return resized(content, c.at)
	}
	content = resized(content, max(int64(len(content)), c.at+int64(len(c.data))))
	for at := int64(0); at < int64(len(c.data)); {
		end := min((c.at+at)/sector*sector+sector-c.at, int64(len(c.data)))
		if keep() {
			copy(content[c.at+at:], c.data[at:end])
		}
		at = end
	}
	return content
}

// resized returns content cut or filled with zeros to a size.
func resized(content []byte, size int64) []byte {
	if more := size - int64(len(content)); more > 0 {
		return append(content, make([]byte, more)...)
	}
	return content[:size]
}

// LosePower makes of the folder what a power loss leaves of it. The process must have ended. What
// wasn't safe is lost in one of several ways: all of it, none, any whole writes, or any sectors.
func (d *Disk) LosePower(random *rand.Rand) error {
	likely := []float64{0, 1, random.Float64(), random.Float64()}[random.IntN(4)]
	torn := random.IntN(2) == 0
	names := d.safe
	for _, op := range d.ops {
		if random.Float64() >= likely {
			break // names change in order
		}
		op.apply(names)
	}
	for path := range d.names {
		if names[path] == nil {
			if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
	}
	for path, f := range names {
		content := f.afterLoss(func() bool { return random.Float64() < likely }, torn)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// afterLoss returns the content that a power loss leaves. With torn each sector is kept or lost by
// itself, otherwise each write.
func (f *file) afterLoss(keep func() bool, torn bool) []byte {
	content := slices.Clone(f.safe)
	for _, c := range f.pending {
		switch kept := keep(); {
		case torn && !c.resize:
			content = c.apply(content, keep)
		case kept:
			content = c.apply(content, func() bool { return true })
		}
	}
	return content
}
