package markdown

import (
	"iter"
	"strings"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// A grapheme cluster is what a reader takes for one character: a letter with its accents, a flag, an emoji of a family.

// Clusters are the grapheme clusters of a text.
func Clusters(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		state := -1
		for text != "" {
			var cluster string
			cluster, text, _, state = uniseg.FirstGraphemeClusterInString(text, state)
			if !yield(cluster) {
				return
			}
		}
	}
}

// FirstCluster is the size of the first grapheme cluster of a text, 0 where there is none.
func FirstCluster(text string, size func(string) int) int {
	for cluster := range Clusters(text) {
		return size(cluster)
	}
	return 0
}

// longest is the length in bytes of the longest start of a text that fits and ends at the end of a grapheme cluster.
func longest(text string, fits func(string) bool) int {
	ends, state := []int{0}, -1
	rest := text
	end := func(n int) (int, bool) { // of the n-th cluster
		for len(ends) <= n && rest != "" {
			var cluster string
			cluster, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
			ends = append(ends, ends[len(ends)-1]+len(cluster))
		}
		if n < len(ends) {
			return ends[n], true
		}
		return 0, false
	}
	return ends[most(len(text), func(n int) bool {
		at, ok := end(n)
		return ok && fits(text[:at])
	})]
}

// firstRunes is the start of a grapheme cluster that does not fit as a whole: as much as fits, and at least one code
// point, so that cutting always ends.
func firstRunes(text string, fits func(string) bool) string {
	ends := []int{}
	for at := 0; at < len(text); {
		_, size := utf8.DecodeRuneInString(text[at:])
		at += size
		ends = append(ends, at)
	}
	if len(ends) == 0 {
		return text
	}
	n := most(len(ends), func(n int) bool { return fits(text[:ends[n-1]]) })
	return text[:ends[max(n, 1)-1]]
}

// endsCluster reports whether a grapheme cluster ends at a byte of a text that begins with one.
func endsCluster(text string, at int) bool {
	first, _, _, _ := uniseg.FirstGraphemeClusterInString(text[:min(len(text), at+maxCluster)], -1)
	return len(first) == at
}

// maxCluster is how many bytes behind a place may tell whether a cluster ends there.
const maxCluster = 64

// lastCluster is where the grapheme cluster starts that goes on at a byte of a text: at itself where one ends there.
func lastCluster(text string, at int) int {
	start := 0
	for cluster := range Clusters(text) {
		switch end := start + len(cluster); {
		case end == at:
			return at
		case end > at:
			return start
		default:
			start = end
		}
	}
	return at
}

// CutText takes as much off the start of a text as fits, to the end of a sentence or word where one is near. It does not cut
// a grapheme cluster that fits, and takes at least one code point, whether that fits or not.
func CutText(text string, fits func(string) bool) (head, tail string) {
	at := longest(text, fits)
	switch at {
	case len(text):
	case 0:
		at = len(firstRunes(text, fits))
	default:
		at = lastGap(text, at)
	}
	return text[:at], text[at:]
}

// Clip shortens a text to a limit, measured by size, with an ellipsis where something is left out. It does not cut a
// grapheme cluster, unless the first alone is too large.
func Clip(text string, limit int, size func(string) int) string {
	if size(text) <= limit {
		return text
	}
	const ellipsis = "…"
	fits := func(s string) bool { return size(s)+size(ellipsis) <= limit }
	at := longest(text, fits)
	if at == 0 {
		at = len(firstRunes(text, fits))
	}
	return strings.TrimRight(text[:at], " \t\n") + ellipsis
}

// ClipRunes is Clip to a number of code points.
func ClipRunes(text string, limit int) string { return Clip(text, limit, utf8.RuneCountInString) }
