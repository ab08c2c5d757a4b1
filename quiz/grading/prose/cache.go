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

// wordCache remembers words, because stemming them takes long. Each has one possible place, and the
// latest word keeps it. It is safe for concurrent use.
type wordCache struct {
	seed   maphash.Seed
	places [cachedWords]atomic.Pointer[entry]
}

//nolint:gochecknoglobals // it makes no difference to any result
var recentWords = wordCache{seed: maphash.MakeSeed()}

// find returns the properties of a folded word.
func (c *wordCache) find(word []byte) *entry {
	place := &c.places[maphash.Bytes(c.seed, word)%cachedWords]
	if e := place.Load(); e != nil && e.surface == string(word) {
		return e
	}
	e := newEntry(string(word))
	if len(word) <= longestCached {
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
