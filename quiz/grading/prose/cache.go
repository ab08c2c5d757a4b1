package prose

import (
	"hash/maphash"
	"strings"
	"sync/atomic"
)

const (
	// cachedWords is the number of words that are remembered at most.
	cachedWords = 1 << 14
	// longestCached is the length of the longest word that is remembered, in bytes.
	longestCached = 32
)

// entry holds the properties of a folded word.
type entry struct {
	surface, text string
	kind          Kind
	role          role
}

// wordCache remembers words, because stemming them takes long. Each has two possible places side by side,
// and the latest two words keep them. It is safe for concurrent use.
type wordCache struct {
	seed   maphash.Seed
	places [cachedWords]atomic.Pointer[entry]
}

//nolint:gochecknoglobals // it makes no difference to any result
var recentWords = wordCache{seed: maphash.MakeSeed()}

// find returns the properties of a folded word.
func (c *wordCache) find(word []byte) *entry {
	n := maphash.Bytes(c.seed, word) % cachedWords
	place, other := &c.places[n], &c.places[n^1]
	before := place.Load()
	if before != nil && before.surface == string(word) {
		return before
	}
	if e := other.Load(); e != nil && e.surface == string(word) {
		return e
	}
	e := newEntry(string(word))
	if len(word) <= longestCached {
		if before != nil {
			other.Store(before)
		}
		place.Store(e)
	}
	return e
}

func newEntry(word string) *entry {
	if strings.Trim(word, "0123456789.,") == "" {
		return &entry{surface: word, text: strings.ReplaceAll(word, ",", ""), kind: Number}
	}
	return &entry{surface: word, text: Stem(word), kind: Word, role: tables().roles[word]}
}
