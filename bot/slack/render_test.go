package slack

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"
)

func decode(t testing.TB, blocks json.RawMessage) []map[string]any {
	t.Helper()
	var list []map[string]any
	if len(blocks) == 0 {
		return nil
	}
	if err := json.Unmarshal(blocks, &list); err != nil {
		t.Errorf("blocks: %v", err)
	}
	return list
}

// blocksOf are the blocks of a view.
func blocksOf(view json.RawMessage) json.RawMessage {
	var v struct {
		Blocks json.RawMessage `json:"blocks"`
	}
	_ = json.Unmarshal(view, &v) // what is wrong with it the schema tells
	return v.Blocks
}

// render is blocks as somebody sees them, in text: the looks of words are left out, controls stand in brackets.
func render(t testing.TB, blocks json.RawMessage) string {
	t.Helper()
	var lines []string
	for _, b := range decode(t, blocks) {
		lines = append(lines, renderBlock(b))
	}
	return strings.Join(lines, "\n")
}

func list(v any) []map[string]any {
	var out []map[string]any
	items, _ := v.([]any)
	for _, item := range items {
		if m, ok := item.(map[string]any); ok {
			out = append(out, m)
		}
	}
	return out
}

func str(m map[string]any, key string) string {
	s, _ := m[key].(string)
	return s
}

func sub(m map[string]any, key string) map[string]any {
	s, _ := m[key].(map[string]any)
	return s
}

func renderBlock(b map[string]any) string {
	switch str(b, "type") {
	case "header":
		return "# " + str(sub(b, "text"), "text")
	case "divider":
		return "────────"
	case "image":
		return "[picture: " + str(b, "alt_text") + "] " + str(b, "image_url")
	case "context":
		var texts []string
		for _, e := range list(b["elements"]) {
			texts = append(texts, renderText(e))
		}
		return "· " + strings.Join(texts, " ")
	case "section":
		if str(sub(b, "accessory"), "type") == "button" {
			return renderText(sub(b, "text")) + "  " + renderControl(sub(b, "accessory"))
		}
		return renderText(sub(b, "text")) + "\n" + renderControl(sub(b, "accessory"))
	case "input":
		return str(sub(b, "label"), "text") + "\n| " + strings.ReplaceAll(renderInput(sub(b, "element")), "\n", "\n| ")
	case "actions":
		var texts []string
		for _, e := range list(b["elements"]) {
			texts = append(texts, renderControl(e))
		}
		return strings.Join(texts, " ")
	case "table":
		return renderTable(b)
	case "rich_text":
		return renderRich(list(b["elements"]))
	}
	return fmt.Sprintf("?%v?", b["type"])
}

var dates = regexp.MustCompile(`<!date\^\d+\^[^|]*\|([^>]*)>`)

// renderText is a text object; of mrkdwn only what the bot may use takes effect.
func renderText(o map[string]any) string {
	text := str(o, "text")
	if str(o, "type") == "plain_text" {
		return text
	}
	text = dates.ReplaceAllString(text, "$1")
	if strings.ContainsAny(text, "<>*_~`") {
		return "TAKES EFFECT: " + text
	}
	return unescape(text)
}

func renderControl(e map[string]any) string {
	switch str(e, "type") {
	case "button":
		if url := str(e, "url"); url != "" {
			return "[" + str(sub(e, "text"), "text") + " → " + url + "]"
		}
		return "[" + str(sub(e, "text"), "text") + "]"
	case "static_select", "multi_static_select":
		var options []string
		for _, o := range list(e["options"]) {
			options = append(options, str(sub(o, "text"), "text"))
		}
		return "[" + str(sub(e, "placeholder"), "text") + ": " + strings.Join(options, " / ") + "]"
	}
	return ""
}

// renderInput is what stands in a field: the text in it, or the grey words while there is none; or its options, marked where
// they are chosen.
func renderInput(e map[string]any) string {
	if str(e, "type") == "plain_text_input" {
		if text := str(e, "initial_value"); text != "" {
			return text
		}
		if words := str(sub(e, "placeholder"), "text"); words != "" {
			return "(" + words + ")"
		}
		return ""
	}
	chosen := map[string]bool{str(sub(e, "initial_option"), "value"): true}
	for _, o := range list(e["initial_options"]) {
		chosen[str(o, "value")] = true
	}
	options := list(e["options"])
	for _, group := range list(e["option_groups"]) {
		options = append(options, list(group["options"])...)
	}
	var lines []string
	for _, o := range options {
		box := "☐ "
		if chosen[str(o, "value")] {
			box = "☑ "
		}
		lines = append(lines, strings.TrimSpace(box+str(sub(o, "text"), "text")+" "+str(sub(o, "description"), "text")))
	}
	return strings.Join(lines, "\n")
}

func renderTable(b map[string]any) string {
	var lines []string
	rows, _ := b["rows"].([]any)
	for _, row := range rows {
		var cells []string
		for _, c := range list(row) {
			text := str(c, "text")
			if str(c, "type") == "rich_text" {
				text = renderRich(list(c["elements"]))
			}
			cells = append(cells, strings.TrimSpace(text))
		}
		lines = append(lines, strings.Join(cells, " | "))
	}
	return strings.Join(lines, "\n")
}

func renderRich(elements []map[string]any) string {
	var parts []string
	for _, e := range elements {
		inner := list(e["elements"])
		switch str(e, "type") {
		case "rich_text_section":
			parts = append(parts, renderInline(inner))
		case "rich_text_preformatted":
			parts = append(parts, "    "+strings.ReplaceAll(renderInline(inner), "\n", "\n    "))
		case "rich_text_quote":
			parts = append(parts, "  "+strings.ReplaceAll(renderInline(inner), "\n", "\n  "))
		case "rich_text_list":
			indent, _ := e["indent"].(float64)
			offset, _ := e["offset"].(float64)
			for i, item := range inner {
				marker := "•"
				if str(e, "style") == "ordered" {
					marker = fmt.Sprintf("%d.", int(offset)+i+1)
				}
				parts = append(parts, strings.Repeat("  ", int(indent))+marker+" "+renderInline(list(item["elements"])))
			}
		}
	}
	return strings.Join(parts, "\n")
}

func renderInline(elements []map[string]any) string {
	var b strings.Builder
	for _, e := range elements {
		switch str(e, "type") {
		case "text":
			b.WriteString(str(e, "text"))
		case "link":
			b.WriteString(str(e, "text"))
			if str(e, "text") != str(e, "url") {
				b.WriteString(" (" + str(e, "url") + ")")
			}
		case "date":
			b.WriteString(str(e, "fallback"))
		case "channel":
			b.WriteString("#interview")
		default:
			b.WriteString("TAKES EFFECT: " + str(e, "type"))
		}
	}
	return b.String()
}
