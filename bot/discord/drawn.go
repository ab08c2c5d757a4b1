package discord

import (
	"strings"

	"quizbot/bot/card"
	"quizbot/bot/markdown"
)

// message is what Discord shows as one.
type message struct {
	components []component
	accent     card.Accent
}

// accentColor is the colour of the bar beside a message, as red, green and blue: that of Discord's own for an open
// question, grey for a closed one, green for a reveal, yellow for a digest.
func accentColor(accent card.Accent) int {
	switch accent {
	case card.AccentOpen:
		return 0x5865f2
	case card.AccentClosed:
		return 0x80848e
	case card.AccentReveal:
		return 0x23a55a
	case card.AccentDigest:
		return 0xf0b232
	default:
		return 0
	}
}

// outgoing is a drawn message as it is sent.
func (m message) outgoing(flags int) outgoing {
	list := m.components
	if m.accent != card.AccentNone {
		list = []component{{Type: typeContainer, AccentColor: accentColor(m.accent), Components: list}}
	}
	return outgoing{Flags: flagComponents | flags, Components: list}
}

// bare is a message in the plainest layout: without pictures, which Discord may refuse for reasons of their own, without
// a frame, and without buttons beside texts.
func (m message) bare() message {
	var list []component
	for _, c := range m.components {
		switch c.Type {
		case typeGallery:
			list = append(list, component{Type: typeText, ID: c.ID, Content: c.told()})
		case typeSection:
			list = append(list, c.Components...)
			list = append(list, component{Type: typeRow, Components: []component{*c.Accessory}})
		default:
			list = append(list, c)
		}
	}
	if _, count := measure(list); count > maxComponents { // which a row for each button may make too many
		list = m.components
	}
	return message{components: list}
}

// measure is how much text is in components, and how many there are. Pictures count as the words that may stand for them.
func measure(list []component) (size, count int) {
	for _, c := range list {
		inner, nested := measure(c.Components)
		if c.Accessory != nil {
			nested++
		}
		size, count = size+units(c.Content)+inner, count+1+nested
		if c.Type == typeGallery {
			size += units(c.told())
		}
	}
	return size, count
}

// told are the pictures of a gallery in words.
func (c component) told() string {
	var words []string
	for _, i := range c.Items {
		words = append(words, spans(markdown.Line{{Text: i.Description, URL: i.Media.URL, Image: true}}, true, ""))
	}
	return strings.Join(words, "\n")
}
