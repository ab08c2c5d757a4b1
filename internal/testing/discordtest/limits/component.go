package limits

import (
	"fmt"
	"math"
	"strings"

	"quizbot/internal/testing/discordtest/payload"
)

// componentLimits is what Discord refuses in components, each for itself.
func componentLimits(components []payload.Object) []string {
	var wrong []string
	for _, c := range payload.WithNested(components) {
		switch payload.IntOf(c, "type") {
		case payload.ComponentRow:
			wrong = append(wrong, rowLimits(payload.ListOf(c["components"]))...)
		case payload.ComponentButton:
			wrong = append(wrong, buttonLimits(c)...)
		case payload.ComponentSelect:
			wrong = append(wrong, selectLimits(c)...)
		case payload.ComponentText:
			wrong = append(wrong, checkLength("a text", payload.TextOf(c, "content"), 1, maxText)...)
		case payload.ComponentSection:
			if n := len(payload.ListOf(c["components"])); n < 1 || n > 3 || payload.ChildOf(c, "accessory") == nil {
				wrong = append(wrong, fmt.Sprintf("a section with %d texts and the accessory %v", n, c["accessory"]))
			}
		case payload.ComponentGallery:
			wrong = append(wrong, galleryLimits(payload.ListOf(c["items"]))...)
		case payload.ComponentThumbnail:
			wrong = append(wrong, mediaLimits(c)...)
		case payload.ComponentContainer:
			if len(payload.ListOf(c["components"])) == 0 {
				wrong = append(wrong, "a container that holds nothing")
			}
		}
	}
	return wrong
}

func rowLimits(inner []payload.Object) []string {
	buttons, selects := 0, 0
	for _, c := range inner {
		switch {
		case payload.IntOf(c, "type") == payload.ComponentButton:
			buttons++
		case payload.IsSelect(c):
			selects++
		}
	}
	if len(inner) == buttons && buttons >= 1 && buttons <= 5 || len(inner) == 1 && selects == 1 {
		return nil
	}
	return []string{fmt.Sprintf("a row of %d components, %d buttons and %d selects", len(inner), buttons, selects)}
}

// styleLink and stylePremium are the styles of buttons that send nothing when they are pressed.
const (
	styleLink    = 5
	stylePremium = 6
)

func buttonLimits(c payload.Object) []string {
	style := payload.IntOf(c, "style")
	if style < 1 || style > stylePremium {
		return []string{fmt.Sprintf("a button of the style %d", style)}
	}
	if style == stylePremium {
		return nil
	}
	wrong := checkLength("a button's label", payload.TextOf(c, "label"), 0, maxLabel)
	if payload.TextOf(c, "label") == "" && c["emoji"] == nil {
		wrong = append(wrong, "a button with neither label nor emoji")
	}
	if style == styleLink {
		if payload.TextOf(c, "custom_id") != "" {
			wrong = append(wrong, "a button with a link and a custom_id")
		}
		return append(wrong, checkLength("a button's url", payload.TextOf(c, "url"), 1, 512)...)
	}
	return append(wrong, checkLength("a button's custom_id", payload.TextOf(c, "custom_id"), 1, maxCustomID)...)
}

func selectLimits(c payload.Object) []string {
	options := payload.ListOf(c["options"])
	wrong := checkLength("a select's custom_id", payload.TextOf(c, "custom_id"), 1, maxCustomID)
	wrong = append(wrong, checkLength("a placeholder", payload.TextOf(c, "placeholder"), 0, maxPlaceholder)...)
	if len(options) < 1 || len(options) > maxOptions {
		wrong = append(wrong, fmt.Sprintf("a select of %d options", len(options)))
	}
	values := map[string]bool{}
	for _, o := range options {
		wrong = append(wrong, checkLength("an option's label", payload.TextOf(o, "label"), 1, maxOption)...)
		wrong = append(wrong, checkLength("an option's value", payload.TextOf(o, "value"), 1, maxOption)...)
		wrong = append(wrong, checkLength("an option's description", payload.TextOf(o, "description"), 0, maxOption)...)
		if values[payload.TextOf(o, "value")] {
			wrong = append(wrong, "two options with the value "+payload.TextOf(o, "value"))
		}
		values[payload.TextOf(o, "value")] = true
	}
	least, most := 1, 1
	if _, given := c["min_values"]; given {
		least = payload.IntOf(c, "min_values")
	}
	if _, given := c["max_values"]; given {
		most = payload.IntOf(c, "max_values")
	}
	if least < 0 || most < 1 || least > most || most > len(options) {
		wrong = append(wrong, fmt.Sprintf("%d to %d of %d options can be chosen", least, most, len(options)))
	}
	return wrong
}

func galleryLimits(items []payload.Object) []string {
	var wrong []string
	if len(items) < 1 || len(items) > maxGallery {
		wrong = append(wrong, fmt.Sprintf("a gallery of %d pictures", len(items)))
	}
	for _, item := range items {
		wrong = append(wrong, mediaLimits(item)...)
	}
	return wrong
}

func mediaLimits(item payload.Object) []string {
	wrong := checkLength("a picture's description", payload.TextOf(item, "description"), 0, maxAlt)
	url := payload.TextOf(payload.ChildOf(item, "media"), "url")
	for _, scheme := range []string{"https://", "http://", "attachment://"} {
		if len(url) > len(scheme) && strings.HasPrefix(url, scheme) && Length(url) <= 2048 {
			return wrong
		}
	}
	return append(wrong, fmt.Sprintf("a picture at %q", url))
}

