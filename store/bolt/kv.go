package bolt

import (
	"context"

	"quizbot/store"

	"go.etcd.io/bbolt"
)

// newTx returns the store's transaction over one of bbolt.
func newTx(t *bbolt.Tx) store.Tx { return store.Tx{KV: kv{t, context.Background()}} }

// kv is a [store.KV] over a bbolt transaction.
type kv struct {
	tx  *bbolt.Tx
	ctx context.Context //nolint:containedctx // store.KV has no room for it; its end ends scans
}

// Get implements [store.KV].
func (k kv) Get(bucket string, key []byte) []byte {
	defer markDamage()
	return k.tx.Bucket([]byte(bucket)).Get(key)
}

// Put implements [store.KV].
func (k kv) Put(bucket string, key, value []byte) error {
	defer markDamage()
	return k.tx.Bucket([]byte(bucket)).Put(key, value)
}

// Delete implements [store.KV].
func (k kv) Delete(bucket string, key []byte) error {
	defer markDamage()
	return k.tx.Bucket([]byte(bucket)).Delete(key)
}

// Scan implements [store.KV].
func (k kv) Scan(bucket string, from []byte, yield func(key, value []byte) bool) {
	defer markDamage()
	c := k.tx.Bucket([]byte(bucket)).Cursor()
	for key, value := c.Seek(from); key != nil; key, value = c.Next() {
		if k.ctx.Err() != nil || !yield(key, value) {
			return
		}
	}
}
