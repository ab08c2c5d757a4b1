package prose

import (
	"hash/maphash"
	"strconv"
	"sync"
	"testing"
)

// TestWordCache looks more words up than the cache has places, from several goroutines.
func TestWordCache(t *testing.T) {
	cache := wordCache{seed: maphash.MakeSeed()}
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for n := range 2 * cachedWords {
				word := "the" + strconv.Itoa(n) + "s"
				if e := cache.find([]byte(word)); *e != *newEntry(word) {
					t.Errorf("%s is found as %+v", word, *e)
				}
			}
			if e := cache.find([]byte("threads")); e.text != "thread" || e.surface != "threads" {
				t.Errorf("threads is found as %+v", *e)
			}
		})
	}
	group.Wait()
}