// idLimits is what is wrong with the ids of components: no two are the same.
func idLimits(all []payload.Object) []string {
	var wrong []string
	numbers, customs := map[float64]bool{}, map[string]bool{}
	for _, c := range all {
		if v, given := c["id"]; given {
			id, isNumber := v.(float64)
			// 0 leaves the choice of an id to Discord.
			if !isNumber || id < 0 || id > math.MaxInt32 || id != math.Trunc(id) || id > 0 && numbers[id] {
				wrong = append(wrong, fmt.Sprintf("a component with the id %v", v))
			}
			numbers[id] = true
		}
		if custom := payload.TextOf(c, "custom_id"); custom != "" {
			if customs[custom] {
				wrong = append(wrong, "two components with the custom_id "+custom)
			}
			customs[custom] = true
		}
	}
	return wrong
}

// modalLimits is what Discord refuses in a form.
func modalLimits(data payload.Object) []string {
	wrong := checkLength("the form's title", payload.TextOf(data, "title"), 1, maxTitle)
	wrong = append(wrong, checkLength("the form's custom_id", payload.TextOf(data, "custom_id"), 1, maxCustomID)...)
	top := payload.ListOf(data["components"])
	if len(top) < 1 || len(top) > maxFields {
		wrong = append(wrong, fmt.Sprintf("a form of %d components", len(top)))
	}
	for _, c := range top {
		wrong = append(wrong, fieldLimits(c)...)
	}
	return append(wrong, idLimits(payload.WithNested(top))...)
}

func fieldLimits(c payload.Object) []string {
	switch payload.IntOf(c, "type") {
	case payload.ComponentLabel:
		input := payload.ChildOf(c, "component")
		wrong := checkLength("a label", payload.TextOf(c, "label"), 1, maxTitle)
		wrong = append(wrong, checkLength("a label's description", payload.TextOf(c, "description"), 0, 100)...)
		if _, given := input["label"]; given {
			wrong = append(wrong, "a text input in a label with a label of its own")
		}
		return append(wrong, labelledLimits(input)...)
	case payload.ComponentRow:
		inner := payload.ListOf(c["components"])
		if len(inner) != 1 {
			return []string{fmt.Sprintf("a row of %d components in a form", len(inner))}
		}
		return append(checkLength("a field's label", payload.TextOf(inner[0], "label"), 1, maxTitle), inputLimits(inner[0])...)
	case payload.ComponentText:
		return checkLength("a text", payload.TextOf(c, "content"), 1, maxText)
	}
	return []string{fmt.Sprintf("a component of the type %d in a form", payload.IntOf(c, "type"))}
}

// labelledLimits checks the component inside a label.
func labelledLimits(c payload.Object) []string {
	switch payload.IntOf(c, "type") {
	case payload.ComponentSelect:
		return selectLimits(c)
	case payload.ComponentRadios, payload.ComponentChecks:
		return groupLimits(c)
	}
	return inputLimits(c)
}

// maxGroup is how many radio buttons or check boxes a group has.
const maxGroup = 10

func groupLimits(c payload.Object) []string {
	options := payload.ListOf(c["options"])
	wrong := checkLength("a group's custom_id", payload.TextOf(c, "custom_id"), 1, maxCustomID)
	least, chosen := 1, 0
	if payload.IntOf(c, "type") == payload.ComponentRadios {
		least = 2
	}
	if len(options) < least || len(options) > maxGroup {
		wrong = append(wrong, fmt.Sprintf("a group of %d options", len(options)))
	}
	for _, o := range options {
		wrong = append(wrong, checkLength("an option's label", payload.TextOf(o, "label"), 1, maxOption)...)
		wrong = append(wrong, checkLength("an option's value", payload.TextOf(o, "value"), 1, maxOption)...)
		if o["default"] == true {
			chosen++
		}
	}
	if payload.IntOf(c, "type") == payload.ComponentRadios {
		if chosen > 1 {
			wrong = append(wrong, fmt.Sprintf("%d radio buttons are chosen", chosen))
		}
		return wrong
	}
	from, to := 1, len(options)
	if _, given := c["min_values"]; given {
		from = payload.IntOf(c, "min_values")
	}
	if _, given := c["max_values"]; given {
		to = payload.IntOf(c, "max_values")
	}
	if from < 0 || to < 1 || from > to || to > len(options) || c["required"] == true && from == 0 {
		wrong = append(wrong, fmt.Sprintf("%d to %d of %d options can be chosen", from, to, len(options)))
	}
	return wrong
}

func inputLimits(c payload.Object) []string {
	if payload.IntOf(c, "type") != payload.ComponentInput {
		return []string{fmt.Sprintf("a component of the type %d where a text input must be", payload.IntOf(c, "type"))}
	}
	wrong := checkLength("a field's custom_id", payload.TextOf(c, "custom_id"), 1, maxCustomID)
	wrong = append(wrong, checkLength("a field's placeholder", payload.TextOf(c, "placeholder"), 0, 100)...)
	if style := payload.IntOf(c, "style"); style != 1 && style != 2 {
		wrong = append(wrong, fmt.Sprintf("a text input of the style %d", style))
	}
	most := maxValue
	if _, given := c["max_length"]; given {
		most = payload.IntOf(c, "max_length")
	}
	if most < 1 || most > maxValue || payload.IntOf(c, "min_length") < 0 || payload.IntOf(c, "min_length") > most {
		wrong = append(wrong, fmt.Sprintf("a text input for %d to %d characters", payload.IntOf(c, "min_length"), most))
	}
	if n := Length(payload.TextOf(c, "value")); n > most {
		wrong = append(wrong, fmt.Sprintf("a text input that holds %d characters, and %d are the most", n, most))
	}
	return wrong
}
