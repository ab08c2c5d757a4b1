package store

import (
	"fmt"
	"strconv"
	"time"

	bolt "go.etcd.io/bbolt"
)

// migration brings a file from one schema to the next.
type migration func(*bolt.Tx) error

// migrations are those from schema 1 on: the first one leads from 1 to 2.
func migrations() []migration { return nil }

// migrate brings a file to the newest schema, a new file to all of it, in one transaction. A file of a
// newer program is refused, because an older one would write what that does not expect.
func migrate(db *bolt.DB) error {
	return db.Update(func(t *bolt.Tx) error {
		schema, err := schemaOf(t)
		if err != nil {
			return err
		}
		newest := 1 + len(migrations())
		if schema > newest {
			return fmt.Errorf("the file was written by a newer quizbot (schema %d, this one knows %d): update quizbot", schema, newest)
		}
		for _, bucket := range buckets() {
			if _, err := t.CreateBucketIfNotExists([]byte(bucket)); err != nil {
				return err
			}
		}
		if schema == 0 {
			return begin(t, newest)
		}
		for i := schema; i < newest; i++ {
			if err := migrations()[i-1](t); err != nil {
				return fmt.Errorf("bring the file from schema %d to %d: %w", i, i+1, err)
			}
		}
		return setSchema(t, newest)
	})
}

// schemaOf is a file's schema, 0 for a new file. A bbolt file of another program is refused.
func schemaOf(t *bolt.Tx) (int, error) {
	m := t.Bucket([]byte(meta))
	if m == nil || m.Get([]byte("schema")) == nil {
		if name, _ := t.Cursor().First(); name != nil {
			return 0, fmt.Errorf("the file belongs to another program: name another file")
		}
		return 0, nil
	}
	schema, err := strconv.Atoi(string(m.Get([]byte("schema"))))
	if err != nil {
		return 0, fmt.Errorf("the file's schema cannot be read: restore a backup: %w", err)
	}
	return schema, nil
}

// begin marks a new file. When it was made tells a lost file from a first start.
func begin(t *bolt.Tx, schema int) error {
	if err := t.Bucket([]byte(meta)).Put([]byte("created"), []byte(time.Now().UTC().Format(time.RFC3339))); err != nil {
		return err
	}
	return setSchema(t, schema)
}

func setSchema(t *bolt.Tx, schema int) error {
	return t.Bucket([]byte(meta)).Put([]byte("schema"), []byte(strconv.Itoa(schema)))
}
