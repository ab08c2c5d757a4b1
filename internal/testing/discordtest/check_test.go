package discordtest

import (
	"fmt"
	"strings"
	"testing"

	"quizbot/internal/testing/discordtest/limits"
	"quizbot/internal/testing/discordtest/payload"
)

// many are so many of something.
func many(n int, one func(i int) any) []any {
	var all []any
	for i := range n {
		all = append(all, one(i))
	}
	return all
}

// with is an object with a field more.
func with(o payload.Object, key string, v any) payload.Object {
	out := payload.Object{key: v}
	for k, old := range o {
		if k != key {
			out[k] = old
		}
	}
	return out
}

func row(inner ...any) payload.Object {
	return payload.Object{"type": payload.ComponentRow, "components": inner}
}

func knob(label, id string) payload.Object {
	return payload.Object{"type": payload.ComponentButton, "style": 1, "label": label, "custom_id": id}
}

func choose(options ...any) payload.Object {
	return payload.Object{"type": payload.ComponentSelect, "custom_id": "c", "options": options}
}

func gallery(items ...any) payload.Object {
	return payload.Object{"type": payload.ComponentGallery, "items": items}
}

// A message Discord would refuse is refused and fails the test.
func TestMessageLimits(t *testing.T) {
	t.Parallel()
	r := &recorder{TB: t}
	s := New(r, newClock().time)
	long := func(n int) string { return strings.Repeat("x", n) }
	plain := payload.Object{"allowed_mentions": payload.Object{"parse": []any{}}}
	for want, m := range map[string]payload.Object{
		"":                              saying(0, long(4000), row(knob("A", "a"), knob("B", "b"))),
		"content has 2001":              with(plain, "content", long(2001)),
		"an empty message":              plain,
		"content stands beside":         with(saying(0, "x"), "content", "x"),
		"41 components":                 with(saying(0, "x"), "components", many(41, func(int) any { return payload.Object{"type": payload.ComponentSeparator} })),
		"texts of 4001":                 saying(0, long(4000), payload.Object{"type": payload.ComponentText, "content": "x"}),
		"a text has 0":                  saying(0, " \n"),
		"a row of 6":                    saying(0, "x", row(many(6, func(i int) any { return knob("A", fmt.Sprint(i)) })...)),
		"a row of 0":                    saying(0, "x", row()),
		"1 buttons and 1 selects":       saying(0, "x", row(knob("A", "a"), choose(payload.Object{"label": "A", "value": "a"}))),
		"button's label has 81":         saying(0, "x", row(knob(long(81), "a"))),
		"neither label nor emoji":       saying(0, "x", row(knob("", "a"))),
		"button's custom_id has 101":    saying(0, "x", row(knob("A", long(101)))),
		"button's custom_id has 0":      saying(0, "x", row(knob("A", ""))),
		"two components with the custo": saying(0, "x", row(knob("A", "a"), knob("B", "a"))),
		"a select of 26":                saying(0, "x", row(choose(many(26, func(i int) any { return payload.Object{"label": "A", "value": fmt.Sprint(i)} })...))),
		"option's label has 101":        saying(0, "x", row(choose(payload.Object{"label": long(101), "value": "a"}))),
		"option's value has 101":        saying(0, "x", row(choose(payload.Object{"label": "A", "value": long(101)}))),
		"option's description has 101":  saying(0, "x", row(choose(payload.Object{"label": "A", "value": "a", "description": long(101)}))),
		"a placeholder has 151":         saying(0, "x", row(with(choose(payload.Object{"label": "A", "value": "a"}), "placeholder", long(151)))),
		"two options with the value a":  saying(0, "x", row(choose(payload.Object{"label": "A", "value": "a"}, payload.Object{"label": "B", "value": "a"}))),
		"1 to 3 of 1 options":           saying(0, "x", row(with(choose(payload.Object{"label": "A", "value": "a"}), "max_values", 3))),
		"a gallery of 0":                saying(0, "x", gallery()),
		"a gallery of 11":               saying(0, "x", gallery(many(11, func(int) any { return payload.Object{"media": payload.Object{"url": "https://a/b"}} })...)),
		"a picture's description has":   saying(0, "x", gallery(payload.Object{"media": payload.Object{"url": "https://a/b"}, "description": long(1025)})),
		`a picture at "file:///x"`:      saying(0, "x", gallery(payload.Object{"media": payload.Object{"url": "file:///x"}})),
		"the id 7":                      saying(0, "x", with(row(knob("A", "a")), "id", 7), with(row(knob("B", "b")), "id", 7)),
		"the id 2.147483648e+09":        saying(0, "x", with(row(knob("A", "a")), "id", 2147483648)),
		"nonce has 26":                  with(saying(0, "x"), "nonce", long(26)),
		"allowed_mentions":              with(saying(0, "x"), "allowed_mentions", payload.Object{"parse": []any{"users"}}),
		"notify people":                 with(saying(0, "x"), "allowed_mentions", payload.Object{"parse": []any{}, "replied_user": true}),
		"may notify people":             {"flags": payload.FlagComponents, "components": saying(0, "x")["components"]},
	} {
		status, _ := send(t, s, "POST", "/channels/"+ChannelID+"/messages", m)
		violations := r.text()
		pinging := want == "allowed_mentions" || strings.HasSuffix(want, "notify people")
		if want == "" && (violations != "" || status != 200) {
			t.Errorf("what is well gives %d, and the test reports %q", status, violations)
		}
		if !strings.Contains(violations, want) || want != "" && !pinging && status != 400 {
			t.Errorf("%d, and the test reports\n%s, want %q", status, violations, want)
		}
	}
}

