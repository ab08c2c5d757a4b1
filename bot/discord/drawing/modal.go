package drawing

import (
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/width"

	"quizbot/bot"
	"quizbot/bot/card"
	"quizbot/bot/markdown"
	"quizbot/quiz"
)

// Limits of forms, of https://docs.discord.com/developers/components/reference.
const (
	maxFormTitle   = 45
	maxFieldLabel  = 45
	maxPlaceholder = 100
	MaxInput       = 4000
	maxFormParts   = 5  // texts and labels
	maxGroup       = 10 // options of radio buttons or check boxes
	leastRadios    = 2
	styleShort     = 1
	styleParagraph = 2
	// maxIntro is the maximum length of a question above the fields: on a phone a form has little
	// room.
	maxIntro = 1000
)

// DrawModal lays a form out as a window. Discord names its button itself.
func DrawModal(f bot.Form) Modal {
	w := DrawPlainModal(f)
	w.Components = nil
	for _, field := range f.Fields {
		w.addField(labeledInputs(field, radioOrCheckboxGroup))
	}
	title, intro := titleAndIntro(f)
	w.Title = title
	if len(intro) > 0 && len(w.Components) < maxFormParts {
		w.Components = slices.Concat(intro, w.Components)
	}
	return w
}

// DrawPlainModal is form in the plainest layout: without a text, and with selects for all options.
func DrawPlainModal(f bot.Form) Modal {
	w := Modal{CustomID: f.ID, Title: Clip(f.Title, maxFormTitle)}
	for _, field := range f.Fields {
		w.addField(labeledInputs(field, nil))
	}
	return w
}

// addField adds the components of a field, unless there is no room for all of them.
func (w *Modal) addField(list []Component) {
	if len(w.Components)+len(list) <= maxFormParts {
		w.Components = append(w.Components, list...)
	}
}

// labeledInputs draws a field. Few options are drawn by group, which may be nil, and more of them
// as selects. Where there are too many for selects, their letters are typed.
func labeledInputs(f bot.Field, group func(bot.Field) (Component, bool)) []Component {
	var inputs []Component
	switch n := len(f.Options); {
	case f.Kind == bot.Paragraph || f.Kind == bot.ShortText:
		inputs = []Component{textInput(f)}
	case n == 0 || n > maxFormParts*maxOptions:
		inputs = []Component{lettersInput(f)}
	default:
		if drawn, ok := drawGroup(f, group); ok {
			inputs = []Component{drawn}
			break
		}
		inputs = stringSelects(f)
	}
	var list []Component
	for i, in := range inputs {
		label := f.Label
		if len(inputs) > 1 {
			end := " " + strconv.Itoa(i+1) + "/" + strconv.Itoa(len(inputs))
			label = Clip(label, maxFieldLabel-len(end)) + end
		}
		list = append(list, Component{Type: typeLabel, Label: Clip(label, maxFieldLabel), Component: &in})
	}
	return list
}

// textInput is a text field. A value that is too long for it is left out: emoji count twice here.
// Then the field must be filled in, so that sending the form as it is doesn't take the earlier
// answer back.
func textInput(f bot.Field) Component {
	value, required := f.Value, !f.Optional
	if UTF16Length(value) > MaxInput {
		value, required = "", true
	}
	least, style := 0, styleParagraph
	if required {
		least = 1
	}
	if f.Kind == bot.ShortText {
		style = styleShort
	}
	most := f.Max
	if most == 0 {
		most = MaxInput
	}
	return Component{
		Type: typeTextInput, CustomID: f.ID, Style: style, Value: value, Placeholder: Clip(f.Placeholder, maxPlaceholder),
		MinLength: &least, MaxLength: min(max(most, UTF16Length(value)), MaxInput), Required: &required,
	}
}

func drawGroup(f bot.Field, group func(bot.Field) (Component, bool)) (Component, bool) {
	if group == nil {
		return Component{}, false
	}
	return group(f)
}

// radioOrCheckboxGroup draws options as radio buttons or check boxes, where there are few enough.
func radioOrCheckboxGroup(f bot.Field) (Component, bool) {
	n := len(f.Options)
	required := !f.Optional
	c := Component{CustomID: f.ID, Required: &required, Options: selectOptions(f, f.Options)}
	switch {
	case n > maxGroup, f.Kind == bot.OneOption && n < leastRadios:
		return Component{}, false
	case f.Kind == bot.OneOption:
		c.Type = typeRadioGroup
	default:
		c.Type, c.MaxValues, c.MinValues = typeCheckboxGroup, n, new(0)
		if required {
			c.MinValues = new(1)
		}
	}
	return c, true
}

// stringSelects draws options as selects. Where it takes several of them, any of them may be left
// alone.
func stringSelects(f bot.Field) []Component {
	var list []Component
	for options := range slices.Chunk(f.Options, maxOptions) {
		required := !f.Optional && len(f.Options) <= maxOptions
		c := Component{
			Type: typeStringSelect, CustomID: selectID(f.ID, len(list)), Required: &required, MinValues: new(0), MaxValues: 1,
			Options: selectOptions(f, options),
		}
		if required {
			c.MinValues = new(1)
		}
		if f.Kind == bot.ManyOptions {
			c.MaxValues = len(options)
		}
		list = append(list, c)
	}
	return list
}

