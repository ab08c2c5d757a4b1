package discord

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
	maxInput       = 4000
	maxFormParts   = 5  // texts and labels
	maxGroup       = 10 // options of radio buttons or check boxes
	leastRadios    = 2
	styleShort     = 1
	styleParagraph = 2
	// maxIntro is how much of a question stands above the fields: on a phone a form has little room.
	maxIntro = 1000
)

// form lays a form out as a window. Discord names its button itself.
func form(f bot.Form) window {
	w := bareForm(f)
	w.Components = nil
	for _, field := range f.Fields {
		w.add(labeled(field, groupOf))
	}
	title, intro := introduced(f)
	w.Title = title
	if len(intro) > 0 && len(w.Components) < maxFormParts {
		w.Components = slices.Concat(intro, w.Components)
	}
	return w
}

// bareForm is form in the plainest layout: without a text, and with selects for all options.
func bareForm(f bot.Form) window {
	w := window{CustomID: f.ID, Title: clip(f.Title, maxFormTitle)}
	for _, field := range f.Fields {
		w.add(labeled(field, nil))
	}
	return w
}

// add adds the components of a field, unless there is no room for all of them.
func (w *window) add(list []component) {
	if len(w.Components)+len(list) <= maxFormParts {
		w.Components = append(w.Components, list...)
	}
}

// labeled draws a field. Few options are drawn by group, which may be nil, and more of them as selects. Where there are
// too many for selects, their letters are typed.
func labeled(f bot.Field, group func(bot.Field) (component, bool)) []component {
	var inputs []component
	switch n := len(f.Options); {
	case f.Kind == bot.Paragraph || f.Kind == bot.ShortText:
		inputs = []component{textInput(f)}
	case n == 0 || n > maxFormParts*maxOptions:
		inputs = []component{lettersInput(f)}
	default:
		if drawn, ok := grouped(f, group); ok {
			inputs = []component{drawn}
			break
		}
		inputs = selects(f)
	}
	var list []component
	for i, in := range inputs {
		label := f.Label
		if len(inputs) > 1 {
			end := " " + strconv.Itoa(i+1) + "/" + strconv.Itoa(len(inputs))
			label = clip(label, maxFieldLabel-len(end)) + end
		}
		list = append(list, component{Type: typeLabel, Label: clip(label, maxFieldLabel), Component: &in})
	}
	return list
}

// textInput is a text field. A value that is too long for it is left out: emoji count twice here. Then the field must be
// filled in, so that sending the form as it is doesn't take the earlier answer back.
func textInput(f bot.Field) component {
	value, required := f.Value, !f.Optional
	if units(value) > maxInput {
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
		most = maxInput
	}
	return component{
		Type: typeInput, CustomID: f.ID, Style: style, Value: value, Placeholder: clip(f.Placeholder, maxPlaceholder),
		MinLength: &least, MaxLength: min(max(most, units(value)), maxInput), Required: &required,
	}
}

func grouped(f bot.Field, group func(bot.Field) (component, bool)) (component, bool) {
	if group == nil {
		return component{}, false
	}
	return group(f)
}

// groupOf draws options as radio buttons or check boxes, where there are few enough.
func groupOf(f bot.Field) (component, bool) {
	n := len(f.Options)
	required := !f.Optional
	c := component{CustomID: f.ID, Required: &required, Options: menuOptions(f, f.Options)}
	switch {
	case n > maxGroup, f.Kind == bot.OneOption && n < leastRadios:
		return component{}, false
	case f.Kind == bot.OneOption:
		c.Type = typeRadios
	default:
		c.Type, c.MaxValues, c.MinValues = typeCheckboxes, n, new(0)
		if required {
			c.MinValues = new(1)
		}
	}
	return c, true
}

