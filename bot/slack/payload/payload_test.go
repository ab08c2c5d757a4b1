package payload

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"quizbot/bot/slack/blocks"
)

// Typed text has Slack's entities replaced by the text that the author typed.
func TestTyped(t *testing.T) {
	named := func(user string) string { return map[string]string{"U1": "ann"}[user] }
	for text, want := range map[string]string{
		"a &amp; b &lt;c&gt;":                  "a & b <c>",
		"<@U1> and <@U2|bob>":                  "@ann and @bob",
		"<#C1|general> <!here> <!channel>":     "#general @here @channel",
		"<!subteam^S1|@team>":                  "@team",
		"<https://example.com>":                "https://example.com",
		"<https://example.com|example.com>":    "example.com",
		"<https://example.com|here>":           "here (https://example.com)",
		"<mailto:a@example.com|a@example.com>": "a@example.com",
		"&amp;lt;b&amp;gt;":                    "&lt;b&gt;",
		"```\nx &lt; 1\n```":                   "```\nx < 1\n```",
		"1 < 2":                                "1 < 2",
		"中文 &amp; <@U1>":                       "中文 & @ann",
	} {
		if got := TypedText(text, named); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
	member := func(user string) string { return "slack/T1/" + user }
	if got := commandText("grade full <@U1|ann> &amp; <http://example.com|example.com> <#C1|general>", member); got != "grade full slack/T1/U1 & example.com #general" {
		t.Errorf("got %q", got)
	}
}

// A press of a button with a URL is ignored.
func TestLinkPress(t *testing.T) {
	for id, ignored := range map[string]bool{"link 0": true, "hint:1": false} {
		press, err := json.Marshal(map[string]any{"type": "block_actions", "actions": []any{map[string]any{"action_id": id}}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Parse("interactive", "e", press, Bot{}, time.Now()); errors.Is(err, ErrIgnored) != ignored || blocks.IsLink(id) != ignored {
			t.Errorf("%s: got %v", id, err)
		}
	}
}

// A timestamp is read to the microsecond and written the same. Any other text is the zero time.
func TestTimestamps(t *testing.T) {
	for ts, want := range map[string]time.Time{
		"1764000000.000200": time.Unix(1764000000, 200000).UTC(), "1764000000": time.Unix(1764000000, 0).UTC(), "": {}, "now": {},
	} {
		got := ParseTimestamp(ts)
		if !got.Equal(want) {
			t.Errorf("%q: got %v, want %v", ts, got, want)
		}
		if len(ts) == len("1764000000.000200") && FormatTimestamp(got) != ts {
			t.Errorf("%q is written as %q", ts, FormatTimestamp(got))
		}
	}
}
