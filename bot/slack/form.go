package slack

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"quizbot/bot"
	"quizbot/bot/card"
	"quizbot/bot/markdown"
)

// Limits of forms, of docs.slack.dev/surfaces/modals and the pages of their elements.
const (
	maxViewBlocks  = 100
	maxViewLabel   = 24
	maxInput       = 3000
	maxFieldLabel  = 2000
	maxPlaceholder = 150
	maxError       = 2000
	maxBoxes       = 10  // options of radio buttons or checkboxes
	maxOptions     = 100 // of a menu, or of one of its groups
	// introLength is how many characters of a form's introduction are shown: its fields should stay in sight.
	introLength = 1000
	// viewTitle stands above what a window says that is no form.
	viewTitle = "quizbot"
	// elementID is the id of a field's element: the field's own is that of its block.
	elementID = "text"
)

// formReply is what comes of a form that was sent.
type formReply struct {
	ack  *slack.ViewSubmissionResponse // nil closes the form
	card card.Card                     // says it in a window, when the form is gone by then
}

// payload is what the form's envelope is acknowledged with.
func (r *formReply) payload() any {
	if r.ack == nil {
		return nil
	}
	return r.ack
}

// openForm opens a form over everything else.
func (a *Adapter) openForm(ctx context.Context, d *deed, f bot.Form) error {
	err := a.openView(ctx, d, form(f, d.place()))
	if err != nil && d.responseURL != "" {
		err = errors.Join(err, a.respond(ctx, d, f.Otherwise, false))
	}
	return err
}

// openView opens a view, above the window in which something was pressed.
func (a *Adapter) openView(ctx context.Context, d *deed, v *slack.ModalViewRequest) error {
	if d.window {
		_, err := a.api.PushViewContext(ctx, d.trigger, *v)
		return a.explain("views.push", err)
	}
	_, err := a.api.OpenViewContext(ctx, d.trigger, *v)
	return a.explain("views.open", err)
}

// place is where a deed was done, as a view carries it: its channel, and its thread behind a space.
func (d *deed) place() string { return strings.TrimSpace(d.channel + " " + d.threadOf()) }

// replyToForm says what came of a form: in the channel or thread where it was opened, or in its window where nothing can be
// said there. A refusal stands below the field that it is about.
func (a *Adapter) replyToForm(ctx context.Context, d *deed, said bot.Private) *formReply {
	if field := d.fieldOf(said.Field); said.Refused && field != "" {
		why := map[string]string{field: clip(said.Card.Summary, maxError)}
		return &formReply{slack.NewErrorsViewSubmissionResponse(why), said.Kept()}
	}
	inWindow := &formReply{slack.NewUpdateViewSubmissionResponse(a.cardView(d, said.Kept())), said.Kept()}
	if d.channel == "" || said.Refused {
		return inWindow
	}
	ctx, cancel := context.WithTimeout(ctx, formTime)
	defer cancel()
	if err := a.whisper(ctx, d, draw(said.Card, false)); err != nil {
		a.Log.Warn("cannot answer in the channel: a window says it", "user", d.user, "err", err)
		return inWindow
	}
	return &formReply{nil, said.Card}
}

// fieldOf is the field of a form that words are about: the given one, or else the first. It is empty where there is none.
func (d *deed) fieldOf(id string) string {
	if slices.Contains(d.fields, id) {
		return id
	}
	if len(d.fields) > 0 {
		return d.fields[0]
	}
	return ""
}

// replaceForm shows in a form's window what came of it, after it was acknowledged.
func (a *Adapter) replaceForm(ctx context.Context, d *deed, reply any) {
	r, ok := reply.(*formReply)
	if !ok {
		return
	}
	if err := a.replaceView(ctx, d, r.card); err != nil {
		a.Log.Warn("cannot show what came of a form", "user", d.user, "err", err)
	}
}

// submission is a form that was sent, and its fields in their order.
func (w *openedWindow) submission() (s bot.Submission, fields []string) {
	s = bot.Submission{ID: w.Callback, Values: map[string]string{}, Chosen: map[string][]string{}}
	for block, elements := range w.State.Values {
		for _, e := range elements {
			switch e.Type {
			case string(slack.METRadioButtons), string(slack.METCheckboxGroups), slack.OptTypeStatic, slack.MultiOptTypeStatic:
				s.Chosen[block] = action{Option: e.Option, Options: e.Options}.values()
			default:
				s.Values[block] = e.Value
			}
		}
	}
	for _, b := range w.Blocks {
		if b.Type == "input" {
			fields = append(fields, b.ID)
		}
	}
	return s, fields
}

// form is a form as a window. Where it was opened comes back with it.
func form(f bot.Form, place string) *slack.ModalViewRequest {
	blocks := viewBlocks(shorten(f.Intro, introLength))
	if room := maxViewBlocks - len(f.Fields); len(blocks) > room {
		blocks = blocks[:room]
	}
	for _, field := range f.Fields {
		block := slack.NewInputBlock(field.ID, plain(clip(field.Label, maxFieldLabel)), nil, element(&field))
		block.Optional = field.Optional
		blocks = append(blocks, block)
	}
	v := view(f.Title, plain(clip(f.Submit, maxViewLabel)), blocks)
	v.CallbackID, v.PrivateMetadata = f.ID, place
	return v
}

