// Package keypoints derives the key points of a reference answer in Markdown.
//
// A bank's own key points are always better. Derived ones let an answer be judged point by point
// in a bank without them: the items of its lists, its steps, its bold leads or its sentences.
package keypoints

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Most is the highest number of points.
const Most = 7

// Point is one claim of a reference. Text is what a reader sees, without Markdown.
type Point struct {
	Text string `json:"text"`
	// Start and End are byte offsets into the reference.
	Start int `json:"start"`
	End   int `json:"end"`
}

// Why says where points come from, or why there are none.
type Why string

// The sources of points.
const (
	Bullets   Why = "bullets"
	Steps     Why = "steps"
	Rows      Why = "rows" // of a table
	Leads     Why = "leads"
	Sentences Why = "sentences"
)

// The reasons for no points.
const (
	NoReference Why = "no_reference"
	Placeholder Why = "placeholder" // such as TODO
	OnlyLinks   Why = "only_links"
	OnlyCode    Why = "only_code" // which is compared as code
	OnlyImages  Why = "only_images"
	TooLong     Why = "too_long" // an essay without an outline
	NoClaim     Why = "no_claim" // remarks alone, such as an example or a repeated question
)

// None reports whether w is a reason for no points.
func (w Why) None() bool {
	switch w {
	case "", Bullets, Steps, Rows, Leads, Sentences:
		return false
	}
	return true
}

// alternatives separates several references to one question.
const alternatives = "|||"

// Derive returns the key points of a reference in their order, at most [Most], with the kind of text
// that most of them come from. Without points it returns the reason. Of several references joined by
// ||| it takes the first. The time is linear in the length of the reference.
func Derive(question, reference string) ([]Point, Why) {
	reference, _, _ = strings.Cut(replaceInvalid(reference), " "+alternatives+" ")
	blocks := scanBlocks(reference)
	if why := unusable(reference, blocks); why != "" {
		return nil, why
	}
	asked := unitSet(question)
	sections := cutSections(reference, blocks)
	points, why := readClaims(reference, asked, findSummary(sections, len(reference)))
	if why == NoClaim {
		points, why = readClaims(reference, asked, withoutAsideSections(sections))
	}
	if why == NoClaim && slices.ContainsFunc(blocks, func(b block) bool { return b.kind == codeBlock }) {
		return nil, OnlyCode
	}
	return points, why
}

// readClaims returns the points of sections. Sentences are split into clauses, and explanations of a
// term into sentences, only where all of them find room.
func readClaims(reference string, asked map[string]bool, sections []section) ([]Point, Why) {
	r := reader{src: reference, asked: asked, boilerplate: map[string]bool{}}
	claims := filter(r.read(sections), asked)
	if len(claims) > Most {
		r = reader{src: reference, asked: asked, boilerplate: r.boilerplate, whole: true}
		claims = filter(r.read(sections), asked)
	}
	return choose(claims)
}

// replaceInvalid replaces bytes that are no UTF-8 by as many other bytes.
func replaceInvalid(text string) string {
	if utf8.ValidString(text) {
		return text
	}
	b := []byte(text)
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			b[i] = '?'
		}
		i += n
	}
	return string(b)
}

// unusable returns the reason of a reference without text to read, empty for others.
func unusable(reference string, blocks []block) Why {
	var code, text, words bool
	images, links := false, false
	for _, b := range blocks {
		if b.kind == codeBlock {
			code = true
			continue
		}
		images = images || imageMark.MatchString(reference[b.start:b.end])
		p := readProse(reference, b)
		text = text || strings.TrimSpace(p.text) != ""
		if isLinkOnly(p) {
			links = true
			words = words || b.kind == itemBlock && isLinkedName(p.text)
			continue
		}
		if b.kind != headingBlock && !isPlaceholder(p.text) && len(p.text) > 0 {
			words = true
		}
	}
	switch {
	case words:
		return ""
	case code:
		return OnlyCode
	case links:
		return OnlyLinks
	case images:
		return OnlyImages
	case text:
		return Placeholder
	}
	return NoReference
}
