package drawing

import (
	"strings"

	"quizbot/bot/card"
	"quizbot/bot/markdown"
)

// Message is what Discord shows as one.
type Message struct {
	components []Component
	accent     card.Accent
}

// accentColor is the colour of the bar beside a message, as red, green and blue: that of Discord's
// own for an open question, grey for a closed one, green for a reveal, yellow for a digest.
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

// Payload is a drawn message as it is sent.
func (m Message) Payload(flags int) MessagePayload {
	list := m.components
	if m.accent != card.AccentNone {
		list = []Component{{Type: typeContainer, AccentColor: accentColor(m.accent), Components: list}}
	}
	return MessagePayload{Flags: flagComponents | flags, Components: list}
}

// Plain is a message in the plainest layout: without pictures, which Discord may refuse for reasons
// of their own, without a frame, and without buttons beside texts.
func (m Message) Plain() Message {
	var list []Component
	for _, c := range m.components {
		switch c.Type {
		case TypeMediaGallery:
			list = append(list, Component{Type: typeTextDisplay, ID: c.ID, Content: c.galleryText()})
		case typeSection:
			list = append(list, c.Components...)
			list = append(list, Component{Type: typeActionRow, Components: []Component{*c.Accessory}})
		default:
			list = append(list, c)
		}
	}
	if _, count := measureComponents(list); count > maxComponents { // which a row for each button may make too many
		list = m.components
	}
	return Message{components: list}
}

// measureComponents is how much text is in components, and how many there are. Pictures count as
// the words that may stand for them.
func measureComponents(list []Component) (size, count int) {
	for _, c := range list {
		inner, nested := measureComponents(c.Components)
		if c.Accessory != nil {
			nested++
		}
		size, count = size+UTF16Length(c.Content)+inner, count+1+nested
		if c.Type == TypeMediaGallery {
			size += UTF16Length(c.galleryText())
		}
	}
	return size, count
}

// galleryText are the pictures of a gallery in words.
func (c Component) galleryText() string {
	var words []string
	for _, i := range c.Items {
		words = append(words, renderLine(markdown.Line{{Text: i.Description, URL: i.Media.URL, Image: true}}, ""))
	}
	return strings.Join(words, "\n")
}
