package main

import (
	"encoding/json"
	"fmt"
	"html"
	"html/template"
	"regexp"
	"strings"
)

// drawSlackMessage draws a list of blocks, or an object of a place and blocks.
func drawSlackMessage(record json.RawMessage) (message, error) {
	var blocks []any
	if err := json.Unmarshal(record, &blocks); err == nil {
		return message{Body: drawSlackBlocks(blocks)}, nil
	}
	var placed struct {
		Where  string `json:"where"`
		Blocks []any  `json:"blocks"`
	}
	if err := json.Unmarshal(record, &placed); err != nil {
		return message{}, err
	}
	return message{Where: placed.Where, Body: drawSlackBlocks(placed.Blocks)}, nil
}

func drawSlackBlocks(blocks []any) template.HTML {
	var b strings.Builder
	for _, block := range objectList(blocks) {
		b.WriteString(drawSlackBlock(block))
	}
	return template.HTML(b.String()) //nolint:gosec // every text in it was escaped
}

func drawSlackBlock(b object) string {
	switch kind := stringField(b, "type"); kind {
	case "header":
		return wrapInElement("header", escapeText(stringField(objectField(b, "text"), "text")))
	case "divider":
		return "<hr>"
	case "image":
		return wrapInElement("context", "🖼 "+escapeText(stringField(b, "alt_text")))
	case "context":
		var texts []string
		for _, e := range objectList(b["elements"]) {
			texts = append(texts, drawSlackText(e))
		}
		return wrapInElement("context", strings.Join(texts, " "))
	case "section":
		return drawSlackSection(b)
	case "input":
		return drawSlackInput(b)
	case "actions":
		var row []string
		for _, e := range objectList(b["elements"]) {
			row = append(row, drawSlackElement(e))
		}
		return wrapInElement("row", strings.Join(row, ""))
	case "table":
		return drawSlackTable(b)
	case "rich_text":
		return drawSlackRichText(objectList(b["elements"]))
	default:
		return wrapInElement("context", "unknown block "+escapeText(kind))
	}
}

func drawSlackSection(b object) string {
	body := "<div>" + drawSlackText(objectField(b, "text"))
	for _, field := range objectList(b["fields"]) {
		body += "<p>" + drawSlackText(field) + "</p>"
	}
	body += "</div>"
	if accessory := objectField(b, "accessory"); accessory != nil {
		body += drawSlackElement(accessory)
	}
	return wrapInElement("beside", body)
}

func drawSlackInput(b object) string {
	element := objectField(b, "element")
	label := wrapInElement("label", escapeText(stringField(objectField(b, "label"), "text"))+map[bool]string{true: ` <span class="hint">(optional)</span>`}[b["optional"] == true])
	hint := stringField(objectField(b, "hint"), "text")
	switch stringField(element, "type") {
	case "plain_text_input":
		value := escapeText(stringField(element, "initial_value"))
		if value == "" {
			value = `<span class="hint">` + escapeText(stringField(objectField(element, "placeholder"), "text")) + "</span>"
		}
		return label + wrapInElement("field", value) + wrapInElement("hint", escapeText(hint))
	default:
		return label + drawSlackElement(element) + wrapInElement("hint", escapeText(hint))
	}
}

var slackDates = regexp.MustCompile(`&lt;!date\^\d+\^[^|]*\|(.*?)&gt;`)

// drawSlackText draws a text object: mrkdwn with bold, code and dates, or plain text.
func drawSlackText(o object) string {
	body := html.EscapeString(stringField(o, "text"))
	if stringField(o, "type") == "mrkdwn" {
		body = slackDates.ReplaceAllString(body, "<u>$1</u>")
		body = regexp.MustCompile("`([^`]+)`").ReplaceAllString(body, "<code>$1</code>")
		body = regexp.MustCompile(`\*([^*]+)\*`).ReplaceAllString(body, "<b>$1</b>")
		body = strings.NewReplacer("&amp;amp;", "&amp;", "&amp;lt;", "&lt;", "&amp;gt;", "&gt;").Replace(body)
	}
	return strings.ReplaceAll(body, "\n", "<br>")
}

