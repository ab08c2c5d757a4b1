package blocks

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"quizbot/bot"
	"quizbot/bot/card"
	"quizbot/bot/markdown"
)

// Limits of views, from docs.slack.dev/surfaces/modals and the pages of their elements.
const (
	maxViewBlocks      = 100
	maxViewTitle       = 24
	maxInputValue      = 3000
	maxInputLabel      = 2000
	maxPlaceholderText = 150
	maxFieldError      = 2000
	maxBoxes           = 10  // options of radio buttons or checkboxes
	maxMenuOptions     = 100 // options of a select menu, or of one of its groups
	// introLength is how many characters of a form's introduction are shown, so that its fields
	// stay in sight.
	introLength = 1000
	// cardTitle is the title of a modal that is no form.
	cardTitle = "quizbot"
	// elementID is the action_id of each input. The field's id is the block_id.
	elementID = "text"
)

// FieldError shortens an error message of a form's field to what Slack shows below the field.
func FieldError(text string) string { return shortenLabel(text, maxFieldError) }

// Form draws a form as a modal. Slack returns metadata with the submission.
func Form(f bot.Form, metadata string) *slack.ModalViewRequest {
	blocks := View(shortenDocuments(f.Intro, introLength))
	if room := maxViewBlocks - len(f.Fields); len(blocks) > room {
		blocks = blocks[:room]
	}
	for _, field := range f.Fields {
		label := plainTextObject(shortenLabel(field.Label, maxInputLabel))
		block := slack.NewInputBlock(field.ID, label, nil, inputElement(&field))
		block.Optional = field.Optional
		blocks = append(blocks, block)
	}
	v := newModal(f.Title, plainTextObject(shortenLabel(f.Submit, maxViewTitle)), blocks)
	v.CallbackID, v.PrivateMetadata = f.ID, metadata
	return v
}

// Card draws a card as a modal without inputs. It reports false if the card has more blocks than a
// modal takes: the modal then shows the first of them.
func Card(c card.Card, metadata string) (v *slack.ModalViewRequest, complete bool) {
	blocks := View(c.Parts)
	complete = len(blocks) <= maxViewBlocks
	v = newModal(cardTitle, nil, blocks[:min(len(blocks), maxViewBlocks)])
	v.PrivateMetadata = metadata
	return v, complete
}

// Waiting returns the modal that a member sees while a submission is still handled.
func Waiting() *slack.ModalViewRequest {
	return newModal(cardTitle, nil, []slack.Block{slack.NewSectionBlock(plainTextObject("…"), nil, nil)})
}

func newModal(title string, submit *slack.TextBlockObject, blocks []slack.Block) *slack.ModalViewRequest {
	return &slack.ModalViewRequest{
		Type: slack.VTModal, Title: plainTextObject(shortenLabel(title, maxViewTitle)), Submit: submit,
		Blocks: slack.Blocks{BlockSet: blocks},
	}
}

// inputElement draws the element with which a field is filled in.
func inputElement(f *bot.Field) slack.BlockElement {
	var placeholder *slack.TextBlockObject
	if f.Placeholder != "" {
		placeholder = plainTextObject(shortenLabel(f.Placeholder, maxPlaceholderText))
	}
	if (f.Kind == bot.OneOption || f.Kind == bot.ManyOptions) && len(f.Options) > 0 {
		return choiceElement(f, placeholder)
	}
	input := slack.NewPlainTextInputBlockElement(placeholder, elementID).WithMultiline(f.Kind == bot.Paragraph)
	if f.Max > 0 {
		input = input.WithMaxLength(min(f.Max, maxInputValue))
	}
	if f.Value != "" {
		input = input.WithInitialValue(f.Value)
	}
	return input
}

// choiceElement draws options: radio buttons or checkboxes if they are few, otherwise a select
// menu.
func choiceElement(f *bot.Field, placeholder *slack.TextBlockObject) slack.BlockElement {
	boxes := len(f.Options) <= maxBoxes
	var options, chosen []*slack.OptionBlockObject
	for _, o := range f.Options {
		option := slack.NewOptionBlockObject(o.Value, plainTextObject(shortenLabel(o.Label, maxControlLabel)), nil)
		if boxes {
			option = boxOption(o)
		}
		options = append(options, option)
		if slices.Contains(f.Chosen, o.Value) {
			chosen = append(chosen, option)
		}
	}
	if f.Kind == bot.ManyOptions {
		return multiChoiceElement(options, chosen, placeholder, boxes)
	}
	if len(chosen) == 0 {
		chosen = []*slack.OptionBlockObject{nil}
	}
	if boxes {
		radio := slack.NewRadioButtonsBlockElement(elementID, options...)
		radio.InitialOption = chosen[0]
		return radio
	}
	menu := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, placeholder, elementID, options...)
	menu.InitialOption = chosen[0]
	if len(options) > maxMenuOptions {
		menu.Options, menu.OptionGroups = nil, optionGroups(options)
	}
	return menu
}

func multiChoiceElement(
	options, chosen []*slack.OptionBlockObject, placeholder *slack.TextBlockObject, boxes bool,
) slack.BlockElement {
	if boxes {
		group := slack.NewCheckboxGroupsBlockElement(elementID, options...)
		group.InitialOptions = chosen
		return group
	}
	menu := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeStatic, placeholder, elementID, options...)
	menu.InitialOptions = chosen
	if len(options) > maxMenuOptions {
		menu.Options, menu.OptionGroups = nil, optionGroups(options)
	}
	return menu
}

// boxOption draws an option of radio buttons or checkboxes. A label that is too long for Slack goes
// on in the description.
func boxOption(o card.Option) *slack.OptionBlockObject {
	if utf8.RuneCountInString(o.Label) <= maxControlLabel {
		return slack.NewOptionBlockObject(o.Value, plainTextObject(o.Label), nil)
	}
	first := card.Line{{Text: o.Label}}.Wrap(maxControlLabel)[0].Plain()
	rest := strings.TrimPrefix(o.Label, first)
	text, description := strings.TrimSpace(first), shortenLabel(strings.TrimSpace(rest), maxControlLabel)
	return slack.NewOptionBlockObject(o.Value, plainTextObject(text), plainTextObject(description))
}

// optionGroups divides more options than a menu takes into groups.
func optionGroups(options []*slack.OptionBlockObject) []*slack.OptionGroupBlockObject {
	var list []*slack.OptionGroupBlockObject
	for from := 0; from < len(options); from += maxMenuOptions {
		to := min(from+maxMenuOptions, len(options))
		label := plainTextObject(fmt.Sprintf("%d–%d", from+1, to))
		list = append(list, slack.NewOptionGroupBlockElement(label, options[from:to]...))
	}
	return list
}

// shortenDocuments returns parts with about n characters of the documents among them.
func shortenDocuments(parts []card.Part, n int) []card.Part {
	var list []card.Part
	for _, part := range parts {
		document, ok := part.(card.Document)
		if !ok {
			list = append(list, part)
			continue
		}
		if n <= 0 {
			continue
		}
		head, tail := markdown.Cut(document.Doc, func(doc markdown.Doc) bool {
			return utf8.RuneCountInString(doc.Plain()) <= n
		})
		if n -= utf8.RuneCountInString(head.Plain()); len(tail) > 0 {
			n = 0
			head = append(slices.Clone(head), markdown.Paragraph{Line: markdown.Line{{Text: "…"}}})
		}
		list = append(list, card.Document{Doc: head})
	}
	return list
}
