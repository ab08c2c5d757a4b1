package prose

import "strings"

const (
	// largestName is the number of tokens of the longest piece that counts as a bare name.
	largestName = 4
	// shortestList is the number of pieces below which a text isn't a list.
	shortestList = 4
)

// ListShare returns the share of a text's pieces that are bare names: few tokens and no function
// word. Pieces are separated by punctuation, and by marks that join names. A text of few
// pieces has 0.
func ListShare(source string, tokens []Token) float64 {
	bare, all := 0, 0
	content, hasFunction := 0, false
	endPiece := func() {
		if content > 0 {
			all++
			if !hasFunction && content <= largestName {
				bare++
			}
		}
		content, hasFunction = 0, false
	}
	for i := range tokens {
		t := &tokens[i]
		if t.IsPunctuation() || i > 0 && joinsNames(source[tokens[i-1].End:t.Start]) {
			endPiece()
		}
		switch {
		case t.IsPunctuation():
		case t.Content():
			content++
		default:
			hasFunction = true
		}
	}
	endPiece()
	if all < shortestList {
		return 0
	}
	return float64(bare) / float64(all)
}

func joinsNames(gap string) bool { return gap != "" && strings.ContainsAny(gap, "、/+·•-") }
