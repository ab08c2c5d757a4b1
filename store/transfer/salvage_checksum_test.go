package transfer

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quizbot/store"

	"go.etcd.io/bbolt"
)

// A record whose value still reads as one of its kind is lost, and named, if its checksum does not hold.
func TestSalvageChecksChecksums(t *testing.T) {
	content := bytes.ReplaceAll(fullFile(t), []byte(`"round":2,"member":7,`), []byte(`"round":2,"member":8,`))
	result, _ := salvageContent(t, content)
	if lostOnly(t, result, map[store.Kind]int{store.KindReply: 1}); !strings.Contains(strings.Join(result.Lost[store.KindReply], ""), "round 2, member 7 (its checksum does not hold)") {
		t.Errorf("lost: %q", result.Lost[store.KindReply])
	}
}

// Checksums are read though the schema of the file is damaged, and a file of a schema without them is kept
// as it is.
func TestSalvageOfSchemas(t *testing.T) {
	path := filepath.Join(t.TempDir(), "full.db")
	want := map[store.Kind]int{}
	for name, damage := range map[string]func(*bbolt.Bucket) error{
		"its own":  func(*bbolt.Bucket) error { return nil },
		"an older": func(b *bbolt.Bucket) error { return b.Put([]byte(store.MetaSchema), []byte("4")) },
		"none":     func(b *bbolt.Bucket) error { return b.Delete([]byte(store.MetaSchema)) },
	} {
		if err := os.WriteFile(path, fullFile(t), 0o600); err != nil {
			t.Fatal(err)
		}
		db, err := bbolt.Open(path, 0o600, nil)
		if err != nil {
			t.Fatal(err)
		}
		err = db.Update(func(tx *bbolt.Tx) error { return damage(tx.Bucket([]byte(store.Meta))) })
		if err != nil || db.Close() != nil {
			t.Fatal(err)
		}
		result, _ := salvageContent(t, readFile(t, path))
		if lostOnly(t, result, want); result.Kept[store.KindReply] < 100 {
			t.Errorf("%s: kept %v", name, result.Kept)
		}
	}
	fixture := filepath.Join("..", "testdata", "schema-4.db")
	original := exportLines(t, openStore(t, copyFixture(t, "schema-4.db")))
	result, _ := salvageContent(t, readFile(t, fixture))
	if lostOnly(t, result, want); strings.Count(original, `{"reply":`) != result.Kept[store.KindReply] {
		t.Errorf("schema 4: kept %v", result.Kept)
	}
}
