package keypoints

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// span is a range of bytes of prose.
type span struct{ from, to int }

// sentences returns the sentences of a prose.
func (p prose) sentences() []span {
	var list []span
	from, depth, opened := 0, 0, 0
	for i := 0; i < len(p.text); {
		r, n := utf8.DecodeRuneInString(p.text[i:])
		end := i + n
		switch {
		case p.marks[i]&inCode != 0:
		case strings.ContainsRune("(（[", r):
			depth, opened = depth+1, i
		case strings.ContainsRune(")）]", r):
			depth = max(0, depth-1)
		case depth > 0 && i-opened < longestAside:
		case p.isLineEnd(i) && p.endsLine(i):
			list, from = p.addSpan(list, from, i), end
		case isStop(r) && p.endsSentence(i, end, r):
			for end < len(p.text) && isClosing(p.text[end:]) {
				_, m := utf8.DecodeRuneInString(p.text[end:])
				end += m
			}
			list, from = p.addSpan(list, from, end), end
			depth = 0
		}
		i = end
	}
	return p.addSpan(list, from, len(p.text))
}

// longestAside is the length in bytes of the longest text between brackets in which no sentence
// ends. Longer ones are brackets that never close.
const longestAside = 300

// addSpan appends a span without the blanks around it, unless nothing is left.
func (p prose) addSpan(list []span, from, to int) []span {
	for from < to && p.text[from] == ' ' {
		from++
	}
	for from < to && p.text[to-1] == ' ' {
		to--
	}
	if from == to {
		return list
	}
	return append(list, span{from, to})
}

func isStop(r rune) bool { return strings.ContainsRune(".!?。！？…", r) }

// isClosing reports whether a text begins with a mark that belongs to the sentence before it.
func isClosing(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return strings.ContainsRune(".!?。！？…\"'”’」』)）", r)
}

// endsSentence reports whether the stop between i and end ends a sentence.
func (p prose) endsSentence(i, end int, stop rune) bool {
	if stop >= 0x2e80 {
		return true
	}
	rest := p.text[end:]
	for len(rest) > 0 && isClosing(rest) {
		_, n := utf8.DecodeRuneInString(rest)
		rest = rest[n:]
	}
	word := lastWord(p.text[:i])
	switch after, _ := utf8.DecodeRuneInString(rest); {
	case rest == "" || after >= 0x2e80 && stop != '.':
		return true
	case after >= 0x2e80:
		return len(word) > 2 && !isNumber(word)
	case after != ' ':
		return stop == '.' && isGlued(word, rest)
	}
	next, _ := utf8.DecodeRuneInString(rest[1:])
	switch {
	case stop == '…' || stop == '.' && strings.HasSuffix(p.text[:i], "."):
		return unicode.IsUpper(next) || next >= 0x2e80
	case stop != '.':
		return !unicode.IsLower(next)
	case isAbbreviation(word):
		return false
	case unicode.IsLower(next):
		return p.marks[end+1]&inCode != 0 || len(word) > 3 && !strings.Contains(word, ".")
	}
	return true
}

// lastWord returns the word at the end of a text, with the points in it.
func lastWord(text string) string {
	i := strings.LastIndexFunc(text, func(r rune) bool { return r != '.' && !unicode.IsLetter(r) && !unicode.IsDigit(r) || r >= 0x2e80 })
	if i < 0 {
		return text
	}
	_, n := utf8.DecodeRuneInString(text[i:])
	return text[i+n:]
}

func isNumber(word string) bool {
	return strings.IndexFunc(word, func(r rune) bool { return !unicode.IsDigit(r) && r != '.' }) < 0
}

// isGlued reports whether a sentence ends between a word and a text without a blank between them,
// as in "the destination.At first".
func isGlued(word, rest string) bool {
	return len(word) > 3 && strings.ToLower(word) == word && !strings.Contains(word, ".") && gluedStart.MatchString(rest)
}

var gluedStart = regexp.MustCompile(`^\p{Lu}\p{Ll}* \p{Ll}`)

// isAbbreviation reports whether a point behind a word ends no sentence.
func isAbbreviation(word string) bool {
	word = strings.ToLower(word)
	if len(word) == 1 && word >= "a" && word <= "z" {
		return true
	}
	return strings.Contains(abbreviations, " "+word+" ")
}

const abbreviations = " e.g eg i.e ie etc vs cf al approx dr mr mrs ms prof fig eq sec ch no vol p pp inc ltd co st resp incl excl max min avg т.е т.д т.п т.к напр др "

// endsLine reports whether the line break at i ends a sentence, as lines of many banks do.
func (p prose) endsLine(i int) bool {
	if p.marks[i]&hardEnd != 0 {
		return true
	}
	before, _ := utf8.DecodeLastRuneInString(p.text[:i])
	if strings.ContainsRune(".!?。！？;；:：", before) {
		return true
	}
	rest := p.text[i+1:]
	if definitionStart.MatchString(rest[:min(len(rest), 200)]) || p.marks[i+1]&inCode != 0 && p.marks[p.lineStart(i)]&inCode != 0 {
		return true
	}
	after, _ := utf8.DecodeRuneInString(rest)
	return (before >= 0x2e80 || after >= 0x2e80) && !strings.ContainsRune("，、,", before)
}

