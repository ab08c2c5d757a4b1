package prose

import (
	"slices"
	"unicode"
)

// Numbered is a text with numbers of its words: WordOf are the places of the tokens' texts in Words,
// below 0 for punctuation.
type Numbered struct {
	Source string
	Tokens []Token
	WordOf []int32
	Words  []string
}

// Shape tells how an answer is put together, beside a source that it may be copied from. What takes long
// is computed when it is needed. The zero value is ready for [Shape.Compare].
type Shape struct {
	// Content is the number of content words and Chinese characters, Han that of the characters.
	Content, Han int
	// known is the share of them, numbers apart, that the source has.
	known float64

	source  *Source
	text    Numbered
	numbers []int32 // of the text's words in the source
	marks   []mark  // of the text's words
	counts  []int32 // of the text's words that join no names

	hasOrder, hasPieces bool
	order               order
	pieces              pieces
}

// order tells how much of a source's order an answer has.
type order struct {
	// kept is the share of neighbouring words that are neighbours in the source, and follow that of
	// content words that the source has in the same order, not far from each other.
	kept, follow float64
	// keptApart is the share of neighbours with a mark between them that are so in the source.
	keptApart float64
}

// pieces tells how an answer is cut.
type pieces struct {
	// count is the number of parts between marks, line ends and the words that only join names.
	count int
	// bare is the share of pieces that are no more than a name.
	bare float64
	// glue is the number of different words that make sentences of names: of, is, not.
	glue int
}

// leastCopied is the share of neighbours from which on an answer is copied.
const leastCopied = 0.9

// leastCopiedApart is the same for neighbours with a mark between them.
const leastCopiedApart = 0.7

// IsCopied reports whether the answer consists of whole clauses of the source, so that it says no less
// than the source does.
func (h *Shape) IsCopied() bool {
	if h.Content == 0 {
		return false
	}
	o := h.findOrder()
	return o.kept >= leastCopied && o.keptApart >= leastCopiedApart
}

// Compare sets the shape to that of an answer beside a source. The answer must not change until the
// next call.
func (h *Shape) Compare(s *Source, text Numbered) {
	h.source, h.text, h.hasOrder, h.hasPieces = s, text, false, false
	h.numbers = slices.Grow(h.numbers[:0], len(text.Words))
	for _, w := range text.Words {
		h.numbers = append(h.numbers, s.numbers[w])
	}
	var known, named int
	h.Content, h.Han = 0, 0
	for i := range text.Tokens {
		t := &text.Tokens[i]
		if !t.Content() {
			continue
		}
		h.Content++
		h.Han += one(t.Kind == Han)
		if t.Kind != Number {
			named++
			known += one(s.has(h.numbers[text.WordOf[i]]))
		}
	}
	h.known = share(known, named)
}

// Forget removes the words of the answer.
func (h *Shape) Forget() { h.source, h.text = nil, Numbered{} }

// findOrder returns how much of the source's order the answer has.
func (h *Shape) findOrder() *order {
	if h.hasOrder {
		return &h.order
	}
	source := h.source.ordered()
	var kept, links, keptApart, apart, follow, pairs int
	last, lastContent := -1, int32(-1)
	for i, w := range h.text.WordOf {
		if w < 0 {
			continue
		}
		n := h.numbers[w]
		if last >= 0 {
			cut := isApart(h.text.Source, h.text.Tokens, last, i)
			isKept := one(source.isNeighbour(h.numbers[h.text.WordOf[last]], n, cut))
			links, kept = links+1, kept+isKept
			if cut {
				apart, keptApart = apart+1, keptApart+isKept
			}
		}
		last = i
		if !h.text.Tokens[i].Content() {
			continue
		}
		if lastContent >= 0 {
			pairs++
			follow += one(source.follows(lastContent, n))
		}
		lastContent = n
	}
	h.order, h.hasOrder = order{kept: share(kept, links), follow: share(follow, pairs), keptApart: 1}, true
	if apart > 0 {
		h.order.keptApart = share(keptApart, apart)
	}
	return &h.order
}

func one(is bool) int {
	if is {
		return 1
	}
	return 0
}

func share(part, all int) float64 {
	if all == 0 {
		return 0
	}
	return float64(part) / float64(all)
}

// Sizes of a bare name: words of an alphabet, Chinese characters, or both together.
const (
	wordsOfName      = 2
	charactersOfName = 4
	mixedOfName      = 3
)

// mark is what a word of an answer does, in bits.
type mark uint8

const (
	markJoiner  mark = 1 << iota // only joins names
	markJoining                  // and was counted as such
	markGlue                     // makes a sentence of names, and was counted
)

