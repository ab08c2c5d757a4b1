package drawing

import (
	"strings"

	"quizbot/bot"
)

// SubmittedComponent is a component of a submitted modal: a label or row around the fields, or a
// field.
type SubmittedComponent struct {
	Type       int                  `json:"type"`
	CustomID   string               `json:"custom_id"`
	Value      any                  `json:"value"`
	Values     []string             `json:"values"`
	Component  *SubmittedComponent  `json:"component"`
	Components []SubmittedComponent `json:"components"`
}

// ReadSubmission collects the entered texts and chosen options of a submitted modal, whatever
// components are around them.
func ReadSubmission(sent *bot.Submission, list []SubmittedComponent) {
	for _, c := range list {
		id, _, parted := strings.Cut(c.CustomID, partMark)
		text, _ := c.Value.(string)
		switch c.Type {
		case typeTextInput:
			if parted { // the letters of options
				sent.Chosen[id] = ReadLetters(text)
				break
			}
			sent.Values[id] = text
		case typeRadioGroup:
			sent.Chosen[id] = []string{}
			if text != "" {
				sent.Chosen[id] = []string{text}
			}
		case typeStringSelect, typeCheckboxGroup:
			if sent.Chosen[id] == nil {
				sent.Chosen[id] = []string{}
			}
			sent.Chosen[id] = append(sent.Chosen[id], c.Values...)
		}
		if c.Component != nil {
			ReadSubmission(sent, []SubmittedComponent{*c.Component})
		}
		ReadSubmission(sent, c.Components)
	}
}
