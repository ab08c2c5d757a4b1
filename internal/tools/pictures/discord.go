package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html/template"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
)

// Types of components: https://docs.discord.com/developers/components/reference.
const (
	discordRow       = 1
	discordButton    = 2
	discordSelect    = 3
	discordInput     = 4
	discordSection   = 9
	discordText      = 10
	discordGallery   = 12
	discordSeparator = 14
	discordContainer = 17
	discordLabel     = 18
	discordRadio     = 21
	discordCheckbox  = 22
)

// discordMessage draws what the bot sent: a message, a form or completions.
func discordMessage(record json.RawMessage) (message, error) {
	var sent struct {
		Where      string   `json:"where"`
		Components []any    `json:"components"`
		Form       object   `json:"form"`
		Choices    []object `json:"choices"`
	}
	if err := json.Unmarshal(record, &sent); err != nil {
		return message{}, err
	}
	body := discordComponents(objects(sent.Components))
	if sent.Form != nil {
		body += "<h2>" + literal(text(sent.Form, "title")) + "</h2>" + discordComponents(objects(sent.Form["components"]))
	}
	for _, c := range sent.Choices {
		body += tag("select", literal(text(c, "name")))
	}
	return message{Where: sent.Where, Body: template.HTML(body)}, nil //nolint:gosec // every text in it was escaped
}

func discordComponents(list []object) string {
	var b strings.Builder
	for _, c := range list {
		b.WriteString(discordComponent(c))
	}
	return b.String()
}

func discordComponent(c object) string {
	inner := objects(c["components"])
	switch kind := number(c, "type"); kind {
	case discordRow:
		return tag("row", discordComponents(inner))
	case discordButton:
		return discordButtonOf(c)
	case discordText:
		return discordMarkdown(text(c, "content"))
	case discordSeparator:
		return "<hr>"
	case discordSection:
		return tag("beside", "<div>"+discordComponents(inner)+"</div>"+discordComponent(child(c, "accessory")))
	case discordContainer:
		return fmt.Sprintf(`<div class="container" style="--accent:#%06x">%s</div>`, number(c, "accent_color"), discordComponents(inner))
	case discordGallery:
		return tag("small", "🖼")
	case discordLabel:
		return "<b>" + literal(text(c, "label")) + "</b>" + tag("small", literal(text(c, "description"))) + discordComponent(child(c, "component"))
	case discordInput:
		value := literal(text(c, "value"))
		if value == "" {
			value = `<span class="small">` + literal(text(c, "placeholder")) + "</span>"
		}
		return tag("field", value)
	case discordSelect, discordRadio, discordCheckbox:
		return discordOptions(kind, c)
	default:
		return tag("small", fmt.Sprintf("unknown component %d", kind))
	}
}

func discordButtonOf(c object) string {
	class := "button"
	label := literal(text(c, "label"))
	switch number(c, "style") {
	case 1:
		class += " primary"
	case 4:
		class += " danger"
	case 5:
		label += " ↗"
	}
	return fmt.Sprintf(`<span class="%s">%s</span>`, class, label)
}

func discordOptions(kind int, c object) string {
	if kind == discordSelect {
		return tag("select", literal(text(c, "placeholder"))+" ▾ "+fmt.Sprint(len(objects(c["options"])))+" options")
	}
	var lines []string
	for _, o := range objects(c["options"]) {
		lines = append(lines, optionMark(kind == discordCheckbox, o["default"] == true)+" "+literal(text(o, "label")))
	}
	return "<p>" + strings.Join(lines, "<br>") + "</p>"
}

var (
	discordMoments  = regexp.MustCompile(`<t:(\d+)(?::(\w))?>`)
	discordChannels = regexp.MustCompile(`<#\d+>`)
	discordCommands = regexp.MustCompile(`</([^:>]+):\d+>`)
	smallLine       = regexp.MustCompile(`(?m)^-# (.*)$`)
)

// discordMarkdown draws a text with what Discord's Markdown has in common with others, and its small print.
func discordMarkdown(content string) string {
	content = discordMoments.ReplaceAllStringFunc(content, discordMoment)
	content = discordChannels.ReplaceAllString(content, "#interview")
	content = discordCommands.ReplaceAllString(content, "`/$1`")
	content = smallLine.ReplaceAllString(content, "\n￰$1￱\n")
	var b bytes.Buffer
	converter := goldmark.New(goldmark.WithExtensions(extension.Strikethrough))
	if err := converter.Convert([]byte(strings.ReplaceAll(content, "\n", "  \n")), &b); err != nil {
		return literal(err.Error())
	}
	return strings.NewReplacer("￰", `<span class="small">`, "￱", "</span>").Replace(b.String())
}

// discordMoment is a moment as Discord shows it to a reader in UTC, a relative one by its distance alone.
func discordMoment(mark string) string {
	parts := discordMoments.FindStringSubmatch(mark)
	seconds, err := strconv.ParseInt(parts[1], 10, 64)
	if err != nil {
		return mark
	}
	at := time.Unix(seconds, 0).UTC()
	if parts[2] == "R" {
		return "in … hours"
	}
	layout := map[string]string{"t": "15:04", "d": "02/01/2006", "D": "2 January 2006", "F": "Monday, 2 January 2006 15:04"}[parts[2]]
	if layout == "" {
		layout = "2 January 2006 15:04"
	}
	return at.Format(layout)
}
