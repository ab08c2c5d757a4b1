package discordtest

import (
	"fmt"
	"math"
	"strings"
)

// componentLimits is what Discord refuses in components, each for itself.
func componentLimits(components []object) []string {
	var wrong []string
	for _, c := range nested(components) {
		switch num(c, "type") {
		case componentRow:
			wrong = append(wrong, rowLimits(list(c["components"]))...)
		case componentButton:
			wrong = append(wrong, buttonLimits(c)...)
		case componentSelect:
			wrong = append(wrong, selectLimits(c)...)
		case componentText:
			wrong = append(wrong, between("a text", str(c, "content"), 1, maxText)...)
		case componentSection:
			if n := len(list(c["components"])); n < 1 || n > 3 || sub(c, "accessory") == nil {
				wrong = append(wrong, fmt.Sprintf("a section with %d texts and the accessory %v", n, c["accessory"]))
			}
		case componentGallery:
			wrong = append(wrong, galleryLimits(list(c["items"]))...)
		case componentThumbnail:
			wrong = append(wrong, mediaLimits(c)...)
		case componentContainer:
			if len(list(c["components"])) == 0 {
				wrong = append(wrong, "a container that holds nothing")
			}
		}
	}
	return wrong
}

func rowLimits(inner []object) []string {
	buttons, selects := 0, 0
	for _, c := range inner {
		switch {
		case num(c, "type") == componentButton:
			buttons++
		case isSelect(c):
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

func buttonLimits(c object) []string {
	style := num(c, "style")
	if style < 1 || style > stylePremium {
		return []string{fmt.Sprintf("a button of the style %d", style)}
	}
	if style == stylePremium {
		return nil
	}
	wrong := between("a button's label", str(c, "label"), 0, maxLabel)
	if str(c, "label") == "" && c["emoji"] == nil {
		wrong = append(wrong, "a button with neither label nor emoji")
	}
	if style == styleLink {
		if str(c, "custom_id") != "" {
			wrong = append(wrong, "a button with a link and a custom_id")
		}
		return append(wrong, between("a button's url", str(c, "url"), 1, 512)...)
	}
	return append(wrong, between("a button's custom_id", str(c, "custom_id"), 1, maxCustomID)...)
}

func selectLimits(c object) []string {
	options := list(c["options"])
	wrong := between("a select's custom_id", str(c, "custom_id"), 1, maxCustomID)
	wrong = append(wrong, between("a placeholder", str(c, "placeholder"), 0, maxPlaceholder)...)
	if len(options) < 1 || len(options) > maxOptions {
		wrong = append(wrong, fmt.Sprintf("a select of %d options", len(options)))
	}
	values := map[string]bool{}
	for _, o := range options {
		wrong = append(wrong, between("an option's label", str(o, "label"), 1, maxOption)...)
		wrong = append(wrong, between("an option's value", str(o, "value"), 1, maxOption)...)
		wrong = append(wrong, between("an option's description", str(o, "description"), 0, maxOption)...)
		if values[str(o, "value")] {
			wrong = append(wrong, "two options with the value "+str(o, "value"))
		}
		values[str(o, "value")] = true
	}
	least, most := 1, 1
	if _, given := c["min_values"]; given {
		least = num(c, "min_values")
	}
	if _, given := c["max_values"]; given {
		most = num(c, "max_values")
	}
	if least < 0 || most < 1 || least > most || most > len(options) {
		wrong = append(wrong, fmt.Sprintf("%d to %d of %d options can be chosen", least, most, len(options)))
	}
	return wrong
}

func galleryLimits(items []object) []string {
	var wrong []string
	if len(items) < 1 || len(items) > maxGallery {
		wrong = append(wrong, fmt.Sprintf("a gallery of %d pictures", len(items)))
	}
	for _, item := range items {
		wrong = append(wrong, mediaLimits(item)...)
	}
	return wrong
}

func mediaLimits(item object) []string {
	wrong := between("a picture's description", str(item, "description"), 0, maxAlt)
	url := str(sub(item, "media"), "url")
	for _, scheme := range []string{"https://", "http://", "attachment://"} {
		if len(url) > len(scheme) && strings.HasPrefix(url, scheme) && length(url) <= 2048 {
			return wrong
		}
	}
	return append(wrong, fmt.Sprintf("a picture at %q", url))
}

// idLimits is what is wrong with the ids of components: no two are the same.
func idLimits(all []object) []string {
	var wrong []string
	numbers, customs := map[float64]bool{}, map[string]bool{}
	for _, c := range all {
		if v, given := c["id"]; given {
			id, isNumber := v.(float64)
			// 0 stands for an id that Discord may choose.
			if !isNumber || id < 0 || id > math.MaxInt32 || id != math.Trunc(id) || id > 0 && numbers[id] {
				wrong = append(wrong, fmt.Sprintf("a component with the id %v", v))
			}
			numbers[id] = true
		}
		if custom := str(c, "custom_id"); custom != "" {
			if customs[custom] {
				wrong = append(wrong, "two components with the custom_id "+custom)
			}
			customs[custom] = true
		}
	}
	return wrong
}

// modalLimits is what Discord refuses in a form.
func modalLimits(data object) []string {
	wrong := between("the form's title", str(data, "title"), 1, maxTitle)
	wrong = append(wrong, between("the form's custom_id", str(data, "custom_id"), 1, maxCustomID)...)
	top := list(data["components"])
	if len(top) < 1 || len(top) > maxFields {
		wrong = append(wrong, fmt.Sprintf("a form of %d components", len(top)))
	}
	for _, c := range top {
		wrong = append(wrong, fieldLimits(c)...)
	}
	return append(wrong, idLimits(nested(top))...)
}

func fieldLimits(c object) []string {
	switch num(c, "type") {
	case componentLabel:
		input := sub(c, "component")
		wrong := between("a label", str(c, "label"), 1, maxTitle)
		wrong = append(wrong, between("a label's description", str(c, "description"), 0, 100)...)
		if _, given := input["label"]; given {
			wrong = append(wrong, "a text input in a label with a label of its own")
		}
		return append(wrong, labelledLimits(input)...)
	case componentRow:
		inner := list(c["components"])
		if len(inner) != 1 {
			return []string{fmt.Sprintf("a row of %d components in a form", len(inner))}
		}
		return append(between("a field's label", str(inner[0], "label"), 1, maxTitle), inputLimits(inner[0])...)
	case componentText:
		return between("a text", str(c, "content"), 1, maxText)
	}
	return []string{fmt.Sprintf("a component of the type %d in a form", num(c, "type"))}
}

// labelledLimits is what Discord refuses in what a label holds.
func labelledLimits(c object) []string {
	switch num(c, "type") {
	case componentSelect:
		return selectLimits(c)
	case componentRadios, componentChecks:
		return groupLimits(c)
	}
	return inputLimits(c)
}

// maxGroup is how many radio buttons or check boxes a group has.
const maxGroup = 10

func groupLimits(c object) []string {
	options := list(c["options"])
	wrong := between("a group's custom_id", str(c, "custom_id"), 1, maxCustomID)
	least, chosen := 1, 0
	if num(c, "type") == componentRadios {
		least = 2
	}
	if len(options) < least || len(options) > maxGroup {
		wrong = append(wrong, fmt.Sprintf("a group of %d options", len(options)))
	}
	for _, o := range options {
		wrong = append(wrong, between("an option's label", str(o, "label"), 1, maxOption)...)
		wrong = append(wrong, between("an option's value", str(o, "value"), 1, maxOption)...)
		if o["default"] == true {
			chosen++
		}
	}
	if num(c, "type") == componentRadios {
		if chosen > 1 {
			wrong = append(wrong, fmt.Sprintf("%d radio buttons are chosen", chosen))
		}
		return wrong
	}
	from, to := 1, len(options)
	if _, given := c["min_values"]; given {
		from = num(c, "min_values")
	}
	if _, given := c["max_values"]; given {
		to = num(c, "max_values")
	}
	if from < 0 || to < 1 || from > to || to > len(options) || c["required"] == true && from == 0 {
		wrong = append(wrong, fmt.Sprintf("%d to %d of %d options can be chosen", from, to, len(options)))
	}
	return wrong
}

func inputLimits(c object) []string {
	if num(c, "type") != componentInput {
		return []string{fmt.Sprintf("a component of the type %d where a text input must be", num(c, "type"))}
	}
	wrong := between("a field's custom_id", str(c, "custom_id"), 1, maxCustomID)
	wrong = append(wrong, between("a field's placeholder", str(c, "placeholder"), 0, 100)...)
	if style := num(c, "style"); style != 1 && style != 2 {
		wrong = append(wrong, fmt.Sprintf("a text input of the style %d", style))
	}
	most := maxValue
	if _, given := c["max_length"]; given {
		most = num(c, "max_length")
	}
	if most < 1 || most > maxValue || num(c, "min_length") < 0 || num(c, "min_length") > most {
		wrong = append(wrong, fmt.Sprintf("a text input for %d to %d characters", num(c, "min_length"), most))
	}
	if n := length(str(c, "value")); n > most {
		wrong = append(wrong, fmt.Sprintf("a text input that holds %d characters, and %d are the most", n, most))
	}
	return wrong
}
