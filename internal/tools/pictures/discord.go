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

// drawDiscordMessage draws a message, a form or autocomplete choices.
func drawDiscordMessage(record json.RawMessage) (message, error) {
	var sent struct {
		Where      string   `json:"where"`
		Components []any    `json:"components"`
		Form       object   `json:"form"`
		Choices    []object `json:"choices"`
	}
	if err := json.Unmarshal(record, &sent); err != nil {
		return message{}, err
	}
	body := drawDiscordComponents(objectList(sent.Components))
	if sent.Form != nil {
		body += "<h2>" + escapeText(stringField(sent.Form, "title")) + "</h2>" + drawDiscordComponents(objectList(sent.Form["components"]))
	}
	for _, c := range sent.Choices {
		body += wrapInElement("select", escapeText(stringField(c, "name")))
	}
	return message{Where: sent.Where, Body: template.HTML(body)}, nil //nolint:gosec // every text in it was escaped
}

func drawDiscordComponents(list []object) string {
	var b strings.Builder
	for _, c := range list {
		b.WriteString(drawDiscordComponent(c))
	}
	return b.String()
}

func drawDiscordComponent(c object) string {
	inner := objectList(c["components"])
	switch kind := intField(c, "type"); kind {
	case discordRow:
		return wrapInElement("row", drawDiscordComponents(inner))
	case discordButton:
		return drawDiscordButton(c)
	case discordText:
		return drawDiscordMarkdown(stringField(c, "content"))
	case discordSeparator:
		return "<hr>"
	case discordSection:
		return wrapInElement("beside", "<div>"+drawDiscordComponents(inner)+"</div>"+drawDiscordComponent(objectField(c, "accessory")))
	case discordContainer:
		return fmt.Sprintf(`<div class="container" style="--accent:#%06x">%s</div>`, intField(c, "accent_color"), drawDiscordComponents(inner))
	case discordGallery:
		return wrapInElement("small", "🖼")
	case discordLabel:
		return "<b>" + escapeText(stringField(c, "label")) + "</b>" + wrapInElement("small", escapeText(stringField(c, "description"))) + drawDiscordComponent(objectField(c, "component"))
	case discordInput:
		value := escapeText(stringField(c, "value"))
		if value == "" {
			value = `<span class="small">` + escapeText(stringField(c, "placeholder")) + "</span>"
		}
		return wrapInElement("field", value)
	case discordSelect, discordRadio, discordCheckbox:
		return drawDiscordOptions(kind, c)
	default:
		return wrapInElement("small", fmt.Sprintf("unknown component %d", kind))
	}
}

func drawDiscordButton(c object) string {
	class := "button"
	label := escapeText(stringField(c, "label"))
	switch intField(c, "style") {
	case 1:
		class += " primary"
	case 4:
		class += " danger"
	case 5:
		label += " ↗"
	}
	return fmt.Sprintf(`<span class="%s">%s</span>`, class, label)
}

func drawDiscordOptions(kind int, c object) string {
	if kind == discordSelect {
		return wrapInElement("select", escapeText(stringField(c, "placeholder"))+" ▾ "+fmt.Sprint(len(objectList(c["options"])))+" options")
	}
	var lines []string
	for _, o := range objectList(c["options"]) {
		lines = append(lines, optionMark(kind == discordCheckbox, o["default"] == true)+" "+escapeText(stringField(o, "label")))
	}
	return "<p>" + strings.Join(lines, "<br>") + "</p>"
}

var (
	discordTimestamps = regexp.MustCompile(`<t:(\d+)(?::(\w))?>`)
	discordChannels   = regexp.MustCompile(`<#\d+>`)
	discordCommands   = regexp.MustCompile(`</([^:>]+):\d+>`)
	smallLine         = regexp.MustCompile(`(?m)^-# (.*)$`)
)

// drawDiscordMarkdown draws Discord's dialect of Markdown, as far as the bot uses it.
func drawDiscordMarkdown(content string) string {
	content = discordTimestamps.ReplaceAllStringFunc(content, drawDiscordTimestamp)
	content = discordChannels.ReplaceAllString(content, "#interview")
	content = discordCommands.ReplaceAllString(content, "`/$1`")
	content = smallLine.ReplaceAllString(content, "\n￰$1￱\n")
	var b bytes.Buffer
	converter := goldmark.New(goldmark.WithExtensions(extension.Strikethrough))
	if err := converter.Convert([]byte(strings.ReplaceAll(content, "\n", "  \n")), &b); err != nil {
		return escapeText(err.Error())
	}
	return strings.NewReplacer("￰", `<span class="small">`, "￱", "</span>").Replace(b.String())
}

// drawDiscordTimestamp draws a timestamp for a reader in UTC. A relative one has no number.
func drawDiscordTimestamp(mark string) string {
	parts := discordTimestamps.FindStringSubmatch(mark)
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