func (p prose) isLineEnd(i int) bool { return p.marks[i]&(softEnd|hardEnd) != 0 }

// lineStart returns the start of the line that ends at i. It looks back over short lines only.
func (p prose) lineStart(i int) int {
	for j := i - 1; j >= 0 && j > i-longestAside; j-- {
		if p.isLineEnd(j) {
			return j + 1
		}
		if j == 0 {
			return 0
		}
	}
	return i
}

// definitionStart is the beginning of a line that explains a term.
var definitionStart = regexp.MustCompile(`^(?:[^\s.,;:，。；：]{1,30}(?: [^\s.,;:，。；：]{1,30}){0,3}(?::\s|：)|[^\s.,;:，。；：]{1,30}(?: [^\s.,;:，。；：]{1,30}){0,2} [-–—] )\S`)

// clauses splits a sentence into the claims that it joins, if each of them says enough.
func (p prose) clauses(s span) []span {
	units := contentUnits(p.text[s.from:s.to])
	if size(units) < longSentence {
		return []span{s}
	}
	if list := p.splitAt(s, semicolon); len(list) > 1 {
		return p.cutIntroduction(list)
	}
	return p.splitAt(s, newClaim)
}

// longSentence is the size from which a sentence is split.
const longSentence = 6

var (
	semicolon = regexp.MustCompile(`[;；]`)
	// newClaim begins a clause with a subject of its own, or the next step.
	newClaim = regexp.MustCompile(`, (?:while|whereas) |，(?:而(?:[^是不非且]|不[^是])|并(?:且|同时)?[^非不]|同时|然后|接着|随后|但是?|所以|因此|最后|待|另外|此外|其中)`)
	// joint is the word between two claims of a sentence that neither needs.
	joint = regexp.MustCompile(`^(?:[,，;；] ?)(?:while |whereas |而|并且|并同时|并|同时|然后|接着|随后|另外|此外)?，?`)
	// dependent ends a clause that needs the next one.
	dependent = regexp.MustCompile(`(?:[时后前中下]|的话|以后|之后|之前|情况下|来说)$`)
	// halfClaim begins a clause that needs the next one.
	halfClaim = regexp.MustCompile(`^(?:如果|当|由于|虽然|因为|若|一旦|只要|只有|尽管|假如|除了|为了|不仅|不但|既|在.{0,12}(?:时|后|前)，|while |whereas |if |when |since |although |because |as )`)
)

// splitAt splits a sentence in front of the matches of a pattern. A match in brackets or in code, and
// one beside half a claim, splits nothing.
func (p prose) splitAt(s span, at *regexp.Regexp) []span {
	text := p.text[s.from:s.to]
	var list []span
	from, depth, seen := 0, 0, 0
	for _, m := range at.FindAllStringIndex(text, -1) {
		depth += bracketDepth(text[seen:m[0]])
		seen = m[0]
		if depth > 0 || p.marks[s.from+m[0]]&inCode != 0 {
			continue
		}
		next := m[0] + len(joint.FindString(text[m[0]:]))
		left, right := strings.TrimSpace(text[from:m[0]]), text[next:min(len(text), next+longestAside)]
		if isPartOfClaim(left) || len(contentUnits(right)) < leastUnits {
			continue
		}
		list = p.addSpan(list, s.from+from, s.from+m[0])
		from = next
	}
	return p.addSpan(list, s.from+from, s.to)
}

// isPartOfClaim reports whether a clause says too little by itself.
func isPartOfClaim(clause string) bool {
	if len(clause) > longestAside {
		return false
	}
	return len(contentUnits(clause)) < leastUnits || dependent.MatchString(clause) ||
		halfClaim.MatchString(strings.ToLower(clause)) && !strings.ContainsAny(clause, ",，")
}

func bracketDepth(text string) int {
	return strings.Count(text, "(") + strings.Count(text, "（") - strings.Count(text, ")") - strings.Count(text, "）")
}

// cutIntroduction cuts the part up to a colon off the first of several clauses.
func (p prose) cutIntroduction(list []span) []span {
	if len(list) < 3 {
		return list
	}
	first := p.text[list[0].from:list[0].to]
	i := strings.LastIndexAny(first, ":：")
	if i < 0 || p.marks[list[0].from+i]&inCode != 0 {
		return list
	}
	_, n := utf8.DecodeRuneInString(first[i:])
	if rest := first[i+n:]; len(contentUnits(rest)) >= leastUnits {
		list[0] = p.addSpan(nil, list[0].from+i+n, list[0].to)[0]
	}
	return list
}

// source returns the range of a span in the reference, with the Markdown around it.
func (p prose) source(reference string, s span) (start, end int) {
	start, low := p.at[s.from], 0
	if s.from > 0 {
		low = p.at[s.from-1] + 1
	}
	for start > low && strings.IndexByte("*_`~[<(\"", reference[start-1]) >= 0 {
		start--
	}
	end = p.at[s.to-1] + 1
	for end < len(reference) && !utf8.RuneStart(reference[end]) {
		end++
	}
	if s.to < len(p.text) {
		high := p.at[s.to]
		rest := reference[end:high]
		if i := strings.IndexAny(rest, " \t\n"); i >= 0 {
			rest = rest[:i]
		}
		return start, end + len(strings.TrimRight(rest, "[<"))
	}
	return start, p.at[s.to]
}
