package discordtest

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// looks is how somebody sees a message: name tells the name of a member by their id, and zone is where its reader lives.
type looks struct {
	name func(id string) string
	zone *time.Location
}

// plainly is how somebody sees a message who knows nobody and lives in UTC.
func plainly() looks {
	return looks{name: func(id string) string { return id }, zone: time.UTC}
}

// Render is components as somebody sees them, in text: the looks of words are left out, controls stand in brackets.
func Render(components json.RawMessage) string {
	l := plainly()
	return l.components(decode(components))
}

func (l looks) components(all []object) string {
	var parts []string
	for _, c := range all {
		if text := l.component(c); text != "" {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, "\n")
}

func (l looks) component(c object) string {
	switch num(c, "type") {
	case componentText:
		return l.markdown(str(c, "content"))
	case componentContainer:
		return l.components(list(c["components"]))
	case componentSection:
		return l.components(append(list(c["components"]), sub(c, "accessory")))
	case componentRow:
		var parts []string
		for _, inner := range list(c["components"]) {
			parts = append(parts, l.component(inner))
		}
		return strings.Join(parts, " ")
	case componentButton:
		return "[" + strings.TrimSpace(str(sub(c, "emoji"), "name")+" "+str(c, "label")) + "]"
	case componentSeparator:
		if c["divider"] == false {
			return ""
		}
		return "────────"
	case componentThumbnail:
		return picture(c)
	case componentGallery:
		var parts []string
		for _, item := range list(c["items"]) {
			parts = append(parts, picture(item))
		}
		return strings.Join(parts, "\n")
	case componentFile:
		return "[file] " + str(sub(c, "file"), "url")
	}
	if isSelect(c) {
		return renderSelect(c)
	}
	return fmt.Sprintf("?%v?", c["type"])
}

func picture(item object) string {
	return "[picture: " + str(item, "description") + "] " + str(sub(item, "media"), "url")
}

func renderSelect(c object) string {
	var options []string
	for _, o := range list(c["options"]) {
		text := str(o, "label")
		if d := str(o, "description"); d != "" {
			text += " (" + d + ")"
		}
		options = append(options, text)
	}
	return strings.TrimSuffix("["+str(c, "placeholder")+": "+strings.Join(options, " / "), ": ") + "]"
}