// An edit cannot take the flag for components off, nor leave a message empty, and keeps to the
// limits, too.
func TestEditLimits(t *testing.T) {
	t.Parallel()
	r := &recorder{TB: t}
	s := New(r, newClock().time)
	path := "/channels/" + ChannelID + "/messages/" + s.post(t, saying(0, "before"))
	for want, edit := range map[string]payload.Object{
		"takes the flag":   {"flags": 0, "content": "x", "components": []any{}, "allowed_mentions": payload.Object{"parse": []any{}}},
		"allowed_mentions": {"components": saying(0, "before")["components"]},
		"texts of":         saying(0, strings.Repeat("x", 4000), payload.Object{"type": payload.ComponentText, "content": "x"}),
	} {
		send(t, s, "PATCH", path, edit)
		if violations := r.text(); !strings.Contains(violations, want) || s.Channel() != "before\n\n" {
			t.Errorf("the test reports %q, want %q; the channel shows %q", violations, want, s.Channel())
		}
	}
	if status, _ := send(t, s, "PATCH", path, saying(0, "after")); status != 200 || s.Channel() != "after\n\n" || r.text() != "" {
		t.Errorf("an edit gives %d, and the channel shows %q", status, s.Channel())
	}
}

// What Discord refuses in threads, forms, choices and commands.
func TestOtherLimits(t *testing.T) {
	t.Parallel()
	long := func(n int) string { return strings.Repeat("x", n) }
	label := func(l string, in payload.Object) payload.Object {
		return payload.Object{"type": payload.ComponentLabel, "label": l, "component": in}
	}
	input := payload.Object{"type": payload.ComponentInput, "style": 2, "custom_id": "text"}
	form := func(title string, fields ...any) payload.Object {
		return payload.Object{"type": payload.CallbackModal, "data": payload.Object{"custom_id": "f", "title": title, "components": fields}}
	}
	offering := func(choices ...any) payload.Object {
		return payload.Object{"type": payload.CallbackChoices, "data": payload.Object{"choices": choices}}
	}
	const callback, thread, commands = "POST /interactions/1/t/callback", "POST /channels/1/messages/2/threads", "PUT /applications/1/commands"
	command := func(name string, options ...any) []payload.Object {
		return []payload.Object{{"name": name, "description": "d", "options": options}}
	}
	option := func(name string) payload.Object {
		return payload.Object{"type": optionString, "name": name, "description": "d"}
	}
	for _, tt := range []struct {
		path, want string
		body       any
	}{
		{thread, "", payload.Object{"name": "x", "auto_archive_duration": 60}},
		{thread, "name has 0", payload.Object{"name": " "}},
		{thread, "name has 101", payload.Object{"name": long(101)}},
		{thread, "auto_archive_duration is 61", payload.Object{"name": "x", "auto_archive_duration": 61}},
		{callback, "", form("T", label("L", input))},
		{callback, "", form("T", row(with(input, "label", "L")))},
		{callback, "title has 46", form(long(46), label("L", input))},
		{callback, "form of 0", form("T")},
		{callback, "form of 6", form("T", many(6, func(i int) any { return label("L", with(input, "custom_id", fmt.Sprint(i))) })...)},
		{callback, "a label has 46", form("T", label(long(46), input))},
		{callback, "a label of its own", form("T", label("L", with(input, "label", "")))},
		{callback, "holds 4001", form("T", label("L", with(input, "value", long(4001))))},
		{callback, "holds 11", form("T", label("L", with(with(input, "value", long(11)), "max_length", 10)))},
		{callback, "for 0 to 4001", form("T", label("L", with(input, "max_length", 4001)))},
		{callback, "where a text input must be", form("T", label("L", knob("A", "a")))},
		{callback, "in a form", form("T", knob("A", "a"))},
		{callback, "", offering(payload.Object{"name": "n", "value": "v"})},
		{callback, "26 choices", offering(many(26, func(int) any { return payload.Object{"name": "n", "value": "v"} })...)},
		{callback, "choice's name has 101", offering(payload.Object{"name": long(101), "value": "v"})},
		{callback, "choice's value has 101", offering(payload.Object{"name": "n", "value": long(101)})},
		{commands, "", command("my-data", option("a"))},
		{commands, `the name "Quiz"`, command("Quiz")},
		{commands, `the name "a b"`, command("a b")},
		{commands, "description of quiz has 0", []payload.Object{{"name": "quiz"}}},
		{commands, "description of quiz has 101", []payload.Object{{"name": "quiz", "description": "d", "description_localizations": payload.Object{"de": long(101)}}}},
		{commands, "26 options", command("quiz", many(26, func(i int) any { return option(fmt.Sprint("o", i)) })...)},
		{commands, "two options a", command("quiz", option("a"), option("a"))},
		{commands, "required option b", command("quiz", option("a"), with(option("b"), "required", true))},
		{commands, "26 choices", command("quiz", with(option("a"), "choices", many(26, func(i int) any { return payload.Object{"name": "n", "value": fmt.Sprint(i)} })))},
		{commands, "a choice of quiz a has 101", command("quiz", with(option("a"), "choices", []any{payload.Object{"name": long(101), "value": "v"}}))},
		{commands, "8000 at most", command("quiz", many(25, func(i int) any {
			return with(option(fmt.Sprint("o", i)), "choices", many(25, func(j int) any { return payload.Object{"name": "nnnnnnn", "value": fmt.Sprint(1000000 + j)} }))
		})...)},
		{commands, "two commands a", append(command("a"), command("a")...)},
	} {
		method, path, _ := strings.Cut(tt.path, " ")
		got := strings.Join(limits.CheckLimits(method, path, payload.Raw(tt.body)), "\n")
		if tt.want == "" && got != "" || !strings.Contains(got, tt.want) {
			t.Errorf("%s %s gives %q, want %q", tt.path, payload.Raw(tt.body), got, tt.want)
		}
	}
}
