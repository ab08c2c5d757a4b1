package render

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"quizbot/internal/testing/discordtest/payload"
)

// Renderer is how somebody sees a message: name tells the name of a member by their id, and zone is
// where its reader lives.
type Renderer struct {
	Name func(id string) string
	Zone *time.Location
}

// PlainRenderer is how somebody sees a message who knows nobody and lives in UTC.
func PlainRenderer() Renderer {
	return Renderer{Name: func(id string) string { return id }, Zone: time.UTC}
}

// Render is components as somebody sees them, in text: the looks of words are left out, controls
// stand in brackets.
func Render(components json.RawMessage) string {
	l := PlainRenderer()
	return l.RenderAll(payload.DecodeList(components))
}

// RenderAll is a list of components as text.
func (l Renderer) RenderAll(all []payload.Object) string {
	var parts []string
	for _, c := range all {
		if text := l.renderComponent(c); text != "" {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, "\n")
}

func (l Renderer) renderComponent(c payload.Object) string {
	switch payload.IntOf(c, "type") {
	case payload.ComponentText:
		return l.RenderMarkdown(payload.TextOf(c, "content"))
	case payload.ComponentContainer:
		return l.RenderAll(payload.ListOf(c["components"]))
	case payload.ComponentSection:
		return l.RenderAll(append(payload.ListOf(c["components"]), payload.ChildOf(c, "accessory")))
	case payload.ComponentRow:
		var parts []string
		for _, inner := range payload.ListOf(c["components"]) {
			parts = append(parts, l.renderComponent(inner))
		}
		return strings.Join(parts, " ")
	case payload.ComponentButton:
		return "[" + strings.TrimSpace(payload.TextOf(payload.ChildOf(c, "emoji"), "name")+" "+payload.TextOf(c, "label")) + "]"
	case payload.ComponentSeparator:
		if c["divider"] == false {
			return ""
		}
		return "────────"
	case payload.ComponentThumbnail:
		return renderPicture(c)
	case payload.ComponentGallery:
		var parts []string
		for _, item := range payload.ListOf(c["items"]) {
			parts = append(parts, renderPicture(item))
		}
		return strings.Join(parts, "\n")
	case payload.ComponentFile:
		return "[file] " + payload.TextOf(payload.ChildOf(c, "file"), "url")
	}
	if payload.IsSelect(c) {
		return renderSelect(c)
	}
	return fmt.Sprintf("?%v?", c["type"])
}

func renderPicture(item payload.Object) string {
	return "[picture: " + payload.TextOf(item, "description") + "] " + payload.TextOf(payload.ChildOf(item, "media"), "url")
}

func renderSelect(c payload.Object) string {
	var options []string
	for _, o := range payload.ListOf(c["options"]) {
		text := payload.TextOf(o, "label")
		if d := payload.TextOf(o, "description"); d != "" {
			text += " (" + d + ")"
		}
		options = append(options, text)
	}
	return strings.TrimSuffix("["+payload.TextOf(c, "placeholder")+": "+strings.Join(options, " / "), ": ") + "]"
}
