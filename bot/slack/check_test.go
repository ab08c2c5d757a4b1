package slack

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"unicode/utf16"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// specFile is the published schema of blocks, which lies beside a checkout of ours and in no clone.
var specFile = filepath.Join("..", "..", "..", "shared", "specs", "slack-blocks.schema.json")

var compiled = sync.OnceValues(func() (map[string]*jsonschema.Schema, error) {
	file, err := os.Open(specFile)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	spec, err := jsonschema.UnmarshalJSON(file)
	if err != nil {
		return nil, err
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("blocks.json", spec); err != nil {
		return nil, err
	}
	schemas := map[string]*jsonschema.Schema{}
	for _, name := range []string{"Blocks", "Modal", "Home"} {
		if schemas[name], err = c.Compile("blocks.json#/definitions/" + name); err != nil {
			return nil, err
		}
	}
	return schemas, nil
})

// schema is the schema of one of Blocks, Modal and Home, nil where it is absent, which is said.
func schema(t testing.TB, name string) *jsonschema.Schema {
	t.Helper()
	schemas, err := compiled()
	if err != nil {
		if os.Getenv("QUIZBOT_REQUIRE_SHARED") == "1" {
			t.Fatalf("%v, and QUIZBOT_REQUIRE_SHARED=1 says that it must be there", err)
		}
		t.Logf("blocks are not held against the published schema: %v", err)
		return nil
	}
	return schemas[name]
}

// check holds a message against the schema and against the limits that the schema lacks.
func (s *server) check(method, blocks, text string) {
	s.t.Helper()
	for _, wrong := range wrongs(s.t, "Blocks", []byte(blocks)) {
		s.t.Errorf("%s: %s\n%s", method, wrong, blocks)
	}
	if len(utf16.Encode([]rune(text))) > 4000 || text == "" {
		s.t.Errorf("%s: text of %d characters", method, len(text))
	}
	if strings.Contains(text, "<") {
		s.t.Errorf("%s: something takes effect in the text %q", method, text)
	}
}

func (s *server) checkView(method string, view json.RawMessage) {
	s.t.Helper()
	name := "Modal"
	if method == "views.publish" {
		name = "Home"
	}
	for _, wrong := range wrongs(s.t, name, view) {
		s.t.Errorf("%s: %s\n%s", method, wrong, view)
	}
}

// wrongs is what is wrong with blocks or a view.
func wrongs(t testing.TB, name string, data []byte) []string {
	t.Helper()
	var list []string
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(string(data)))
	if err != nil {
		return []string{err.Error()}
	}
	if sch := schema(t, name); sch != nil {
		if err := sch.Validate(value); err != nil {
			list = append(list, err.Error())
		}
	}
	blocks := data
	if name != "Blocks" {
		blocks = blocksOf(data)
	}
	return append(list, lacks(t, name, decode(t, blocks))...)
}

// lacks is what Slack refuses and the schema does not say.
func lacks(t testing.TB, name string, blocks []map[string]any) []string {
	t.Helper()
	var wrong []string
	if len(blocks) == 0 {
		wrong = append(wrong, "no blocks")
	}
	tables, ids := 0, map[string]bool{}
	for _, b := range blocks {
		if str(b, "type") == "table" {
			tables++
			if name == "Modal" {
				wrong = append(wrong, "a table in a window")
			}
		}
		if id := str(b, "block_id"); id != "" {
			if ids[id] {
				wrong = append(wrong, "two blocks "+id)
			}
			ids[id] = true
		}
		wrong = append(wrong, lacksInside(b)...)
	}
	if tables > 1 {
		wrong = append(wrong, "two tables")
	}
	if text, err := json.Marshal(blocks); name == "Blocks" && (err != nil || len(utf16.Encode([]rune(string(text)))) > 13000) {
		wrong = append(wrong, "more than 13,000 characters")
	}
	return wrong
}

// lacksInside looks at the parts of a block: no text is empty, tables keep to their limits, nothing pings, and no
// action has another one's id.
func lacksInside(b map[string]any) []string {
	var wrong []string
	actions, cells := map[string]bool{}, 0
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, e := range v {
				walk(e)
			}
		case map[string]any:
			switch str(v, "type") {
			case "text", "plain_text", "raw_text":
				if str(v, "text") == "" {
					wrong = append(wrong, "an empty text")
				}
				cells += len([]rune(str(v, "text")))
			case "mrkdwn":
				if strings.Contains(renderText(v), "TAKES EFFECT") {
					wrong = append(wrong, "something takes effect in "+str(v, "text"))
				}
			case "broadcast", "user", "usergroup", "team":
				wrong = append(wrong, "a mention")
			case "channel":
				if str(v, "channel_id") != channelID {
					wrong = append(wrong, "a channel that is none: "+str(v, "channel_id"))
				}
			case "rich_text_section", "rich_text_quote", "rich_text_preformatted", "rich_text_list", "rich_text":
				if len(list(v["elements"])) == 0 {
					wrong = append(wrong, "no elements")
				}
			}
			if id := str(v, "action_id"); id != "" {
				if actions[id] {
					wrong = append(wrong, "two actions "+id)
				}
				actions[id] = true
			}
			for _, e := range v {
				walk(e)
			}
		}
	}
	walk(any(b))
	if rows, ok := b["rows"].([]any); ok && (len(rows) > 100 || cells > 10000) {
		wrong = append(wrong, "a table that is too large")
	}
	return wrong
}
