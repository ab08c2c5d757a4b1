package prose

import "unicode"

// Shape tells how an answer is put together, beside a source that it may be copied from.
type Shape struct {
	// Content is the number of content words and Chinese characters, Han that of the characters.
	Content, Han int
	// Known is the share of them, numbers apart, that the source has.
	Known float64
	// Kept is the share of neighbouring words that are neighbours in the source, and Follow that of
	// content words that the source has in the same order, not far from each other.
	Kept, Follow float64
	// KeptApart is the share of neighbours with a mark between them that are so in the source.
	KeptApart float64
	// Pieces is the number of parts between marks, line ends and the words that only join names.
	Pieces int
	// Bare is the share of pieces that are no more than a name.
	Bare float64
	// Glue is the number of different words that make sentences of names: of, is, not.
	Glue int
}

// leastCopied is the share of neighbours from which on an answer is copied.
const leastCopied = 0.9

// leastCopiedApart is the same for neighbours with a mark between them.
const leastCopiedApart = 0.7

// IsCopied reports whether the answer consists of whole clauses of the source, so that it says no less
// than the source does.
func (h *Shape) IsCopied() bool {
	return h.Kept >= leastCopied && h.KeptApart >= leastCopiedApart && h.Content > 0
}

// ShapeOf returns the shape of an answer.
func (s *Source) ShapeOf(text string, tokens []Token) Shape {
	var h Shape
	var known, named, kept, links, keptApart, apart, follow, pairs int
	last, lastContent := -1, -1
	for i := range tokens {
		t := &tokens[i]
		if t.IsPunctuation() {
			continue
		}
		if last >= 0 {
			cut := isApart(text, tokens, last, i)
			isKept := one(s.isNeighbour(tokens[last].Text, t.Text, cut))
			links, kept = links+1, kept+isKept
			if cut {
				apart, keptApart = apart+1, keptApart+isKept
			}
		}
		last = i
		if !t.Content() {
			continue
		}
		h.Content++
		h.Han += one(t.Kind == Han)
		if t.Kind != Number {
			named++
			known += one(s.Has(t.Text))
		}
		if lastContent >= 0 {
			pairs++
			follow += one(s.follows(tokens[lastContent].Text, t.Text))
		}
		lastContent = i
	}
	h.Known, h.Kept, h.Follow = share(known, named), share(kept, links), share(follow, pairs)
	h.KeptApart = 1
	if apart > 0 {
		h.KeptApart = share(keptApart, apart)
	}
	h.findPieces(text, tokens)
	return h
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

// findPieces cuts the text into pieces, and counts those that are bare names.
func (h *Shape) findPieces(text string, tokens []Token) {
	joiners := joinersOf(text, tokens)
	bare, words, han, glued := 0, 0, 0, false
	endPiece := func() {
		if words+han > 0 {
			h.Pieces++
			short := han == 0 && words <= wordsOfName || words == 0 && han <= charactersOfName || words+han <= mixedOfName
			bare += one(short && !glued)
		}
		words, han, glued = 0, 0, false
	}
	glue, joining, last := map[string]struct{}{}, map[string]struct{}{}, -1
	for i := range tokens {
		t := &tokens[i]
		if t.IsPunctuation() {
			continue
		}
		if last >= 0 && isPieceEnd(text, tokens, last, i) {
			endPiece()
		}
		last = i
		_, joins := joiners[t.Text]
		if joins {
			joining[t.Text] = struct{}{}
		} else if !t.Content() {
			glue[t.Text] = struct{}{}
		}
		switch {
		case joins:
			endPiece()
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
	h.Bare, h.Glue = share(bare, h.Pieces), len(glue)+max(0, len(joining)-1)
}

// mostRepeated is the share of pieces from which on a word that begins them only joins them.
const mostRepeated = 0.5

// joinersOf returns the words that only join names in a text: "and", and those that most pieces repeat.
func joinersOf(text string, tokens []Token) map[string]struct{} {
	joiners := map[string]struct{}{}
	counts, pieces, last := map[string]int{}, 1, -1
	for i := range tokens {
		t := &tokens[i]
		if t.IsPunctuation() {
			continue
		}
		if last >= 0 && isPieceEnd(text, tokens, last, i) {
			pieces++
		}
		last = i
		if isJoiner(t.Text) {
			joiners[t.Text] = struct{}{}
		} else {
			counts[t.Text]++
		}
	}
	for word, n := range counts {
		if n >= shortestList && float64(n) > mostRepeated*float64(pieces) {
			joiners[word] = struct{}{}
		}
	}
	return joiners
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
	switch isHan := 2*h.Han > h.Content; {
	case h.Known < leastKnown:
		return false
	case isHan && h.Content >= 10 && h.Pieces >= shortestList:
		return h.Bare >= leastBareHan && 4*h.Glue <= h.Content || h.Bare >= 0.5 && 12*h.Glue <= h.Content && h.Kept < 0.85
	case isHan:
		return false
	case h.Content >= 5 && h.Kept < mostOfBag && 7*h.Glue <= h.Content:
		return true
	}
	return h.Pieces >= shortestList && h.Bare >= leastBare && 4*h.Glue <= h.Content
}

// IsShuffled reports whether an answer has the source's words, of which few stand in its order.
func (h *Shape) IsShuffled() bool {
	return h.Content >= 8 && h.Known >= leastKnown && h.Follow < 0.45 && h.Kept < 0.25
}

// IsHanShuffled is the same for Chinese. Characters that stand in one word stay together.
func (h *Shape) IsHanShuffled() bool {
	switch {
	case h.Content < 20:
		return false
	case h.Known >= 0.95:
		return h.Follow < 0.64 && h.Kept < 0.7
	}
	return h.Known >= 0.8 && h.Follow < 0.22 && h.Kept < 0.1
}
