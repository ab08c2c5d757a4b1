package bolt

import (
	"context"
	"encoding/binary"

	"quizbot/store"
	"quizbot/store/bolt/checksum"

	"go.etcd.io/bbolt"
)

// newTx returns the store's transaction over one of bbolt.
func newTx(t *bbolt.Tx) store.Tx { return newSchemaTx(t, ChecksumSchema) }

// newSchemaTx is newTx for a file of a schema, which may be an older one.
func newSchemaTx(t *bbolt.Tx, schema int) store.Tx {
	return store.Tx{KV: kv{tx: t, ctx: context.Background(), plain: schema < ChecksumSchema}}
}

// ChecksumSchema is the first schema whose values end with a checksum. The sequence of each bucket is
// the [checksum.Sum] of its records.
const ChecksumSchema = 5

// kv is a [store.KV] over a bbolt transaction.
type kv struct {
	tx    *bbolt.Tx
	ctx   context.Context //nolint:containedctx // store.KV has no room for it; its end ends scans
	plain bool            // values have no checksums
	// change is the difference that the transaction makes to the total of the last commit. It may be
	// nil.
	change *uint64
}

// Get implements [store.KV].
func (k kv) Get(bucket string, key []byte) []byte {
	defer markDamage()
	return k.valueOf(bucket, key, k.tx.Bucket([]byte(bucket)).Get(key))
}

// valueOf returns the value of a record, which is empty if its checksum does not hold.
func (k kv) valueOf(bucket string, key, stored []byte) []byte {
	if k.plain || stored == nil || isPlain(bucket, key) {
		return stored
	}
	value, _, ok := checksum.Split(bucket, key, stored)
	if !ok {
		return []byte{}
	}
	return value
}

// isPlain reports whether a value has no checksum: other releases must be able to read the schema. The
// sum of the bucket covers it all the same.
func isPlain(bucket string, key []byte) bool {
	return bucket == store.Meta && string(key) == metaSchema
}

// Put implements [store.KV].
func (k kv) Put(bucket string, key, value []byte) error {
	defer markDamage()
	b := k.tx.Bucket([]byte(bucket))
	if k.plain {
		return b.Put(key, value)
	}
	sum := sumOf(b)
	if old := b.Get(key); old != nil {
		was, _ := storedChecksum(bucket, key, old)
		sum = sum.Minus(was)
	}
	stored := value
	if !isPlain(bucket, key) {
		stored = checksum.Append(bucket, key, value)
	}
	if err := b.Put(key, stored); err != nil {
		return err
	}
	is, _ := storedChecksum(bucket, key, stored)
	return k.setSum(bucket, b, sum.Plus(is))
}

// setSum sets the sum of a bucket.
func (k kv) setSum(bucket string, b *bbolt.Bucket, sum checksum.Sum) error {
	if k.change != nil && bucket != store.Meta {
		*k.change += uint64(sum) - b.Sequence()
	}
	return b.SetSequence(uint64(sum))
}

// Delete implements [store.KV].
func (k kv) Delete(bucket string, key []byte) error {
	defer markDamage()
	b := k.tx.Bucket([]byte(bucket))
	old := b.Get(key)
	if old == nil {
		return nil
	}
	if !k.plain {
		was, _ := storedChecksum(bucket, key, old)
		if err := k.setSum(bucket, b, sumOf(b).Minus(was)); err != nil {
			return err
		}
	}
	return b.Delete(key)
}

// Scan implements [store.KV].
func (k kv) Scan(bucket string, from []byte, yield func(key, value []byte) bool) {
	defer markDamage()
	c := k.tx.Bucket([]byte(bucket)).Cursor()
	for key, stored := c.Seek(from); key != nil; key, stored = c.Next() {
		if k.ctx.Err() != nil || !yield(key, k.valueOf(bucket, key, stored)) {
			return
		}
	}
}

// ScanBack implements [store.KV].
func (k kv) ScanBack(bucket string, before []byte, yield func(key, value []byte) bool) {
	defer markDamage()
	c := k.tx.Bucket([]byte(bucket)).Cursor()
	back := c.Prev
	if key, _ := c.Seek(before); key == nil {
		back = c.Last
	}
	for key, stored := back(); key != nil; key, stored = c.Prev() {
		if k.ctx.Err() != nil || !yield(key, k.valueOf(bucket, key, stored)) {
			return
		}
	}
}

