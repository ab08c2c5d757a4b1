package markdown

import "strings"

// maxAddress is how many characters of an address are shown that cannot be opened.
const maxAddress = 100

// Unlinked is a link or picture in words, for where its address cannot be opened: its text, and behind it as much of the
// address as is of use.
func (s Span) Unlinked() string {
	address := ShortAddress(s.URL)
	switch s.Text {
	case "", s.URL:
		if IsData(s.URL) || s.Text == "" {
			return address
		}
		return s.Text
	}
	if s.URL == "" {
		return s.Text
	}
	return s.Text + " (" + address + ")"
}

// ShortAddress is an address as people are shown it: the type alone of one that holds its data itself, such as
// image/png, and the start of a long one.
func ShortAddress(address string) string {
	if !IsData(address) {
		return ClipRunes(address, maxAddress)
	}
	kind, _, _ := strings.Cut(address[len(dataScheme):], ",")
	kind, _, _ = strings.Cut(kind, ";")
	if kind = strings.TrimSpace(kind); kind == "" {
		kind = dataScheme
	}
	return ClipRunes(kind, maxAddress)
}

const dataScheme = "data:"

// IsData reports whether an address holds its data itself.
func IsData(address string) bool {
	return len(address) >= len(dataScheme) && strings.EqualFold(address[:len(dataScheme)], dataScheme)
}
