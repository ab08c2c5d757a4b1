package discord

import (
	"strings"

	"quizbot/bot"
)

// inputComponent is a component of a submitted modal: a label or row around the fields, or a field.
type inputComponent struct {
	Type       int              `json:"type"`
	CustomID   string           `json:"custom_id"`
	Value      any              `json:"value"`
	Values     []string         `json:"values"`
	Component  *inputComponent  `json:"component"`
	Components []inputComponent `json:"components"`
}

// readFields collects the entered texts and chosen options of a submitted modal, whatever components are around them.
func readFields(sent *bot.Submission, list []inputComponent) {
	for _, c := range list {
		id, _, parted := strings.Cut(c.CustomID, partMark)
		text, _ := c.Value.(string)
		switch c.Type {
		case typeInput:
			if parted { // the letters of options
				sent.Chosen[id] = readLetters(text)
				break
			}
			sent.Values[id] = text
		case typeRadios:
			sent.Chosen[id] = []string{}
			if text != "" {
				sent.Chosen[id] = []string{text}
			}
		case typeSelect, typeCheckboxes:
			if sent.Chosen[id] == nil {
				sent.Chosen[id] = []string{}
			}
			sent.Chosen[id] = append(sent.Chosen[id], c.Values...)
		}
		if c.Component != nil {
			readFields(sent, []inputComponent{*c.Component})
		}
		readFields(sent, c.Components)
	}
}
