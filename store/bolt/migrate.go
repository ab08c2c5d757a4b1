package bolt

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strconv"
	"time"

	"quizbot/store"

	"go.etcd.io/bbolt"
)

// migration upgrades a file from one schema to the next.
type migration func(*bbolt.Tx) error

// migrations returns the migrations from schema 1 on: the first leads from schema 1 to 2.
func migrations() []migration {
	var list []migration
	for i, upgrade := range store.Upgrades() {
		schema := i + 2
		list = append(list, func(t *bbolt.Tx) error {
			if schema == ChecksumSchema {
				if err := addChecksums(t); err != nil {
					return err
				}
			}
			if err := makeBuckets(t); err != nil { // an upgrade may fill them
				return err
			}
			return upgrade(newSchemaTx(t, schema))
		})
	}
	return list
}

// The keys in [store.Meta] that only a file has.
const (
	metaSchema  = store.MetaSchema
	metaCreated = "created"
	metaCommit  = "commit"
)

// migrateWithCopy upgrades a file to the newest schema, and keeps a copy of the file as it was. It
// does not write to a file that is up to date. It reports whether it upgraded the file.
func migrateWithCopy(db database, path string, list []migration) (upgraded bool, err error) {
	schema, err := checkSchema(db, path, list)
	if err != nil || schema > len(list) {
		return false, err
	}
	kept := fmt.Sprintf("%s.schema-%d", path, schema)
	if err := copyFile(context.Background(), path, kept); err != nil {
		return false, fmt.Errorf("copy %s before it is brought to a newer schema: %w", path, err)
	}
	if err := migrate(db, path, list); err != nil {
		return false, fmt.Errorf("%w; %s is as it was, and a copy of it is %s: start the release that it worked with, and report this", err, path, kept)
	}
	return true, nil
}

// migrate upgrades a file to the newest schema in one transaction.
func migrate(db database, path string, list []migration) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer recoverDamage(path, &err)
	schema, err := checkSchema(db, path, list)
	if err != nil || schema > len(list) {
		return err
	}
	return updateNoted(db.DB, func(t *bbolt.Tx) error {
		for i := schema; i <= len(list); i++ {
			if err := list[i-1](t); err != nil {
				return fmt.Errorf("bring %s from schema %d to %d: %w", path, i, i+1, explainError(path, err))
			}
		}
		return initializeSchema(t, 1+len(list))
	})
}

// OldSchema returns the schema of a file that an earlier release wrote, and 0 for one that opening does
// not upgrade. It does not change the file.
func OldSchema(path string) (schema int, err error) {
	if err := checkExists(path); err != nil {
		return 0, err
	}
	db, err := openLocked(path, true)
	if err != nil {
		return 0, explainOpenError(path, err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer recoverDamage(path, &err)
	list := migrations()
	if schema, err = checkSchema(db, path, list); err != nil || schema > len(list) {
		return 0, explainOpenError(path, err)
	}
	return schema, nil
}

// checkSchema returns the schema of a file. A schema newer than that of this program is an error:
// this program might write records of an unexpected form. A missing bucket is an error, too.
func checkSchema(db database, path string, list []migration) (schema int, err error) {
	newest := 1 + len(list)
	err = db.View(func(t *bbolt.Tx) (err error) {
		schema, err = readSchema(t, path)
		switch {
		case err != nil:
			return err
		case schema > newest:
			return fmt.Errorf("%s was written by a newer quizbot (schema %d, this one knows %d): update quizbot", path, schema, newest)
		case schema == newest:
			return checkBuckets(t)
		}
		return nil
	})
	return schema, err
}

// readSchema returns the schema of a file. A bbolt file of another program is an error.
func readSchema(t *bbolt.Tx, path string) (int, error) {
	m := t.Bucket([]byte(store.Meta))
	if m == nil || m.Get([]byte(metaSchema)) == nil {
		if hasOwnBuckets(t) {
			return 0, store.Damage{Reason: "it lacks its schema"}
		}
		return 0, fmt.Errorf("%s belongs to another program, or is damaged beyond recognition: name another file, or restore a backup with `quizbot restore`", path)
	}
	schema, err := strconv.Atoi(string(m.Get([]byte(metaSchema))))
	if err != nil || schema < 1 {
		return 0, store.Damage{Reason: "its schema cannot be read"}
	}
	return schema, nil
}

// checkBuckets returns an error if a file lacks a bucket.
func checkBuckets(t *bbolt.Tx) error {
	for _, bucket := range store.Buckets() {
		if !hasBuckets(t, bucket) {
			return store.Damage{Reason: "it lacks its " + bucket}
		}
	}
	return nil
}

// hasOwnBuckets reports whether a file has more buckets by the names of quizbot's than another
// program's would have by chance.
func hasOwnBuckets(t *bbolt.Tx) bool {
	const few = 3
	n := 0
	for _, bucket := range store.Buckets() {
		if t.Bucket([]byte(bucket)) != nil {
			n++
		}
	}
	return n >= few
}

func hasBuckets(t *bbolt.Tx, buckets ...string) bool {
	for _, bucket := range buckets {
		if t.Bucket([]byte(bucket)) == nil {
			return false
		}
	}
	return true
}

// makeBuckets makes the buckets that a file lacks.
func makeBuckets(t *bbolt.Tx) error {
	for _, bucket := range store.Buckets() {
		if _, err := t.CreateBucketIfNotExists([]byte(bucket)); err != nil {
			return err
		}
	}
	return nil
}

// initializeSchema makes the buckets that a file lacks and writes its schema and the time of its
// making.
func initializeSchema(t *bbolt.Tx, schema int) error {
	if err := makeBuckets(t); err != nil {
		return err
	}
	tx := newTx(t)
	if tx.Get(store.Meta, []byte(metaCreated)) == nil {
		if err := tx.Put(store.Meta, []byte(metaCreated), []byte(time.Now().UTC().Format(time.RFC3339))); err != nil {
			return err
		}
	}
	return tx.Put(store.Meta, []byte(metaSchema), []byte(strconv.Itoa(schema)))
}

// replaceBySmaller replaces a file that was upgraded by one with the same records, and returns that. An
// upgrade writes all records anew, and leaves as much free space with what they were before. If there
// cannot be another file, it returns the old one.
func replaceBySmaller(db database, path string) database {
	next := path + ".compact"
	smaller, err := writeSmaller(db, next)
	if err == nil {
		err = renameDurably(next, path)
	}
	if err != nil {
		if smaller.DB != nil {
			_ = smaller.Close() // it is removed
		}
		_ = removeIfExists(next)
		return db
	}
	smaller.metaFault = db.metaFault
	_ = db.Close() // its file is gone
	return smaller
}

// writeSmaller writes the records of a file into a new one, makes it durable and opens it.
func writeSmaller(db database, next string) (smaller database, err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer recoverDamage(next, &err)
	if err := removeIfExists(next); err != nil {
		return smaller, err
	}
	if err := writeCompact(next, db.DB); err != nil {
		return smaller, err
	}
	if smaller, err = openLocked(next, false); err != nil {
		return database{}, err
	}
	return smaller, updateNoted(smaller.DB, func(*bbolt.Tx) error { return nil })
}

// writeCompact writes the records of a file into a new one, and makes it durable.
func writeCompact(path string, from *bbolt.DB) error {
	to, err := bbolt.Open(path, fileMode, &bbolt.Options{Timeout: lockTimeout, NoSync: true})
	if err != nil {
		return err
	}
	const batch = 16 << 20 // bytes in a transaction, so that memory stays small
	return errors.Join(bbolt.Compact(to, from, batch), to.Sync(), to.Close())
}