func selectOptions(f bot.Field, options []card.Option) []SelectOption {
	var list []SelectOption
	for _, o := range options {
		list = append(list, SelectOption{Label: Clip(o.Label, maxOption), Value: o.Value, Default: slices.Contains(f.Chosen, o.Value)})
	}
	return list
}

// What stands behind the id of a field whose options take several selects, or whose letters are
// typed.
const (
	partMark    = "#"
	lettersMark = "#letters"
)

// selectID is the id of a part of a field, the first of which has the field's own.
func selectID(id string, part int) string {
	if part == 0 {
		return id
	}
	return id + partMark + strconv.Itoa(part)
}

// lettersInput asks for the letters of options, of which there are more than a form holds.
func lettersInput(f bot.Field) Component {
	var chosen []string
	for _, value := range f.Chosen {
		if i := slices.IndexFunc(f.Options, func(o card.Option) bool { return o.Value == value }); i >= 0 {
			chosen = append(chosen, quiz.ChoiceLetter(i))
		}
	}
	c := textInput(bot.Field{ID: f.ID, Kind: bot.ShortText, Optional: f.Optional, Value: strings.Join(chosen, " "), Max: MaxInput, Placeholder: "A, C, …"})
	c.CustomID += lettersMark
	return c
}

// ReadLetters returns the indexes of the options whose letters were typed, or whose numbers, which
// count from 1. Other words stay as they were typed, and so does a text without any: it chooses
// nothing that there is.
func ReadLetters(text string) []string {
	words := strings.FieldsFunc(strings.ToUpper(width.Narrow.String(text)), func(r rune) bool { return r != '\'' && (r < 'A' || r > 'Z') && (r < '0' || r > '9') })
	if len(words) == 0 && strings.TrimSpace(text) != "" {
		words = []string{text}
	}
	values := []string{}
	for _, word := range words {
		if n, ok := letterNumber(word); ok {
			word = strconv.Itoa(n - 1)
		}
		values = append(values, word)
	}
	return values
}

// letterNumber returns the number of a letter, A being 1, or a typed number.
func letterNumber(word string) (n int, ok bool) {
	if n, err := strconv.Atoi(word); err == nil {
		return n, true
	}
	for _, r := range word {
		if r < 'A' || r > 'Z' || n > MaxInput {
			return 0, false
		}
		n = n*26 + int(r-'A') + 1
	}
	return n, true
}

// titleAndIntro returns a form's title and the text above its fields. A question's title takes the
// place of the form's where it fits there.
func titleAndIntro(f bot.Form) (title string, intro []Component) {
	title = Clip(f.Title, maxFormTitle)
	parts := f.Intro
	if len(parts) > 0 {
		if heading := headingOf(parts[0]); heading != "" && UTF16Length(heading) <= maxFormTitle {
			title, parts = heading, parts[1:]
		}
	}
	body, end := card.Card{Parts: parts}.SplitFooter()
	return title, textDisplay(strings.TrimSpace(beginningOf(body) + "\n" + plainText(end)))
}

// headingOf is the text of a part that is a heading and nothing else.
func headingOf(part card.Part) string {
	switch p := part.(type) {
	case card.Heading:
		return strings.TrimSpace(p.Line.Plain())
	case card.Document:
		if len(p.Doc) == 1 {
			if h, ok := p.Doc[0].(markdown.Heading); ok {
				return strings.Join(strings.Fields(h.Line.Plain()), " ")
			}
		}
	default: // without a heading
	}
	return ""
}

// beginningOf returns the first blocks of parts as text, up to the length of a modal's
// introduction. If the blocks that fit are short, such as a title alone, the next block is cut to
// fit.
func beginningOf(parts []card.Part) string {
	said := ""
	for _, part := range parts {
		document, ok := part.(card.Document)
		if !ok {
			said = joinBlocks(said, plainText([]card.Part{part}))
			continue
		}
		doc := normalizeHeadings(document.Doc)
		fits := func(part markdown.Doc) bool { return UTF16Length(said)+UTF16Length(renderDocument(part)) <= maxIntro }
		if fits(doc) {
			said = joinBlocks(said, renderDocument(doc))
			continue
		}
		first := doc[:markdown.LeadingBlocks(doc, fits)]
		if len(first) == 0 && UTF16Length(said) <= maxIntro/2 {
			first, _ = markdown.Cut(doc, fits)
		}
		return joinBlocks(joinBlocks(said, renderDocument(first)), "…")
	}
	return said
}

func joinBlocks(above, below string) string { return strings.Trim(above+"\n"+below, "\n") }

// plainText is what parts say in a text.
func plainText(parts []card.Part) string {
	if len(parts) == 0 {
		return ""
	}
	var lines []string
	for _, c := range Draw(card.Card{Parts: parts})[0].components {
		if c.Type == typeTextDisplay {
			lines = append(lines, c.Content)
		}
	}
	return strings.Join(lines, "\n")
}
