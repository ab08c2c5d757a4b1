package keypoints

import "slices"

// section is a part of a reference under one heading.
type section struct {
	heading block
	title   string
	blocks  []block
}

// cutSections cuts a reference at its headings and rules.
func cutSections(reference string, blocks []block) []section {
	list := []section{{}}
	for _, b := range blocks {
		switch b.kind {
		case headingBlock:
			list = append(list, section{heading: b, title: readProse(reference, b).text})
		case ruleBlock:
			list = append(list, section{})
		default:
			last := &list[len(list)-1]
			last.blocks = append(last.blocks, b)
		}
	}
	return slices.DeleteFunc(list, func(s section) bool { return len(s.blocks) == 0 })
}

// findSummary returns the short version of a reference: at its beginning, or at the end of a long
// one.
func findSummary(sections []section, length int) []section {
	for i, s := range sections {
		if summaryHeading.MatchString(s.title) && (i == 0 || length > longReference) {
			return sections[i : i+1]
		}
	}
	return nil
}

// withoutAsideSections leaves out sections of examples and links, unless there are no others.
func withoutAsideSections(sections []section) []section {
	kept := slices.DeleteFunc(slices.Clone(sections), func(s section) bool { return asideHeading.MatchString(s.title) })
	if len(kept) == 0 {
		return sections
	}
	return kept
}

// longReference is the length in bytes from which a summary at the end takes the place of the whole.
const longReference = 1500
