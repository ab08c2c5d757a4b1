// Package memory is a store that is gone with the program, for the demo and for tests.
package memory

import (
	"bytes"
	"context"
	"errors"
	"sync"

	"quizbot/quiz"
	"quizbot/store"

	"github.com/tidwall/btree"
)

// Store is a store in memory. It has the same records under the same keys as a file.
type Store struct {
	writing sync.Mutex // held by the transaction that writes

	mu    sync.RWMutex
	state tree
}

// tree is an ordered map. Its copies share everything that was not changed since.
type tree = btree.Map[string, []byte]

// New returns an empty store.
func New() *Store { return &Store{} }

// Close does nothing. A store in memory can be used after it.
func (s *Store) Close() error { return nil }

// View implements [quiz.Store].
func (s *Store) View(ctx context.Context, fn func(quiz.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return fn(s.snapshot())
}

// ViewRecords runs fn on a state of the store that does not change meanwhile.
func (s *Store) ViewRecords(ctx context.Context, fn func(store.RecordReader) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return fn(s.snapshot())
}

// Update implements [quiz.Store].
func (s *Store) Update(ctx context.Context, fn func(quiz.Tx) error) error {
	return s.update(ctx, func(t store.Tx) error { return fn(t) })
}

func (s *Store) update(ctx context.Context, fn func(store.Tx) error) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	changed := kv{state: s.copyState()}
	if err := fn(store.Tx{KV: &changed}); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.state = *changed.state
	return nil
}

// Fill adds records to the store, which must be empty: it calls next as long as next returns true,
// all in one transaction. Then it checks the store. After an error the store is empty.
func (s *Store) Fill(ctx context.Context, next func(store.RecordTx) (more bool, err error)) error {
	return s.update(ctx, func(t store.Tx) error {
		if !s.isEmpty() {
			return errors.New("the store is not empty: import into a new one")
		}
		for more := true; more; {
			var err error
			if more, err = next(t); err != nil {
				return err
			}
		}
		return t.Check()
	})
}

func (s *Store) isEmpty() bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.state.Len() == 0
}

// Check returns everything in the store that does not fit together.
func (s *Store) Check() error { return s.snapshot().Check() }

// snapshot returns a transaction on the present state.
func (s *Store) snapshot() store.Tx { return store.Tx{KV: &kv{state: s.copyState()}} }

func (s *Store) copyState() *tree {
	s.mu.Lock() // a copy marks the original as shared
	defer s.mu.Unlock()
	return s.state.Copy()
}

// kv is a [store.KV] over a tree. A key of the tree is a bucket's name, a zero byte and the key.
type kv struct{ state *tree }

// Get implements [store.KV].
func (m *kv) Get(bucket string, key []byte) []byte {
	value, _ := m.state.Get(bucket + "\x00" + string(key))
	return value
}

// Put implements [store.KV].
func (m *kv) Put(bucket string, key, value []byte) error {
	m.state.Set(bucket+"\x00"+string(key), bytes.Clone(value))
	return nil
}

// Delete implements [store.KV].
func (m *kv) Delete(bucket string, key []byte) error {
	m.state.Delete(bucket + "\x00" + string(key))
	return nil
}

// Scan implements [store.KV].
func (m *kv) Scan(bucket string, from []byte, yield func(key, value []byte) bool) {
	prefix := bucket + "\x00"
	m.state.Ascend(prefix+string(from), func(k string, v []byte) bool {
		return len(k) >= len(prefix) && k[:len(prefix)] == prefix && yield([]byte(k[len(prefix):]), v)
	})
}

// ScanBack implements [store.KV].
func (m *kv) ScanBack(bucket string, before []byte, yield func(key, value []byte) bool) {
	prefix := bucket + "\x00"
	m.state.Descend(prefix+string(before), func(k string, v []byte) bool {
		if k == prefix+string(before) {
			return true
		}
		return len(k) >= len(prefix) && k[:len(prefix)] == prefix && yield([]byte(k[len(prefix):]), v)
	})
}