// storedChecksum returns the checksum that a record has, or had before it was damaged. It reports whether
// it holds.
func storedChecksum(bucket string, key, stored []byte) (sum uint32, ok bool) {
	if isPlain(bucket, key) {
		return checksum.Of(bucket, key, stored), true
	}
	_, sum, ok = checksum.Split(bucket, key, stored)
	return sum, ok
}

func sumOf(b *bbolt.Bucket) checksum.Sum { return checksum.Sum(b.Sequence()) }

// lastCommit is what a commit notes in [store.Meta]. Pages that are older than the meta page which leads
// to them are noticed by it.
type lastCommit struct {
	// number is that of the meta page of the commit.
	number uint64
	// total is the sum of the sums of all buckets but Meta.
	total uint64
}

// readCommit returns what the last commit noted.
func readCommit(t *bbolt.Tx) (lastCommit, error) {
	value := newTx(t).Get(store.Meta, []byte(metaCommit))
	if len(value) != 16 {
		return lastCommit{}, store.Damage{Reason: "it lacks the sum of its last commit"}
	}
	return lastCommit{binary.BigEndian.Uint64(value), binary.BigEndian.Uint64(value[8:])}, nil
}

// sumBuckets returns the sum of the sums of all buckets but Meta.
func sumBuckets(t *bbolt.Tx) (total uint64) {
	for _, name := range store.Buckets() {
		if b := t.Bucket([]byte(name)); b != nil && name != store.Meta {
			total += b.Sequence()
		}
	}
	return total
}

// noteCommit writes what readCommit returns. It has to be the last write of a transaction.
func noteCommit(t *bbolt.Tx, total uint64) error {
	value := binary.BigEndian.AppendUint64(nil, uint64(t.ID()))
	value = binary.BigEndian.AppendUint64(value, total)
	return newTx(t).Put(store.Meta, []byte(metaCommit), value)
}

// noteChange is noteCommit for a transaction that made a difference to the total. A total that was wrong
// before stays wrong, so that a check still finds it.
func noteChange(t *bbolt.Tx, change uint64) error {
	last, err := readCommit(t)
	if err != nil {
		return noteCommit(t, sumBuckets(t)+1)
	}
	return noteCommit(t, last.total+change)
}

// updateNoted runs fn in a transaction of a file that no store has open, and commits it.
func updateNoted(db *bbolt.DB, fn func(*bbolt.Tx) error) error {
	return db.Update(func(t *bbolt.Tx) error {
		if err := fn(t); err != nil {
			return err
		}
		return noteCommit(t, sumBuckets(t))
	})
}

// addChecksums adds the checksums to the values of a file that has none, and the sums to its buckets.
func addChecksums(t *bbolt.Tx) error {
	if err := checkWithoutSums(t); err != nil {
		return err
	}
	for _, name := range store.Buckets() {
		if b := t.Bucket([]byte(name)); b != nil {
			if err := addBucketChecksums(b, name); err != nil {
				return err
			}
		}
	}
	return nil
}

// checkWithoutSums returns an error if a file of a schema without checksums has sums: then its schema is
// damaged.
func checkWithoutSums(t *bbolt.Tx) error {
	if t.Bucket([]byte(store.Meta)).Sequence() != 0 {
		return store.Damage{Reason: "its records are of a newer schema than it says"}
	}
	return nil
}

func addBucketChecksums(b *bbolt.Bucket, name string) error {
	const batch = 256 // records read before the first of them is written
	var sum checksum.Sum
	for from := []byte(nil); ; {
		var keys, values [][]byte
		c := b.Cursor()
		k, v := c.Seek(from)
		for ; k != nil && len(keys) < batch; k, v = c.Next() {
			if !isPlain(name, k) {
				v = checksum.Append(name, k, v)
			}
			keys, values = append(keys, k), append(values, v)
		}
		from = k
		for i, key := range keys {
			if err := b.Put(key, values[i]); err != nil {
				return err
			}
			is, _ := storedChecksum(name, key, values[i])
			sum = sum.Plus(is)
		}
		if from == nil {
			return b.SetSequence(uint64(sum))
		}
	}
}
