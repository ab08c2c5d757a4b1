package slackspec

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"unicode/utf16"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// Channel is the id of the only channel that blocks may name.
const Channel = "C1"

// specFile returns the path of the published schema of blocks: in ../shared from the folder that
// holds go.mod. No clone of the repository has it.
func specFile() (string, error) {
	start, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for folder := start; ; folder = filepath.Dir(folder) {
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); err == nil {
			return filepath.Join(folder, "..", "shared", "specs", "slack-blocks.schema.json"), nil
		}
		if folder == filepath.Dir(folder) {
			return "", fmt.Errorf("go.mod in a folder above %s: %w", start, fs.ErrNotExist)
		}
	}
}

// compiledSchemas compiles the schemas once a process, because that takes long.
var compiledSchemas = sync.OnceValues(func() (map[string]*jsonschema.Schema, error) { //nolint:gochecknoglobals // a function that nothing changes
	path, err := specFile()
	if err != nil {
		return nil, err
	}
	file, err := os.Open(path)
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

// schema returns the schema named Blocks, Modal or Home. It logs that the schema is absent and
// returns nil then.
func schema(t testing.TB, name string) *jsonschema.Schema {
	t.Helper()
	schemas, err := compiledSchemas()
	if err != nil {
		if os.Getenv("QUIZBOT_REQUIRE_SHARED") == "1" {
			t.Fatalf("%v, and QUIZBOT_REQUIRE_SHARED=1 says that it must be there", err)
		}
		t.Logf("blocks are not held against the published schema: %v", err)
		return nil
	}
	return schemas[name]
}

// Violations returns everything that Slack would refuse in the JSON of blocks or of a view, named
// Blocks, Modal or Home.
func Violations(t testing.TB, name string, data []byte) []string {
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
		blocks = BlocksOfView(data)
	}
	return append(list, unspecified(t, name, DecodeBlocks(t, blocks))...)
}

// unspecified returns what Slack refuses though the schema allows it.
func unspecified(t testing.TB, name string, blocks []map[string]any) []string {
	t.Helper()
	var wrong []string
	if len(blocks) == 0 {
		wrong = append(wrong, "no blocks")
	}
	tables, ids := 0, map[string]bool{}
	for _, b := range blocks {
		if String(b, "type") == "table" {
			tables++
			if name == "Modal" {
				wrong = append(wrong, "a table in a window")
			}
		}
		if id := String(b, "block_id"); id != "" {
			if ids[id] {
				wrong = append(wrong, "two blocks "+id)
			}
			ids[id] = true
		}
		wrong = append(wrong, unspecifiedInside(b)...)
	}
	if tables > 1 {
		wrong = append(wrong, "two tables")
	}
	if text, err := json.Marshal(blocks); name == "Blocks" && (err != nil || len(utf16.Encode([]rune(string(text)))) > 13000) {
		wrong = append(wrong, "more than 13,000 characters")
	}
	return wrong
}

// unspecifiedInside checks the parts of a block: no text is empty, tables keep to their limits,
// nothing pings, and no two actions have one id.
func unspecifiedInside(b map[string]any) []string {
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
			switch String(v, "type") {
			case "text", "plain_text", "raw_text":
				if String(v, "text") == "" {
					wrong = append(wrong, "an empty text")
				}
				cells += len([]rune(String(v, "text")))
			case "mrkdwn":
				if strings.Contains(RenderText(v), "TAKES EFFECT") {
					wrong = append(wrong, "something takes effect in "+String(v, "text"))
				}
			case "broadcast", "user", "usergroup", "team":
				wrong = append(wrong, "a mention")
			case "channel":
				if String(v, "channel_id") != Channel {
					wrong = append(wrong, "a channel that is none: "+String(v, "channel_id"))
				}
			case "rich_text_section", "rich_text_quote", "rich_text_preformatted", "rich_text_list", "rich_text":
				if len(Objects(v["elements"])) == 0 {
					wrong = append(wrong, "no elements")
				}
			}
			if id := String(v, "action_id"); id != "" {
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
