package pages

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/fnv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.etcd.io/bbolt"
)

const pageSize = 4096

// bareFile returns a bbolt file of some commits.
func bareFile(t *testing.T) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.db")
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		if err := db.Update(func(tx *bbolt.Tx) error { _, err := tx.CreateBucketIfNotExists([]byte("x")); return err }); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// setCommit gives a meta page another number, with its checksum.
func setCommit(content []byte, page int, commit uint64) {
	body := content[page*pageSize+headerSize:]
	binary.NativeEndian.PutUint64(body[48:], commit)
	sum := fnv.New64a()
	_, _ = sum.Write(body[:56])
	binary.NativeEndian.PutUint64(body[56:], sum.Sum64())
}

// The newer intact meta page counts, as for bbolt, and what is wrong with the other one is said.
func TestReadMetas(t *testing.T) {
	whole := bareFile(t)
	newest, fault, err := ReadMetas(bytes.NewReader(whole), int64(len(whole)))
	if err != nil || fault.Reason != "" {
		t.Fatalf("a sound file: got %+v, %v", fault, err)
	}
	newer, old := int(newest.Commit%2), int((newest.Commit+1)%2)
	for name, c := range map[string]struct {
		spoil  func(content []byte)
		commit uint64
		say    string
		lost   bool
	}{
		"the newest is damaged": {func(b []byte) { b[newer*pageSize+headerSize+20] ^= 1 }, newest.Commit - 1, "the newest of its two", true},
		"the older is damaged":  {func(b []byte) { b[old*pageSize+headerSize+20] ^= 1 }, newest.Commit, "the older of its two", false},
		"the number is damaged": {func(b []byte) { b[newer*pageSize+headerSize+48] ^= 0x40 }, newest.Commit - 1, "the newest of its two", true},
		"one was not written":   {func(b []byte) { setCommit(b, old, newest.Commit-3) }, newest.Commit, "not of consecutive commits", true},
		"a head is damaged":     {func(b []byte) { b[newer*pageSize+9] ^= 1 }, newest.Commit, "", false}, // bbolt does not look at it
	} {
		content := bytes.Clone(whole)
		c.spoil(content)
		got, fault, err := ReadMetas(bytes.NewReader(content), int64(len(content)))
		if err != nil || got.Commit != c.commit || fault.Lost != c.lost || !strings.Contains(fault.Reason, c.say) || c.say == "" && fault.Reason != "" {
			t.Errorf("%s: got commit %d, %+v, %v", name, got.Commit, fault, err)
		}
	}
	for _, page := range []int{0, 1} {
		clear(whole[page*pageSize : (page+1)*pageSize])
	}
	if _, _, err := ReadMetas(bytes.NewReader(whole), int64(len(whole))); !errors.Is(err, errNoMeta) {
		t.Errorf("without meta pages: got %v", err)
	}
}

// The head of the list of free pages is looked at before bbolt follows it.
func TestCheckFreelistHead(t *testing.T) {
	content := bareFile(t)
	size := int64(len(content))
	m, _, err := ReadMetas(bytes.NewReader(content), size)
	if err != nil {
		t.Fatal(err)
	}
	if err := CheckFreelistHead(bytes.NewReader(content), size); err != nil {
		t.Errorf("a sound file: %v", err)
	}
	for _, at := range []int64{0, 8, 15} { // its number, its kind, its length
		bad := bytes.Clone(content)
		bad[int64(m.Freelist)*m.PageSize+at] ^= 0x80
		if err := CheckFreelistHead(bytes.NewReader(bad), size); err == nil {
			t.Errorf("byte %d of its head is damaged, and nothing is said", at)
		}
	}
}