// element is what a field is filled in with.
func element(f *bot.Field) slack.BlockElement {
	var placeholder *slack.TextBlockObject
	if f.Placeholder != "" {
		placeholder = plain(clip(f.Placeholder, maxPlaceholder))
	}
	if (f.Kind == bot.OneOption || f.Kind == bot.ManyOptions) && len(f.Options) > 0 {
		return choice(f, placeholder)
	}
	input := slack.NewPlainTextInputBlockElement(placeholder, elementID).WithMultiline(f.Kind == bot.Paragraph)
	if f.Max > 0 {
		input = input.WithMaxLength(min(f.Max, maxInput))
	}
	if f.Value != "" {
		input = input.WithInitialValue(f.Value)
	}
	return input
}

// choice is what options are chosen with: boxes where there are few, a menu where there are many.
func choice(f *bot.Field, placeholder *slack.TextBlockObject) slack.BlockElement {
	boxes := len(f.Options) <= maxBoxes
	var options, chosen []*slack.OptionBlockObject
	for _, o := range f.Options {
		option := slack.NewOptionBlockObject(o.Value, plain(clip(o.Label, maxLabel)), nil)
		if boxes {
			option = box(o)
		}
		options = append(options, option)
		if slices.Contains(f.Chosen, o.Value) {
			chosen = append(chosen, option)
		}
	}
	if f.Kind == bot.ManyOptions {
		return manyOptions(options, chosen, placeholder, boxes)
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
	if len(options) > maxOptions {
		menu.Options, menu.OptionGroups = nil, groups(options)
	}
	return menu
}

func manyOptions(options, chosen []*slack.OptionBlockObject, placeholder *slack.TextBlockObject, boxes bool) slack.BlockElement {
	if boxes {
		group := slack.NewCheckboxGroupsBlockElement(elementID, options...)
		group.InitialOptions = chosen
		return group
	}
	menu := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeStatic, placeholder, elementID, options...)
	menu.InitialOptions = chosen
	if len(options) > maxOptions {
		menu.Options, menu.OptionGroups = nil, groups(options)
	}
	return menu
}

// box is an option beside a box. A label that is longer than Slack's goes on below.
func box(o card.Option) *slack.OptionBlockObject {
	if utf8.RuneCountInString(o.Label) <= maxLabel {
		return slack.NewOptionBlockObject(o.Value, plain(o.Label), nil)
	}
	first := card.Line{{Text: o.Label}}.Wrap(maxLabel)[0].Plain()
	rest := strings.TrimPrefix(o.Label, first)
	return slack.NewOptionBlockObject(o.Value, plain(strings.TrimSpace(first)), plain(clip(strings.TrimSpace(rest), maxLabel)))
}

// groups are more options than a menu takes without them.
func groups(options []*slack.OptionBlockObject) []*slack.OptionGroupBlockObject {
	var list []*slack.OptionGroupBlockObject
	for from := 0; from < len(options); from += maxOptions {
		to := min(from+maxOptions, len(options))
		list = append(list, slack.NewOptionGroupBlockElement(plain(fmt.Sprintf("%d–%d", from+1, to)), options[from:to]...))
	}
	return list
}

// shorten is parts with about n characters of the documents among them.
func shorten(parts []card.Part, n int) []card.Part {
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
		head, tail := markdown.Cut(document.Doc, func(doc markdown.Doc) bool { return utf8.RuneCountInString(doc.Plain()) <= n })
		if n -= utf8.RuneCountInString(head.Plain()); len(tail) > 0 {
			n = 0
			head = append(slices.Clone(head), markdown.Paragraph{Line: markdown.Line{{Text: "…"}}})
		}
		list = append(list, card.Document{Doc: head})
	}
	return list
}

// cardView is a card as a window that can only be closed.
func (a *Adapter) cardView(d *deed, card card.Card) *slack.ModalViewRequest {
	blocks := viewBlocks(card.Parts)
	if len(blocks) > maxViewBlocks {
		a.Log.Warn("a window does not hold all that is to be said", "user", d.user, "blocks", len(blocks))
		blocks = blocks[:maxViewBlocks]
	}
	v := view(viewTitle, nil, blocks)
	v.PrivateMetadata = d.place()
	return v
}

func view(title string, submit *slack.TextBlockObject, blocks []slack.Block) *slack.ModalViewRequest {
	return &slack.ModalViewRequest{
		Type: slack.VTModal, Title: plain(clip(title, maxViewLabel)), Submit: submit, Blocks: slack.Blocks{BlockSet: blocks},
	}
}

// openWindow shows a card in a window. One that a window does not hold is shown as messages where there is a channel.
func (a *Adapter) openWindow(ctx context.Context, d *deed, card card.Card) error {
	if len(viewBlocks(card.Parts)) > maxViewBlocks && d.channel != "" {
		return a.whisper(ctx, d, draw(card, false))
	}
	return a.openView(ctx, d, a.cardView(d, card))
}

// changeWindow replaces what stands in the window in which something was pressed. The bot's own page stays below a new one.
func (a *Adapter) changeWindow(ctx context.Context, d *deed, card card.Card) error {
	if !d.window {
		return a.openWindow(ctx, d, card)
	}
	return a.replaceView(ctx, d, card)
}

func (a *Adapter) replaceView(ctx context.Context, d *deed, card card.Card) error {
	v := a.cardView(d, card)
	return a.patiently(ctx, "views.update", func() error {
		_, err := a.api.UpdateViewContext(ctx, *v, "", "", d.view)
		return err
	})
}
