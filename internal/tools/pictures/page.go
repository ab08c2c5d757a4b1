package main

import (
	"bytes"
	"fmt"
	"html"
	"html/template"
	"strings"
)

// object is a JSON object of a platform's layout.
type object = map[string]any

// objectList returns the objects in a list.
func objectList(v any) []object {
	items, _ := v.([]any)
	var list []object
	for _, item := range items {
		if o, ok := item.(object); ok {
			list = append(list, o)
		}
	}
	return list
}

// stringField returns a string in an object, empty if there is none.
func stringField(o object, key string) string {
	s, _ := o[key].(string)
	return s
}

// objectField returns an object in an object, nil if there is none.
func objectField(o object, key string) object {
	c, _ := o[key].(object)
	return c
}

// intField returns a number in an object, 0 if there is none.
func intField(o object, key string) int {
	n, _ := o[key].(float64)
	return int(n)
}

// wrapInElement returns content in an element with a class. The content is HTML already.
func wrapInElement(class, content string) string {
	return fmt.Sprintf(`<div class="%s">%s</div>`, class, content)
}

// escapeText returns a text as HTML, with its line breaks.
func escapeText(s string) string { return strings.ReplaceAll(html.EscapeString(s), "\n", "<br>") }

// optionMark returns the check box or radio button of an option.
func optionMark(box, chosen bool) string {
	switch {
	case box && chosen:
		return "☑"
	case box:
		return "☐"
	case chosen:
		return "◉"
	}
	return "○"
}

// drawPage returns messages in three columns, in the style of a platform.
func drawPage(platform string, list []message) []byte {
	var b bytes.Buffer
	err := pageTemplate.Execute(&b, struct {
		Platform string
		Style    template.CSS
		Messages []message
	}{platform, template.CSS(styles[platform]), list})
	if err != nil {
		return []byte(html.EscapeString(err.Error()))
	}
	return b.Bytes()
}

//nolint:gochecknoglobals // a template that nothing changes
var pageTemplate = template.Must(template.New("page").Parse(`<!doctype html>
<meta charset="utf-8"><title>{{.Platform}}</title>
<style>
* { box-sizing: border-box; }
body { margin: 16px; column-count: 3; column-gap: 18px; }
.message { break-inside: avoid; margin-bottom: 14px; padding: 8px 12px 10px 54px; position: relative; border-radius: 8px; overflow-wrap: anywhere; }
.message::before { content: "Q"; position: absolute; left: 10px; top: 10px; width: 34px; height: 34px; border-radius: 8px; background: #4a6cf7; color: #fff;
  font: bold 20px sans-serif; text-align: center; line-height: 34px; }
.where { font-size: 12px; opacity: .65; margin-bottom: 2px; }
pre, code { font-family: "DejaVu Sans Mono", monospace; font-size: 12px; }
pre code { background: none !important; border: 0 !important; padding: 0 !important; color: inherit !important; }
pre { white-space: pre-wrap; padding: 8px; border-radius: 4px; margin: 4px 0; }
.row { display: flex; flex-wrap: wrap; gap: 8px; margin: 6px 0; }
.beside { display: flex; gap: 12px; justify-content: space-between; align-items: flex-start; }
.field { border: 1px solid #8886; border-radius: 4px; min-height: 54px; padding: 6px 8px; white-space: pre-wrap; margin: 2px 0 8px; }
table { border-collapse: collapse; margin: 6px 0; font-size: 13px; } td, th { border: 1px solid #8886; padding: 3px 8px; text-align: left; }
ul, ol { margin: 2px 0; padding-left: 24px; } p { margin: 3px 0; }
{{.Style}}
</style>
{{range .Messages}}<div class="message"><div class="where"><b>quizbot</b> {{.Where}}</div>{{.Body}}</div>
{{end}}`))

//nolint:gochecknoglobals // a table that nothing changes
var styles = map[string]string{
	"slack": `body { font: 15px/1.46 Lato, "Noto Sans", "Noto Sans CJK SC", sans-serif; color: #1d1c1d; background: #fff; }
.message { border: 1px solid #eee; } .header { font-weight: 900; font-size: 18px; margin: 4px 0; }
.context { font-size: 13px; color: #616061; margin: 4px 0; }
.button { border: 1px solid #1d1c1d4d; border-radius: 8px; padding: 5px 12px; font-weight: 700; font-size: 13px; background: #fff; white-space: nowrap; }
.button.primary { background: #007a5a; color: #fff; border: 0; } .button.danger { background: #e01e5a; color: #fff; border: 0; }
pre { background: #f8f8f8; border: 1px solid #ddd; } code { background: #f8f8f8; border: 1px solid #ddd; border-radius: 3px; padding: 1px 3px; color: #c01343; }
blockquote { margin: 4px 0; padding-left: 12px; border-left: 4px solid #ddd; } hr { border: 0; border-top: 1px solid #ddd; margin: 10px 0; }
a { color: #1264a3; } .label { font-weight: 700; } .hint { color: #616061; font-size: 13px; }`,
	"discord": `body { font: 15px/1.4 "gg sans", "Noto Sans", "Noto Sans CJK SC", sans-serif; color: #dbdee1; background: #313338; }
.message::before { border-radius: 50%; } h1 { font-size: 22px; margin: 6px 0 2px; } h2 { font-size: 19px; margin: 6px 0 2px; } h3 { font-size: 16px; margin: 6px 0 2px; }
.small { font-size: 12px; color: #949ba4; } .button { background: #4e5058; color: #fff; border-radius: 4px; padding: 5px 14px; font-size: 13px; font-weight: 500; white-space: nowrap; }
.button.primary { background: #5865f2; } .button.danger { background: #da373c; }
pre { background: #2b2d31; border: 1px solid #1e1f22; } code { background: #2b2d31; border-radius: 3px; padding: 1px 3px; }
blockquote { margin: 3px 0; padding-left: 12px; border-left: 4px solid #4e5058; } hr { border: 0; border-top: 1px solid #4e5058; margin: 8px 0; }
a { color: #00a8fc; } .container { border: 1px solid #3f4147; border-left: 4px solid var(--accent, #3f4147); background: #2b2d31; border-radius: 4px; padding: 8px 12px; }
.container pre { background: #1e1f22; } .select { border: 1px solid #1e1f22; background: #1e1f22; border-radius: 4px; padding: 6px 10px; margin: 4px 0; }`,
}