// selects draws options as selects. Where it takes several of them, any of them may be left alone.
func selects(f bot.Field) []component {
	var list []component
	for options := range slices.Chunk(f.Options, maxOptions) {
		required := !f.Optional && len(f.Options) <= maxOptions
		c := component{
			Type: typeSelect, CustomID: partID(f.ID, len(list)), Required: &required, MinValues: new(0), MaxValues: 1,
			Options: menuOptions(f, options),
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

func menuOptions(f bot.Field, options []card.Option) []menuOption {
	var list []menuOption
	for _, o := range options {
		list = append(list, menuOption{Label: clip(o.Label, maxOption), Value: o.Value, Default: slices.Contains(f.Chosen, o.Value)})
	}
	return list
}

// What stands behind the id of a field whose options take several selects, or whose letters are typed.
const (
	partMark    = "#"
	lettersMark = "#letters"
)

// partID is the id of a part of a field, the first of which has the field's own.
func partID(id string, part int) string {
	if part == 0 {
		return id
	}
	return id + partMark + strconv.Itoa(part)
}

// lettersInput asks for the letters of options, of which there are more than a form holds.
func lettersInput(f bot.Field) component {
	var chosen []string
	for _, value := range f.Chosen {
		if i := slices.IndexFunc(f.Options, func(o card.Option) bool { return o.Value == value }); i >= 0 {
			chosen = append(chosen, quiz.ChoiceLetter(i))
		}
	}
	c := textInput(bot.Field{ID: f.ID, Kind: bot.ShortText, Optional: f.Optional, Value: strings.Join(chosen, " "), Max: maxInput, Placeholder: "A, C, …"})
	c.CustomID += lettersMark
	return c
}

// readLetters returns the indexes of the options whose letters were typed, or whose numbers, which count from 1. Other words stay
// as they were typed, and so does a text without any: it chooses nothing that there is.
func readLetters(text string) []string {
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

// letterNumber returns the number that letters stand for, A being 1, or that is typed as one.
func letterNumber(word string) (n int, ok bool) {
	if n, err := strconv.Atoi(word); err == nil {
		return n, true
	}
	for _, r := range word {
		if r < 'A' || r > 'Z' || n > maxInput {
			return 0, false
		}
		n = n*26 + int(r-'A') + 1
	}
	return n, true
}

// introduced are a form's title and what stands above its fields. A question's title takes the place of the form's where it
// fits there.
func introduced(f bot.Form) (title string, intro []component) {
	title = clip(f.Title, maxFormTitle)
	parts := f.Intro
	if len(parts) > 0 {
		if heading := headingOf(parts[0]); heading != "" && units(heading) <= maxFormTitle {
			title, parts = heading, parts[1:]
		}
	}
	body, end := card.Card{Parts: parts}.SplitFooter()
	return title, text(strings.TrimSpace(introOf(body) + "\n" + plainly(end)))
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

// introOf is the beginning of what parts say: whole blocks, as far as there is room. Where little would stand, such as a title
// alone, the next block is cut.
func introOf(parts []card.Part) string {
	said := ""
	for _, part := range parts {
		document, ok := part.(card.Document)
		if !ok {
			said = joinedBlocks(said, plainly([]card.Part{part}))
			continue
		}
		doc := leveled(document.Doc)
		fits := func(part markdown.Doc) bool { return units(said)+units(written(part)) <= maxIntro }
		if fits(doc) {
			said = joinedBlocks(said, written(doc))
			continue
		}
		first := doc[:markdown.LeadingBlocks(doc, fits)]
		if len(first) == 0 && units(said) <= maxIntro/2 {
			first, _ = markdown.Cut(doc, fits)
		}
		return joinedBlocks(joinedBlocks(said, written(first)), "…")
	}
	return said
}

func joinedBlocks(above, below string) string { return strings.Trim(above+"\n"+below, "\n") }

// plainly is what parts say in a text.
func plainly(parts []card.Part) string {
	if len(parts) == 0 {
		return ""
	}
	var lines []string
	for _, c := range draw(card.Card{Parts: parts})[0].components {
		if c.Type == typeText {
			lines = append(lines, c.Content)
		}
	}
	return strings.Join(lines, "\n")
}
