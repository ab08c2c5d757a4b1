package markdown

import (
	"iter"
	"strings"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// A grapheme cluster is one character to a reader: a letter with its accents, a flag, a family
// emoji (UAX #29).

// Clusters returns the grapheme clusters of a text.
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

// FirstCluster returns the size of the first grapheme cluster, 0 for an empty text.
func FirstCluster(text string, size func(string) int) int {
	for cluster := range Clusters(text) {
		return size(cluster)
	}
	return 0
}

// longestFit returns the length in bytes of the longest prefix that fits and ends with a whole
// grapheme cluster.
func longestFit(text string, fits func(string) bool) int {
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
	return ends[greatestHolding(len(text), func(n int) bool {
		at, ok := end(n)
		return ok && fits(text[:at])
	})]
}

// fittingRunes returns the fitting prefix of a grapheme cluster that doesn't fit as a whole. It
// has at least one code point, so cutting always ends.
func fittingRunes(text string, fits func(string) bool) string {
	ends := []int{}
	for at := 0; at < len(text); {
		_, size := utf8.DecodeRuneInString(text[at:])
		at += size
		ends = append(ends, at)
	}
	if len(ends) == 0 {
		return text
	}
	n := greatestHolding(len(ends), func(n int) bool { return fits(text[:ends[n-1]]) })
	return text[:ends[max(n, 1)-1]]
}

// endsCluster reports whether a grapheme cluster ends at byte at of a text that begins with one.
func endsCluster(text string, at int) bool {
	first, _, _, _ := uniseg.FirstGraphemeClusterInString(text[:min(len(text), at+clusterLookahead)], -1)
	return len(first) == at
}

// clusterLookahead is the number of bytes after a position needed to tell whether a cluster ends
// there.
const clusterLookahead = 64

// clusterStartAt returns the start of the grapheme cluster around a byte, or the byte itself on a
// boundary.
func clusterStartAt(text string, at int) int {
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

// CutText splits a text after the longest prefix that fits, preferably at the end of a sentence or
// word. It doesn't cut a grapheme cluster that fits. The head has at least one code point, even if
// that doesn't fit.
func CutText(text string, fits func(string) bool) (head, tail string) {
	at := longestFit(text, fits)
	switch at {
	case len(text):
	case 0:
		at = len(fittingRunes(text, fits))
	default:
		at = lastBreakBefore(text, at)
	}
	return text[:at], text[at:]
}

// Clip shortens a text to a limit, measured by size, and ends it with an ellipsis. It doesn't cut
// a grapheme cluster, unless the first one alone is too large.
func Clip(text string, limit int, size func(string) int) string {
	if size(text) <= limit {
		return text
	}
	const ellipsis = "…"
	fits := func(s string) bool { return size(s)+size(ellipsis) <= limit }
	at := longestFit(text, fits)
	if at == 0 {
		at = len(fittingRunes(text, fits))
	}
	return strings.TrimRight(text[:at], " \t\n") + ellipsis
}

// ClipRunes is Clip to a number of code points.
func ClipRunes(text string, limit int) string { return Clip(text, limit, utf8.RuneCountInString) }