func drawSlackElement(e object) string {
	switch kind := stringField(e, "type"); kind {
	case "button":
		class := "button " + stringField(e, "style")
		label := escapeText(stringField(objectField(e, "text"), "text"))
		if stringField(e, "url") != "" {
			label += " ↗"
		}
		return fmt.Sprintf(`<span class="%s">%s</span>`, class, label)
	case "checkboxes", "radio_buttons":
		chosen := map[string]bool{stringField(objectField(e, "initial_option"), "value"): true}
		for _, o := range objectList(e["initial_options"]) {
			chosen[stringField(o, "value")] = true
		}
		var lines []string
		for _, o := range objectList(e["options"]) {
			lines = append(lines, optionMark(kind == "checkboxes", chosen[stringField(o, "value")])+" "+drawSlackText(objectField(o, "text")))
		}
		return "<p>" + strings.Join(lines, "<br>") + "</p>"
	case "static_select", "multi_static_select":
		return wrapInElement("field", escapeText(stringField(objectField(e, "placeholder"), "text"))+" ▾")
	default:
		return wrapInElement("field", escapeText(kind))
	}
}

func drawSlackTable(b object) string {
	var rows strings.Builder
	list, _ := b["rows"].([]any)
	for _, row := range list {
		rows.WriteString("<tr>")
		for _, cell := range objectList(row) {
			content := escapeText(stringField(cell, "text"))
			if stringField(cell, "type") == "rich_text" {
				content = drawSlackRichText(objectList(cell["elements"]))
			}
			rows.WriteString("<td>" + content + "</td>")
		}
		rows.WriteString("</tr>")
	}
	return "<table>" + rows.String() + "</table>"
}

func drawSlackRichText(elements []object) string {
	var b strings.Builder
	for _, e := range elements {
		inner := objectList(e["elements"])
		switch stringField(e, "type") {
		case "rich_text_section":
			b.WriteString("<div>" + drawSlackInlines(inner) + "</div>")
		case "rich_text_preformatted":
			b.WriteString("<pre>" + drawSlackInlines(inner) + "</pre>")
		case "rich_text_quote":
			b.WriteString("<blockquote>" + drawSlackInlines(inner) + "</blockquote>")
		case "rich_text_list":
			list := map[string]string{"ordered": "ol"}[stringField(e, "style")]
			if list == "" {
				list = "ul"
			}
			fmt.Fprintf(&b, `<%s start="%d" style="margin-left:%dpx">`, list, intField(e, "offset")+1, 20*intField(e, "indent"))
			for _, item := range inner {
				b.WriteString("<li>" + drawSlackInlines(objectList(item["elements"])) + "</li>")
			}
			b.WriteString("</" + list + ">")
		}
	}
	return b.String()
}

func drawSlackInlines(elements []object) string {
	var b strings.Builder
	for _, e := range elements {
		b.WriteString(drawSlackInline(e))
	}
	return b.String()
}

func drawSlackInline(e object) string {
	body := escapeText(stringField(e, "text"))
	switch stringField(e, "type") {
	case "text":
	case "link":
		if body == "" {
			body = escapeText(stringField(e, "url"))
		}
		body = "<a>" + body + "</a>"
	case "date":
		body = "<u>" + escapeText(stringField(e, "fallback")) + "</u>"
	case "channel":
		body = "<a>#interview</a>"
	case "emoji":
		body = ":" + escapeText(stringField(e, "name")) + ":"
	default:
		body = "[" + escapeText(stringField(e, "type")) + "]"
	}
	style := objectField(e, "style")
	for _, look := range []struct{ key, element string }{{"code", "code"}, {"bold", "b"}, {"italic", "i"}, {"strike", "s"}} {
		if style[look.key] == true {
			body = "<" + look.element + ">" + body + "</" + look.element + ">"
		}
	}
	return body
}
