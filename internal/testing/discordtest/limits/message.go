// Package limits holds requests against the limits that Discord documents: lengths, counts, and
// where components may be.
package limits

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf16"

	"quizbot/internal/testing/discordtest/payload"
)

// Discord's maximums, in characters unless noted.
//
// https://discord.com/developers/docs/resources/message#create-message
// https://discord.com/developers/docs/components/reference
// https://discord.com/developers/docs/interactions/receiving-and-responding
const (
	maxContent     = 2000
	maxComponents  = 40 // in a message, nested ones too
	maxText        = 4000
	maxNonce       = 25
	maxThreadName  = 100
	maxOptions     = 25
	maxCustomID    = 100
	maxLabel       = 80 // of a button
	maxOption      = 100
	maxPlaceholder = 150
	maxGallery     = 10
	maxAlt         = 1024
	maxTitle       = 45 // of a form, and of a label in it
	maxFields      = 5
	maxValue       = 4000
	maxChoiceName  = 100
)

// Length is how long Discord takes a text to be: in UTF-16, as its clients count.
func Length(text string) int { return len(utf16.Encode([]rune(text))) }

// checkLength checks the length of a text without surrounding space.
func checkLength(what, text string, least, most int) []string {
	if n := Length(strings.TrimSpace(text)); n < least || n > most {
		return []string{fmt.Sprintf("%s has %d characters, which must be %d to %d", what, n, least, most)}
	}
	return nil
}

// CheckLimits checks the body of a request against Discord's limits, as far as the request alone
// shows.
func CheckLimits(method, path string, body []byte) []string {
	m, kind := messageBody(method, path, body)
	switch kind {
	case isMessage:
		return messageLimits(m, method == "POST")
	case isModal:
		return modalLimits(m)
	case isChoices:
		return choiceLimits(m)
	}
	if _, is := payload.MatchPath("/channels/{c}/messages/{m}/threads", path); is && method == "POST" {
		return threadLimits(payload.MustDecode(body))
	}
	if strings.HasSuffix(path, "/commands") && method == "PUT" {
		var all []payload.Object
		if err := json.Unmarshal(body, &all); err != nil {
			return []string{err.Error()}
		}
		return commandLimits(all)
	}
	return nil
}

// What a request holds.
const (
	isOther = iota
	isMessage
	isModal
	isChoices
)

// messageBody is the message, form or choices in a request, and which of them.
func messageBody(method, path string, body []byte) (payload.Object, int) {
	in := payload.MustDecode(body)
	for _, p := range []string{
		"POST /channels/{c}/messages", "PATCH /channels/{c}/messages/{m}", "POST /webhooks/{a}/{t}", "PATCH /webhooks/{a}/{t}/messages/{m}",
	} {
		if _, is := payload.MatchPath(p, method+" "+path); is {
			return in, isMessage
		}
	}
	if _, is := payload.MatchPath("POST /interactions/{i}/{t}/callback", method+" "+path); !is {
		return nil, isOther
	}
	data := payload.ChildOf(in, "data")
	switch payload.IntOf(in, "type") {
	case payload.CallbackMessage, payload.CallbackUpdate:
		return data, isMessage
	case payload.CallbackModal:
		return data, isModal
	case payload.CallbackChoices:
		return data, isChoices
	}
	return nil, isOther
}

// CheckMentions checks allowed_mentions. It must notify nobody, since messages contain text of
// members and banks.
func CheckMentions(method, path string, body []byte) []string {
	m, kind := messageBody(method, path, body)
	if kind != isMessage {
		return nil
	}
	allowed := payload.ChildOf(m, "allowed_mentions")
	parse, listed := allowed["parse"].([]any)
	users, _ := allowed["users"].([]any)
	roles, _ := allowed["roles"].([]any)
	if !listed || len(parse)+len(users)+len(roles) > 0 || allowed["replied_user"] == true {
		return []string{"allowed_mentions is not {parse: []}, so that a text may notify people"}
	}
	return nil
}

// messageLimits are those of a message; whole means a new message, not an edit.
func messageLimits(m payload.Object, whole bool) []string {
	wrong := checkLength("content", payload.TextOf(m, "content"), 0, maxContent)
	flags := payload.IntOf(m, "flags")
	components := payload.DecodeList(payload.Raw(m["components"]))
	all := payload.WithNested(components)
	if nonce, given := m["nonce"]; given && nonce != nil {
		wrong = append(wrong, checkLength("nonce", fmt.Sprint(nonce), 1, maxNonce)...)
	}
	embeds, _ := m["embeds"].([]any)
	empty := strings.TrimSpace(payload.TextOf(m, "content")) == "" && len(components)+len(embeds) == 0
	if _, files := m["attachments"]; empty && whole && !files && m["poll"] == nil && m["sticker_ids"] == nil {
		wrong = append(wrong, "an empty message")
	}
	if flags&payload.FlagComponents != 0 {
		for _, key := range []string{"content", "embeds", "poll", "sticker_ids"} {
			if hasValue(m[key]) {
				wrong = append(wrong, key+" stands beside IS_COMPONENTS_V2")
			}
		}
	}
	if len(all) > maxComponents {
		wrong = append(wrong, fmt.Sprintf("%d components, of which there must be %d at most", len(all), maxComponents))
	}
	texts := 0
	for _, c := range all {
		if payload.IntOf(c, "type") == payload.ComponentText {
			texts += Length(payload.TextOf(c, "content"))
		}
	}
	if texts > maxText {
		wrong = append(wrong, fmt.Sprintf("texts of %d characters together, which must be %d at most", texts, maxText))
	}
	return append(append(wrong, componentLimits(components)...), idLimits(all)...)
}

// hasValue reports whether a field holds something.
func hasValue(v any) bool {
	items, isList := v.([]any)
	return v != nil && v != "" && (!isList || len(items) > 0)
}

func threadLimits(in payload.Object) []string {
	wrong := checkLength("the thread's name", payload.TextOf(in, "name"), 1, maxThreadName)
	switch n := payload.IntOf(in, "auto_archive_duration"); n {
	case 0, 60, 1440, 4320, 10080:
	default:
		wrong = append(wrong, fmt.Sprintf("auto_archive_duration is %d", n))
	}
	return wrong
}

func choiceLimits(data payload.Object) []string {
	choices := payload.ListOf(data["choices"])
	var wrong []string
	if len(choices) > maxOptions {
		wrong = append(wrong, fmt.Sprintf("%d choices, of which there must be %d at most", len(choices), maxOptions))
	}
	for _, c := range choices {
		wrong = append(wrong, checkLength("a choice's name", payload.TextOf(c, "name"), 1, maxChoiceName)...)
		if value, text := c["value"].(string); text {
			wrong = append(wrong, checkLength("a choice's value", value, 1, maxChoiceName)...)
		}
	}
	return wrong
}