// findPieces cuts the text into pieces, and counts those that are bare names.
func (h *Shape) findPieces() *pieces {
	if h.hasPieces {
		return &h.pieces
	}
	h.findJoiners()
	p, bare, words, han, glued := pieces{}, 0, 0, 0, false
	endPiece := func() {
		if words+han > 0 {
			p.count++
			short := han == 0 && words <= wordsOfName || words == 0 && han <= charactersOfName || words+han <= mixedOfName
			bare += one(short && !glued)
		}
		words, han, glued = 0, 0, false
	}
	glue, joining := 0, 0
	last := -1
	for i, w := range h.text.WordOf {
		if w < 0 {
			continue
		}
		if last >= 0 && isPieceEnd(h.text.Source, h.text.Tokens, last, i) {
			endPiece()
		}
		last = i
		t, m := &h.text.Tokens[i], &h.marks[w]
		joins := *m&markJoiner > 0
		switch {
		case joins:
			joining += m.set(markJoining)
			endPiece()
			continue
		case !t.Content():
			glue += m.set(markGlue)
		}
		switch {
		case t.Kind == Han:
			han++
		case !t.Content():
			glued = true
		case t.Kind == Number:
		default:
			words++
		}
	}
	endPiece()
	p.bare, p.glue = share(bare, p.count), glue+max(0, joining-1)
	h.pieces, h.hasPieces = p, true
	return &h.pieces
}

// set sets a bit, and returns 1 if it wasn't set before.
func (m *mark) set(bit mark) int {
	isNew := *m&bit == 0
	*m |= bit
	return one(isNew)
}

// mostRepeated is the share of pieces from which on a word that begins them only joins them.
const mostRepeated = 0.5

// findJoiners marks the words that only join names in a text: "and", and those that most pieces repeat.
func (h *Shape) findJoiners() {
	h.marks = slices.Grow(h.marks[:0], len(h.text.Words))[:len(h.text.Words)]
	h.counts = slices.Grow(h.counts[:0], len(h.text.Words))[:len(h.text.Words)]
	clear(h.counts)
	for n, w := range h.text.Words {
		h.marks[n] = 0
		if isJoiner(w) {
			h.marks[n] = markJoiner
		}
	}
	count, last := 1, -1
	for i, w := range h.text.WordOf {
		if w < 0 {
			continue
		}
		if last >= 0 && isPieceEnd(h.text.Source, h.text.Tokens, last, i) {
			count++
		}
		last = i
		h.counts[w]++
	}
	for w, n := range h.counts {
		if n >= shortestList && float64(n) > mostRepeated*float64(count) {
			h.marks[w] |= markJoiner
		}
	}
}

// isPieceEnd reports whether a mark or a line end stands between two neighbouring words.
func isPieceEnd(text string, tokens []Token, first, second int) bool {
	if second > first+1 {
		return true
	}
	gap := gapBetween(text, &tokens[first], &tokens[second])
	if gap != "" && tokens[first].Kind == Han && tokens[second].Kind == Han {
		return true
	}
	for _, c := range gap {
		if !unicode.IsSpace(c) && c != '-' && c != '\'' && c != '’' {
			return true
		}
	}
	return false
}

// isJoiner reports whether a word may stand between the names of a list without saying anything.
func isJoiner(word string) bool {
	switch word {
	case "and", "or", "plus", "also", "with", "the", "a", "an", "then", "和", "与", "及", "或":
		return true
	}
	return false
}

// Bounds of lists and of shuffled words.
const (
	leastKnown   = 0.9  // share of content words that are the source's
	mostOfBag    = 0.75 // share of kept neighbours, without words between the names
	leastBare    = 0.85 // share of bare names among the pieces
	leastBareHan = 0.7  // the same among pieces of Chinese
)

// IsWordList reports whether an answer has the source's words without sentences: as names between
// marks, or one after the other without a word that joins them.
func (h *Shape) IsWordList() bool {
	if h.known < leastKnown {
		return false
	}
	p := h.findPieces()
	switch isHan := 2*h.Han > h.Content; {
	case isHan && h.Content >= 10 && p.count >= shortestList:
		return p.bare >= leastBareHan && 4*p.glue <= h.Content || p.bare >= 0.5 && 12*p.glue <= h.Content && h.findOrder().kept < 0.85
	case isHan:
		return false
	case h.Content >= 5 && 7*p.glue <= h.Content && h.findOrder().kept < mostOfBag:
		return true
	}
	return p.count >= shortestList && p.bare >= leastBare && 4*p.glue <= h.Content
}

// IsShuffled reports whether an answer has the source's words, of which few stand in its order.
func (h *Shape) IsShuffled() bool {
	return h.Content >= 8 && h.known >= leastKnown && h.findOrder().follow < 0.45 && h.findOrder().kept < 0.25
}

// IsHanShuffled is the same for Chinese. Characters that stand in one word stay together.
func (h *Shape) IsHanShuffled() bool {
	if h.Content < 20 || h.known < 0.8 {
		return false
	}
	o := h.findOrder()
	if h.known >= 0.95 {
		return o.follow < 0.64 && o.kept < 0.7
	}
	return o.follow < 0.22 && o.kept < 0.1
}
