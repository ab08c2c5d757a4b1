package main

import (
	"encoding/json"
	"fmt"
	"html"
	"html/template"
	"regexp"
	"strings"
)

// slackMessage draws a list of blocks, or an object that holds one with its place.
func slackMessage(record json.RawMessage) (message, error) {
	var blocks []any
	if err := json.Unmarshal(record, &blocks); err == nil {
		return message{Body: slackBlocks(blocks)}, nil
	}
	var placed struct {
		Where  string `json:"where"`
		Blocks []any  `json:"blocks"`
	}
	if err := json.Unmarshal(record, &placed); err != nil {
		return message{}, err
	}
	return message{Where: placed.Where, Body: slackBlocks(placed.Blocks)}, nil
}

func slackBlocks(blocks []any) template.HTML {
	var b strings.Builder
	for _, block := range objects(blocks) {
		b.WriteString(slackBlock(block))
	}
	return template.HTML(b.String()) //nolint:gosec // every text in it was escaped
}

func slackBlock(b object) string {
	switch kind := text(b, "type"); kind {
	case "header":
		return tag("header", literal(text(child(b, "text"), "text")))
	case "divider":
		return "<hr>"
	case "image":
		return tag("context", "🖼 "+literal(text(b, "alt_text")))
	case "context":
		var texts []string
		for _, e := range objects(b["elements"]) {
			texts = append(texts, slackText(e))
		}
		return tag("context", strings.Join(texts, " "))
	case "section":
		return slackSection(b)
	case "input":
		return slackInput(b)
	case "actions":
		var row []string
		for _, e := range objects(b["elements"]) {
			row = append(row, slackControl(e))
		}
		return tag("row", strings.Join(row, ""))
	case "table":
		return slackTable(b)
	case "rich_text":
		return slackRich(objects(b["elements"]))
	default:
		return tag("context", "unknown block "+literal(kind))
	}
}

func slackSection(b object) string {
	body := "<div>" + slackText(child(b, "text"))
	for _, field := range objects(b["fields"]) {
		body += "<p>" + slackText(field) + "</p>"
	}
	body += "</div>"
	if accessory := child(b, "accessory"); accessory != nil {
		body += slackControl(accessory)
	}
	return tag("beside", body)
}

func slackInput(b object) string {
	element := child(b, "element")
	label := tag("label", literal(text(child(b, "label"), "text"))+map[bool]string{true: ` <span class="hint">(optional)</span>`}[b["optional"] == true])
	hint := text(child(b, "hint"), "text")
	switch text(element, "type") {
	case "plain_text_input":
		value := literal(text(element, "initial_value"))
		if value == "" {
			value = `<span class="hint">` + literal(text(child(element, "placeholder"), "text")) + "</span>"
		}
		return label + tag("field", value) + tag("hint", literal(hint))
	default:
		return label + slackControl(element) + tag("hint", literal(hint))
	}
}

var slackDates = regexp.MustCompile(`&lt;!date\^\d+\^[^|]*\|(.*?)&gt;`)

// slackText is a text object: mrkdwn with bold, code and dates, or plain text.
func slackText(o object) string {
	body := html.EscapeString(text(o, "text"))
	if text(o, "type") == "mrkdwn" {
		body = slackDates.ReplaceAllString(body, "<u>$1</u>")
		body = regexp.MustCompile("`([^`]+)`").ReplaceAllString(body, "<code>$1</code>")
		body = regexp.MustCompile(`\*([^*]+)\*`).ReplaceAllString(body, "<b>$1</b>")
		body = strings.NewReplacer("&amp;amp;", "&amp;", "&amp;lt;", "&lt;", "&amp;gt;", "&gt;").Replace(body)
	}
	return strings.ReplaceAll(body, "\n", "<br>")
}

func slackControl(e object) string {
	switch kind := text(e, "type"); kind {
	case "button":
		class := "button " + text(e, "style")
		label := literal(text(child(e, "text"), "text"))
		if text(e, "url") != "" {
			label += " ↗"
		}
		return fmt.Sprintf(`<span class="%s">%s</span>`, class, label)
	case "checkboxes", "radio_buttons":
		chosen := map[string]bool{text(child(e, "initial_option"), "value"): true}
		for _, o := range objects(e["initial_options"]) {
			chosen[text(o, "value")] = true
		}
		var lines []string
		for _, o := range objects(e["options"]) {
			lines = append(lines, optionMark(kind == "checkboxes", chosen[text(o, "value")])+" "+slackText(child(o, "text")))
		}
		return "<p>" + strings.Join(lines, "<br>") + "</p>"
	case "static_select", "multi_static_select":
		return tag("field", literal(text(child(e, "placeholder"), "text"))+" ▾")
	default:
		return tag("field", literal(kind))
	}
}

func slackTable(b object) string {
	var rows strings.Builder
	list, _ := b["rows"].([]any)
	for _, row := range list {
		rows.WriteString("<tr>")
		for _, cell := range objects(row) {
			content := literal(text(cell, "text"))
			if text(cell, "type") == "rich_text" {
				content = slackRich(objects(cell["elements"]))
			}
			rows.WriteString("<td>" + content + "</td>")
		}
		rows.WriteString("</tr>")
	}
	return "<table>" + rows.String() + "</table>"
}

func slackRich(elements []object) string {
	var b strings.Builder
	for _, e := range elements {
		inner := objects(e["elements"])
		switch text(e, "type") {
		case "rich_text_section":
			b.WriteString("<div>" + slackInline(inner) + "</div>")
		case "rich_text_preformatted":
			b.WriteString("<pre>" + slackInline(inner) + "</pre>")
		case "rich_text_quote":
			b.WriteString("<blockquote>" + slackInline(inner) + "</blockquote>")
		case "rich_text_list":
			list := map[string]string{"ordered": "ol"}[text(e, "style")]
			if list == "" {
				list = "ul"
			}
			fmt.Fprintf(&b, `<%s start="%d" style="margin-left:%dpx">`, list, number(e, "offset")+1, 20*number(e, "indent"))
			for _, item := range inner {
				b.WriteString("<li>" + slackInline(objects(item["elements"])) + "</li>")
			}
			b.WriteString("</" + list + ">")
		}
	}
	return b.String()
}

func slackInline(elements []object) string {
	var b strings.Builder
	for _, e := range elements {
		b.WriteString(slackRun(e))
	}
	return b.String()
}

func slackRun(e object) string {
	body := literal(text(e, "text"))
	switch text(e, "type") {
	case "text":
	case "link":
		if body == "" {
			body = literal(text(e, "url"))
		}
		body = "<a>" + body + "</a>"
	case "date":
		body = "<u>" + literal(text(e, "fallback")) + "</u>"
	case "channel":
		body = "<a>#interview</a>"
	case "emoji":
		body = ":" + literal(text(e, "name")) + ":"
	default:
		body = "[" + literal(text(e, "type")) + "]"
	}
	style := child(e, "style")
	for _, look := range []struct{ key, element string }{{"code", "code"}, {"bold", "b"}, {"italic", "i"}, {"strike", "s"}} {
		if style[look.key] == true {
			body = "<" + look.element + ">" + body + "</" + look.element + ">"
		}
	}
	return body
}
