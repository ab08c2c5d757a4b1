package store

import (
	"bytes"
	"context"
	"sync"

	"quizbot/quiz"

	"github.com/tidwall/btree"
)

// Mem is a store in memory: the same records under the same keys, which are gone with the program.
type Mem struct {
	writing sync.Mutex // one transaction writes at a time

	mu    sync.RWMutex
	state tree
}

// tree is an ordered map whose copies share what did not change.
type tree = btree.Map[string, []byte]

// Memory returns an empty store.
func Memory() *Mem { return &Mem{} }

// Close does nothing: a store in memory needs no end.
func (m *Mem) Close() error { return nil }

// View implements [quiz.Store].
func (m *Mem) View(ctx context.Context, fn func(quiz.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return fn(tx{&memory{state: m.copy()}})
}

// Update implements [quiz.Store].
func (m *Mem) Update(ctx context.Context, fn func(quiz.Tx) error) error {
	m.writing.Lock()
	defer m.writing.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	changed := memory{state: m.copy()}
	if err := fn(tx{&changed}); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.state = *changed.state
	return nil
}

func (m *Mem) copy() *tree {
	m.mu.Lock() // a copy marks the original as shared
	defer m.mu.Unlock()
	return m.state.Copy()
}

// Check reports what of the store does not fit together.
func (m *Mem) Check() error {
	return check(tx{&memory{state: m.copy()}})
}

// memory is a kv over a tree; a bucket's name and a zero byte begin its keys.
type memory struct{ state *tree }

func (m *memory) get(bucket string, key []byte) []byte {
	value, _ := m.state.Get(bucket + "\x00" + string(key))
	return value
}

func (m *memory) put(bucket string, key, value []byte) error {
	m.state.Set(bucket+"\x00"+string(key), bytes.Clone(value))
	return nil
}

func (m *memory) delete(bucket string, key []byte) error {
	m.state.Delete(bucket + "\x00" + string(key))
	return nil
}

func (m *memory) scan(bucket string, from []byte, yield func(key, value []byte) bool) {
	prefix := bucket + "\x00"
	m.state.Ascend(prefix+string(from), func(k string, v []byte) bool {
		return len(k) >= len(prefix) && k[:len(prefix)] == prefix && yield([]byte(k[len(prefix):]), v)
	})
}
