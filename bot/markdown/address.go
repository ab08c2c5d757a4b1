package markdown

import "strings"

// maxAddressLength is the number of characters shown of an address that can't be opened.
const maxAddressLength = 100

// TextWithAddress returns a link or picture as text, for places without links: its text, then as
// much of the address as is useful.
func (s Span) TextWithAddress() string {
	address := ShortAddress(s.URL)
	switch s.Text {
	case "", s.URL:
		if IsDataURL(s.URL) || s.Text == "" {
			return address
		}
		return s.Text
	}
	if s.URL == "" {
		return s.Text
	}
	return s.Text + " (" + address + ")"
}

// ShortAddress returns an address for people: the start of a long one, and only the media type,
// such as image/png, of a data URL.
func ShortAddress(address string) string {
	if !IsDataURL(address) {
		return ClipRunes(address, maxAddressLength)
	}
	kind, _, _ := strings.Cut(address[len(dataScheme):], ",")
	kind, _, _ = strings.Cut(kind, ";")
	if kind = strings.TrimSpace(kind); kind == "" {
		kind = dataScheme
	}
	return ClipRunes(kind, maxAddressLength)
}

const dataScheme = "data:"

// IsDataURL reports whether an address contains its data.
func IsDataURL(address string) bool {
	return len(address) >= len(dataScheme) && strings.EqualFold(address[:len(dataScheme)], dataScheme)
}
