package slackspec

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// DecodeBlocks returns the blocks in their JSON.
func DecodeBlocks(t testing.TB, blocks json.RawMessage) []map[string]any {
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

// BlocksOfView returns the blocks in the JSON of a view.
func BlocksOfView(view json.RawMessage) json.RawMessage {
	var v struct {
		Blocks json.RawMessage `json:"blocks"`
	}
	_ = json.Unmarshal(view, &v) // the schema tells the mistake
	return v.Blocks
}

// Render returns blocks as text, as a member sees them: without styles, with controls in brackets.
func Render(t testing.TB, blocks json.RawMessage) string {
	t.Helper()
	var lines []string
	for _, b := range DecodeBlocks(t, blocks) {
		lines = append(lines, renderBlock(b))
	}
	return strings.Join(lines, "\n")
}

// Objects returns the objects in a JSON array.
func Objects(v any) []map[string]any {
	var out []map[string]any
	items, _ := v.([]any)
	for _, item := range items {
		if m, ok := item.(map[string]any); ok {
			out = append(out, m)
		}
	}
	return out
}

// String returns a string field of a JSON object.
func String(m map[string]any, key string) string {
	s, _ := m[key].(string)
	return s
}

// Object returns an object field of a JSON object.
func Object(m map[string]any, key string) map[string]any {
	s, _ := m[key].(map[string]any)
	return s
}

func renderBlock(b map[string]any) string {
	switch String(b, "type") {
	case "header":
		return "# " + String(Object(b, "text"), "text")
	case "divider":
		return "────────"
	case "image":
		return "[picture: " + String(b, "alt_text") + "] " + String(b, "image_url")
	case "context":
		var texts []string
		for _, e := range Objects(b["elements"]) {
			texts = append(texts, RenderText(e))
		}
		return "· " + strings.Join(texts, " ")
	case "section":
		if String(Object(b, "accessory"), "type") == "button" {
			return RenderText(Object(b, "text")) + "  " + RenderControl(Object(b, "accessory"))
		}
		return RenderText(Object(b, "text")) + "\n" + RenderControl(Object(b, "accessory"))
	case "input":
		return String(Object(b, "label"), "text") + "\n| " + strings.ReplaceAll(renderInput(Object(b, "element")), "\n", "\n| ")
	case "actions":
		var texts []string
		for _, e := range Objects(b["elements"]) {
			texts = append(texts, RenderControl(e))
		}
		return strings.Join(texts, " ")
	case "table":
		return renderTable(b)
	case "rich_text":
		return renderRich(Objects(b["elements"]))
	}
	return fmt.Sprintf("?%v?", b["type"])
}

var dateMarkup = regexp.MustCompile(`<!date\^\d+\^[^|]*\|([^>]*)>`)

// RenderText returns the text of a text object. It reports any mrkdwn except dates, which alone the
// bot may use.
func RenderText(o map[string]any) string {
	text := String(o, "text")
	if String(o, "type") == "plain_text" {
		return text
	}
	text = dateMarkup.ReplaceAllString(text, "$1")
	if strings.ContainsAny(text, "<>*_~`") {
		return "TAKES EFFECT: " + text
	}
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(text)
}

// RenderControl returns a button or menu as text in brackets.
func RenderControl(e map[string]any) string {
	switch String(e, "type") {
	case "button":
		if url := String(e, "url"); url != "" {
			return "[" + String(Object(e, "text"), "text") + " → " + url + "]"
		}
		return "[" + String(Object(e, "text"), "text") + "]"
	case "static_select", "multi_static_select":
		var options []string
		for _, o := range Objects(e["options"]) {
			options = append(options, String(Object(o, "text"), "text"))
		}
		return "[" + String(Object(e, "placeholder"), "text") + ": " + strings.Join(options, " / ") + "]"
	}
	return ""
}

// renderInput returns the content of an input: its text, or the placeholder in parentheses; or its
// options with a box each.
func renderInput(e map[string]any) string {
	if String(e, "type") == "plain_text_input" {
		if text := String(e, "initial_value"); text != "" {
			return text
		}
		if words := String(Object(e, "placeholder"), "text"); words != "" {
			return "(" + words + ")"
		}
		return ""
	}
	chosen := map[string]bool{String(Object(e, "initial_option"), "value"): true}
	for _, o := range Objects(e["initial_options"]) {
		chosen[String(o, "value")] = true
	}
	options := Objects(e["options"])
	for _, group := range Objects(e["option_groups"]) {
		options = append(options, Objects(group["options"])...)
	}
	var lines []string
	for _, o := range options {
		box := "☐ "
		if chosen[String(o, "value")] {
			box = "☑ "
		}
		lines = append(lines, strings.TrimSpace(box+String(Object(o, "text"), "text")+" "+String(Object(o, "description"), "text")))
	}
	return strings.Join(lines, "\n")
}

func renderTable(b map[string]any) string {
	var lines []string
	rows, _ := b["rows"].([]any)
	for _, row := range rows {
		var cells []string
		for _, c := range Objects(row) {
			text := String(c, "text")
			if String(c, "type") == "rich_text" {
				text = renderRich(Objects(c["elements"]))
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
		inner := Objects(e["elements"])
		switch String(e, "type") {
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
				if String(e, "style") == "ordered" {
					marker = fmt.Sprintf("%d.", int(offset)+i+1)
				}
				parts = append(parts, strings.Repeat("  ", int(indent))+marker+" "+renderInline(Objects(item["elements"])))
			}
		}
	}
	return strings.Join(parts, "\n")
}

func renderInline(elements []map[string]any) string {
	var b strings.Builder
	for _, e := range elements {
		switch String(e, "type") {
		case "text":
			b.WriteString(String(e, "text"))
		case "link":
			b.WriteString(String(e, "text"))
			if String(e, "text") != String(e, "url") {
				b.WriteString(" (" + String(e, "url") + ")")
			}
		case "date":
			b.WriteString(String(e, "fallback"))
		case "channel":
			b.WriteString("#interview")
		default:
			b.WriteString("TAKES EFFECT: " + String(e, "type"))
		}
	}
	return b.String()
}
