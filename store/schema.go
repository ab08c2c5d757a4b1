package store

import (
	"context"
	"fmt"
	"runtime/debug"
	"strconv"
	"time"

	bolt "go.etcd.io/bbolt"
)

// migration brings a file from one schema to the next.
type migration func(*bolt.Tx) error

// migrations are those from schema 1 on: the first one leads from 1 to 2.
func migrations() []migration {
	var list []migration
	for _, c := range changes() {
		list = append(list, c.migrate)
	}
	return list
}

// migrate brings a file to the newest schema, and keeps a copy of what it was beside it. A file that is up to
// date is not written to.
func migrate(db database, path string, steps []migration) error {
	schema, err := lookAt(db, path, steps)
	if err != nil || schema > len(steps) {
		return err
	}
	kept := fmt.Sprintf("%s.schema-%d", path, schema)
	if err := copyFile(context.Background(), path, kept); err != nil {
		return fmt.Errorf("copy %s before it is brought to a newer schema: %w", path, err)
	}
	if err := upgrade(db, path, steps); err != nil {
		return fmt.Errorf("%w; %s is as it was, and a copy of it is %s: start the release that it worked with, and report this", err, path, kept)
	}
	return nil
}

// upgrade brings a file to the newest schema, in one transaction.
func upgrade(db database, path string, steps []migration) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer caught(path, &err)
	schema, err := lookAt(db, path, steps)
	if err != nil || schema > len(steps) {
		return err
	}
	return db.Update(func(t *bolt.Tx) error {
		for i := schema; i <= len(steps); i++ {
			if err := steps[i-1](t); err != nil {
				return fmt.Errorf("bring %s from schema %d to %d: %w", path, i, i+1, explain(path, err))
			}
		}
		return begin(t, 1+len(steps))
	})
}

// lookAt returns a file's schema. A file of a newer program is refused, because an older one would write what
// that does not expect, and so is one that lacks anything.
func lookAt(db database, path string, steps []migration) (schema int, err error) {
	newest := 1 + len(steps)
	err = db.View(func(t *bolt.Tx) (err error) {
		schema, err = schemaOf(t, path)
		switch {
		case err != nil:
			return err
		case schema > newest:
			return fmt.Errorf("%s was written by a newer quizbot (schema %d, this one knows %d): update quizbot", path, schema, newest)
		case schema == newest:
			return complete(t)
		}
		return nil
	})
	return schema, err
}

// schemaOf is a file's schema. A bbolt file of another program is refused.
func schemaOf(t *bolt.Tx, path string) (int, error) {
	m := t.Bucket([]byte(meta))
	if m == nil || m.Get([]byte("schema")) == nil {
		return 0, fmt.Errorf("%s belongs to another program: name another file", path)
	}
	schema, err := strconv.Atoi(string(m.Get([]byte("schema"))))
	if err != nil || schema < 1 {
		return 0, damage{"its schema cannot be read"}
	}
	return schema, nil
}

// complete checks that a file has all buckets.
func complete(t *bolt.Tx) error {
	for _, bucket := range buckets() {
		if t.Bucket([]byte(bucket)) == nil {
			return damage{"it lacks its " + bucket}
		}
	}
	return nil
}

// begin makes all buckets, and marks the file with its schema and with when it was made.
func begin(t *bolt.Tx, schema int) error {
	for _, bucket := range buckets() {
		if _, err := t.CreateBucketIfNotExists([]byte(bucket)); err != nil {
			return err
		}
	}
	m := t.Bucket([]byte(meta))
	if m.Get([]byte("created")) == nil {
		if err := m.Put([]byte("created"), []byte(time.Now().UTC().Format(time.RFC3339))); err != nil {
			return err
		}
	}
	return m.Put([]byte("schema"), []byte(strconv.Itoa(schema)))
}
