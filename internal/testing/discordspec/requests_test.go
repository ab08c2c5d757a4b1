package discordspec

import (
	"fmt"
	"strings"
)

// request is a test request. wrong is part of the expected violation, empty for a valid request.
type request struct {
	name         string
	method, path string // the path with its query
	body         string // "" where there is none
	wrong        string // part of the violation, empty for a valid request
}

// message is the body of a question as the bot posts it.
const message = `{"flags":32768,"components":[
	{"type":10,"content":"x","id":5},
	{"type":14,"divider":true,"spacing":1},
	{"type":12,"items":[{"media":{"url":"https://e.org/x.png"},"description":"alt"}]},
	{"type":1,"components":[{"type":2,"style":1,"label":"Answer","custom_id":"answer:1"}]},
	{"type":1,"components":[{"type":3,"custom_id":"pick:1","placeholder":"Choose","min_values":1,"max_values":2,
		"options":[{"label":"A. x","value":"0"},{"label":"B. y","value":"1"}]}]}],
	"allowed_mentions":{"parse":[]},"nonce":"abc","enforce_nonce":true,
	"message_reference":{"message_id":"1","fail_if_not_exists":false}}`

// in is a message with one component.
func in(component string) string { return `{"components":[` + component + `]}` }

// row is a message with one button or select.
func row(component string) string { return in(`{"type":1,"components":[` + component + `]}`) }

// options are so many of a select.
func options(n int) string {
	var list []string
	for i := range n {
		list = append(list, fmt.Sprintf(`{"label":"l","value":"%d"}`, i))
	}
	return strings.Join(list, ",")
}

func messages() []request {
	const post, to = "POST", "/channels/1/messages"
	x := func(n int) string { return strings.Repeat("x", n) }
	return []request{
		{"a question", post, to, message, ""},
		{"4,000 characters of content", post, to, `{"content":"` + x(4000) + `"}`, ""},
		{"4,001", post, to, `{"content":"` + x(4001) + `"}`, "body/content: maximum string length is 4000"},
		{"content that is null", post, to, `{"content":null,"embeds":null,"sticker_ids":null,"tts":false}`, ""},
		{"content that is a number", post, to, `{"content":1}`, "body/content: value must be one of string, null"},
		{"a text of 4,000", post, to, in(`{"type":10,"content":"` + x(4000) + `"}`), ""},
		{"a text of 4,001", post, to, in(`{"type":10,"content":"` + x(4001) + `"}`), "body/components/0/content: maximum string length is 4000"},
		{"an empty text", post, to, in(`{"type":10,"content":""}`), "body/components/0/content: minimum string length is 1"},
		{"a text without content", post, to, in(`{"type":10}`), `property "content" is missing`},
		{"an unknown component", post, to, in(`{"type":99}`), `body/components/0: value doesn't match any schema from "oneOf", and it is {"type":99}`},
		{"a component without a type", post, to, in(`{"content":"x"}`), "body/components/0: "},
		{"a button outside a row", post, to, in(`{"type":2,"style":1,"label":"x","custom_id":"x"}`), "body/components/0: "},
		{"components that are an object", post, to, `{"components":{}}`, "body/components: value must be one of array, null"},
		{"40 components", post, to, in(strings.Repeat(`{"type":14},`, 39) + `{"type":14}`), ""},
		{"41", post, to, in(strings.Repeat(`{"type":14},`, 40) + `{"type":14}`), "body/components: maximum number of items is 40"},
		{"a button's label of 80", post, to, row(`{"type":2,"style":1,"custom_id":"x","label":"` + x(80) + `"}`), ""},
		{"of 81", post, to, row(`{"type":2,"style":1,"custom_id":"x","label":"` + x(81) + `"}`), "body/components/0/components/0/label: maximum string length is 80"},
		{"80 Chinese characters", post, to, row(`{"type":2,"style":1,"custom_id":"x","label":"` + strings.Repeat("题", 80) + `"}`), ""},
		{"custom_id of 100", post, to, row(`{"type":2,"style":1,"label":"x","custom_id":"` + x(100) + `"}`), ""},
		{"of 101", post, to, row(`{"type":2,"style":1,"label":"x","custom_id":"` + x(101) + `"}`), "custom_id: maximum string length is 100"},
		{"an empty custom_id", post, to, row(`{"type":2,"style":1,"label":"x","custom_id":""}`), "custom_id: minimum string length is 1"},
		{"a button without a style", post, to, row(`{"type":2,"label":"x","custom_id":"x"}`), `style: property "style" is missing`},
		{"with style 7", post, to, row(`{"type":2,"style":7,"label":"x","custom_id":"x"}`), "style: value is not one of the allowed values [1,2,3,4,5,6]"},
		{"six buttons in a row", post, to, row(strings.Repeat(`{"type":2,"style":1,"label":"x","custom_id":"x"},`, 5) + `{"type":2,"style":1,"label":"x","custom_id":"x"}`), "maximum number of items is 5"},
		{"an empty row", post, to, row(``), "minimum number of items is 1"},
		{"25 options", post, to, row(`{"type":3,"custom_id":"x","options":[` + options(25) + `]}`), ""},
		{"26", post, to, row(`{"type":3,"custom_id":"x","options":[` + options(26) + `]}`), "options: maximum number of items is 25"},
		{"a select without options", post, to, row(`{"type":3,"custom_id":"x","options":[]}`), "options: minimum number of items is 1"},
		{"an option's label of 101", post, to, row(`{"type":3,"custom_id":"x","options":[{"value":"x","label":"` + x(101) + `"}]}`), "options/0/label: maximum string length is 100"},
		{"a placeholder of 151", post, to, row(`{"type":3,"custom_id":"x","options":[` + options(1) + `],"placeholder":"` + x(151) + `"}`), "placeholder: maximum string length is 150"},
		{"max_values of 26", post, to, row(`{"type":3,"custom_id":"x","options":[` + options(1) + `],"max_values":26}`), "max_values: number must be at most 25"},
		{"a nonce of 25", post, to, `{"content":"x","nonce":"` + x(25) + `"}`, ""},
		{"of 26", post, to, `{"content":"x","nonce":"` + x(26) + `"}`, "body/nonce: "},
		{"a nonce that is a number", post, to, `{"content":"x","nonce":7}`, ""},
		{"a picture with an empty alt", post, to, in(`{"type":12,"items":[{"media":{"url":"https://e.org/x.png"},"description":""}]}`), "description: minimum string length is 1"},
		{"a picture of a message's file", post, to, in(`{"type":12,"items":[{"media":{"url":"attachment://x.png"}}]}`), ""},
		{"a picture of a path", post, to, in(`{"type":12,"items":[{"media":{"url":"/x.png"}}]}`), "media/url: string doesn't match the format \"uri\" (it has no scheme)"},
		{"a picture of nonsense", post, to, in(`{"type":12,"items":[{"media":{"url":"https://e.org/%zz"}}]}`), "media/url: string doesn't match the format \"uri\""},
		{"a picture at a Chinese address", post, to, in(`{"type":12,"items":[{"media":{"url":"https://e.org/题.png"}}]}`), ""},
		{"a space of 3", post, to, in(`{"type":14,"spacing":3}`), "spacing: value is not one of the allowed values [1,2]"},
		{"a section with text and a button", post, to, in(`{"type":9,"components":[{"type":10,"content":"x"}],"accessory":{"type":2,"style":5,"url":"https://e.org","label":"x"}}`), ""},
		{"a section without an accessory", post, to, in(`{"type":9,"components":[{"type":10,"content":"x"}]}`), `property "accessory" is missing`},
		{"a container", post, to, in(`{"type":17,"accent_color":255,"components":[{"type":10,"content":"x"}]}`), ""},
		{"a container in a container", post, to, in(`{"type":17,"components":[{"type":17,"components":[{"type":10,"content":"x"}]}]}`), "body/components/0/components/0: "},
		{"mentions of nobody known", post, to, `{"content":"x","allowed_mentions":{"parse":["here"]}}`, "body/allowed_mentions/parse/0: "},
		{"mentions twice", post, to, `{"content":"x","allowed_mentions":{"parse":["users","users"]}}`, "duplicate items"},
		{"a reference to no message", post, to, `{"content":"x","message_reference":{}}`, `property "message_id" is missing`},
		{"a forward", post, to, `{"message_reference":{"message_id":"1","type":1}}`, "body/message_reference/type: value is not one of the allowed values [0]"},
		{"an identifier with a leading zero", post, to, `{"content":"x","message_reference":{"message_id":"01"}}`, "message_id: string doesn't match"},
		{"flags that are text", post, to, `{"content":"x","flags":"64"}`, "body/flags: value must be one of integer, null"},
		{"flags of a half", post, to, `{"content":"x","flags":0.5}`, "body/flags: value must be an integer"},
		{"no JSON", post, to, `{"content":`, "the body is no JSON"},
		{"a list", post, to, `[]`, "body: value must be an object"},
		{"no body", post, to, ``, "the body is missing"},
		{"a property of nobody's", post, to, `{"content":"x","Channel":"1"}`, ""}, // the description forbids none
		{"to no channel", post, "/channels/general/messages", message, "path parameter channel_id: string doesn't match"},
		{"to an empty channel", post, "/channels//messages", message, "path parameter channel_id is empty"},

		{"an edit", "PATCH", "/channels/1/messages/2", `{"flags":32768,"components":[{"type":10,"content":"x"}],"allowed_mentions":{"parse":[]}}`, ""},
		{"an edit to an unknown component", "PATCH", "/channels/1/messages/2", in(`{"type":15}`), "body/components/0: "},
		{"an edit to text for flags", "PATCH", "/channels/1/messages/2", `{"flags":"32768"}`, "body/flags: "},
		{"a post to a message", post, "/channels/1/messages/2", message, "takes DELETE, GET, PATCH and no POST"},
		{"messages after one", "GET", "/channels/1/messages?limit=100&after=1", "", ""},
		{"too many of them", "GET", "/channels/1/messages?limit=101", "", "query parameter limit: number must be at most 100"},
		{"a limit that is no number", "GET", "/channels/1/messages?limit=ten", "", "query parameter limit: value must be an integer"},
		{"two limits", "GET", "/channels/1/messages?limit=10&limit=20", "", "query parameter limit: value must be an integer"},
		{"an empty limit", "GET", "/channels/1/messages?limit=", "", "query parameter limit is empty"},
		{"messages after no identifier", "GET", "/channels/1/messages?after=x", "", "query parameter after: string doesn't match"},
		{"messages by nobody's parameter", "GET", "/channels/1/messages?since=1", "", "no query parameter since"},
		{"a read with a body", "GET", "/channels/1/messages", "{}", "the description has no body here"},
	}
}

func threadsAndReactions() []request {
	const threads, tick = "/channels/1/messages/2/threads", "/channels/1/messages/2/reactions/%E2%9C%85/@me"
	return []request{
		{"a thread", "POST", threads, `{"name":"x","auto_archive_duration":4320}`, ""},
		{"a thread for 5 minutes", "POST", threads, `{"name":"x","auto_archive_duration":5}`, "auto_archive_duration: value is not one of the allowed values [60,1440,4320,10080]"},
		{"a thread for null", "POST", threads, `{"name":"x","auto_archive_duration":null}`, ""},
		{"a thread without a name", "POST", threads, `{"name":""}`, "body/name: minimum string length is 1"},
		{"with a name of 101", "POST", threads, `{"name":"` + strings.Repeat("x", 101) + `"}`, "body/name: maximum string length is 100"},
		{"a reaction", "PUT", tick, "", ""},
		{"a reaction with its own emoji", "PUT", "/channels/1/messages/2/reactions/tick:123/@me", "", ""},
		{"the same taken back", "DELETE", tick, "", ""},
		{"posted", "POST", tick, "", "takes DELETE, PUT and no POST"},
		{"with half an escape", "PUT", "/channels/1/messages/2/reactions/%E2%9/@me", "", "has no path"},
		{"a reaction to no message", "PUT", "/channels/1/messages/x/reactions/%E2%9C%85/@me", "", "path parameter message_id: "},
	}
}

func interactions() []request {
	const to = "/interactions/1/aW50ZXJhY3Rpb24/callback"
	input := `{"type":4,"custom_id":"answer","style":2,"value":"x","max_length":3000,"min_length":1,"required":true}`
	label := func(rest string) string {
		return `{"type":9,"data":{"title":"Your answer","custom_id":"answer:1","components":[{"type":18,"label":"Only you see it"` + rest + `}]}}`
	}
	modal := func(component string) string {
		return `{"type":9,"data":{"title":"Your answer","custom_id":"answer:1","components":[` + component + `]}}`
	}
	private := `{"flags":32832,"components":[{"type":10,"content":"x"}],"allowed_mentions":{"parse":[]}}`
	return []request{
		{"a message", "POST", to, `{"type":4,"data":` + private + `}`, ""},
		{"a message and what came of it", "POST", to + "?with_response=true", `{"type":4,"data":` + private + `}`, ""},
		{"with yes", "POST", to + "?with_response=yes", `{"type":4,"data":` + private + `}`, "query parameter with_response: value must be a boolean"},
		{"2,000 characters", "POST", to, `{"type":4,"data":{"content":"` + strings.Repeat("x", 2000) + `"}}`, ""},
		{"2,001", "POST", to, `{"type":4,"data":{"content":"` + strings.Repeat("x", 2001) + `"}}`, "body/data/content: maximum string length is 2000"},
		{"a wrong button", "POST", to, `{"type":4,"data":` + row(`{"type":2,"label":"x"}`) + `}`, "body/data/components/0/components/0/style: "},
		{"later", "POST", to, `{"type":5,"data":{"flags":64}}`, ""},
		{"later, in the open", "POST", to, `{"type":5}`, ""},
		{"an update later", "POST", to, `{"type":6}`, ""},
		{"an update", "POST", to, `{"type":7,"data":{"flags":32768,"components":[{"type":10,"content":"x"}],"allowed_mentions":{"parse":[]}}}`, ""},
		{"an update with text for components", "POST", to, `{"type":7,"data":{"components":"x"}}`, "body/data/components: value must be one of array, null"},
		{"choices", "POST", to, `{"type":8,"data":{"choices":[{"name":"x","value":"y","name_localizations":{"zh-CN":"z"}}]}}`, ""},
		{"choices of numbers", "POST", to, `{"type":8,"data":{"choices":[{"name":"x","value":7}]}}`, ""},
		{"no choice", "POST", to, `{"type":8,"data":{"choices":[]}}`, ""},
		{"26 choices", "POST", to, `{"type":8,"data":{"choices":[` + strings.Repeat(`{"name":"x","value":"y"},`, 25) + `{"name":"x","value":"y"}]}}`, "body/data/choices: maximum number of items is 25"},
		{"a choice without a name", "POST", to, `{"type":8,"data":{"choices":[{"name":"","value":"y"}]}}`, "body/data/choices/0/name: minimum string length is 1"},
		{"choices without data", "POST", to, `{"type":8}`, `property "data" is missing`},
		{"a form of labels", "POST", to, label(`,"component":` + input), ""},
		{"a form of a label with a description", "POST", to, label(`,"description":"why","component":` + input), ""},
		{"a form of rows", "POST", to, modal(`{"type":1,"components":[{"type":4,"custom_id":"answer","style":1,"label":"x"}]}`), ""},
		{"a form with words", "POST", to, modal(`{"type":10,"content":"x"},{"type":18,"label":"x","component":` + input + `}`), ""},
		{"a form with a select", "POST", to, label(`,"component":{"type":3,"custom_id":"x","options":[{"label":"x","value":"y"}]}`), ""},
		{"a label without its component", "POST", to, label(``), `property "component" is missing`},
		{"a label with a button", "POST", to, label(`,"component":{"type":2,"style":1,"label":"x","custom_id":"x"}`), "body/data/components/0/component: "},
		{"a label of 46", "POST", to, modal(`{"type":18,"label":"` + strings.Repeat("x", 46) + `","component":` + input + `}`), "label: maximum string length is 45"},
		{"an input with an empty label", "POST", to, label(`,"component":{"type":4,"custom_id":"x","style":1,"label":""}`), "component/label: minimum string length is 1"},
		{"an input of style 3", "POST", to, label(`,"component":{"type":4,"custom_id":"x","style":3}`), "component/style: value is not one of the allowed values [1,2]"},
		{"an input of 4,001", "POST", to, label(`,"component":{"type":4,"custom_id":"x","style":2,"max_length":4001}`), "component/max_length: number must be at most 4000"},
		{"a bare input", "POST", to, modal(input), "body/data/components/0: "},
		{"a title of 46", "POST", to, `{"type":9,"data":{"title":"` + strings.Repeat("x", 46) + `","custom_id":"x","components":[{"type":10,"content":"x"}]}}`, "body/data/title: maximum string length is 45"},
		{"a form of nothing", "POST", to, modal(``), "body/data/components: minimum number of items is 1"},
		{"type 3", "POST", to, `{"type":3}`, "body: "},
		{"no type", "POST", to, `{"data":{}}`, "body: "},

		{"a follow-up", "POST", "/webhooks/1/token?wait=true", private, ""},
		{"a follow-up that waits for 1", "POST", "/webhooks/1/token?wait=1", private, "query parameter wait: value must be a boolean"},
		{"a follow-up with a wrong button", "POST", "/webhooks/1/token", row(`{"type":2,"label":"x"}`), "body/components/0/components/0/style: "},
		{"an edit of the answer", "PATCH", "/webhooks/1/token/messages/@original", `{"flags":32768,"components":[{"type":10,"content":"x"}]}`, ""},
		{"with flags of text", "PATCH", "/webhooks/1/token/messages/@original", `{"flags":"32768"}`, "body/flags: "},
		{"an edit of a follow-up", "PATCH", "/webhooks/1/token/messages/2", `{"flags":32768,"components":[{"type":10,"content":"x"}]}`, ""},
		{"of one by a word", "PATCH", "/webhooks/1/token/messages/@first", `{}`, "path parameter message_id: "},
		{"the answer taken back", "DELETE", "/webhooks/1/token/messages/@original", "", ""},
	}
}

func commands() []request {
	const to = "/applications/1/commands"
	with := func(rest string) string { return `[{"name":"quiz","description":"x"` + rest + `}]` }
	option := func(rest string) string {
		return with(`,"options":[{"type":1,"name":"start","description":"x","options":[` + rest + `]}]`)
	}
	full := `[{"type":1,"name":"quiz","name_localizations":{"zh-CN":"测验"},"description":"x","description_localizations":{"zh-CN":"y"},
		"default_member_permissions":32,"contexts":[0],"integration_types":[0],"options":[
		{"type":1,"name":"start","description":"x","options":[
			{"type":3,"name":"bank","description":"x","required":true,"autocomplete":true,"min_length":1,"max_length":100},
			{"type":3,"name":"mode","description":"x","choices":[{"name":"a","value":"b","name_localizations":{"zh-CN":"c"}}]},
			{"type":4,"name":"count","description":"x","min_value":1,"max_value":30},
			{"type":6,"name":"who","description":"x"},
			{"type":7,"name":"where","description":"x","channel_types":[0,5]}]},
		{"type":2,"name":"score","description":"x","options":[{"type":1,"name":"show","description":"x","options":[]}]}]},
		{"type":3,"name":"Answer this"}]`
	return []request{
		{"all of it", "PUT", to, full, ""},
		{"in a guild", "PUT", "/applications/1/guilds/2/commands", full, ""},
		{"none", "PUT", to, `[]`, ""},
		{"an object", "PUT", to, `{}`, "body: value must be one of array, null"},
		{"without a name", "PUT", to, `[{"description":"x"}]`, `property "name" is missing`},
		{"a name of 33", "PUT", to, `[{"name":"` + strings.Repeat("x", 33) + `"}]`, "body/0/name: maximum string length is 32"},
		{"a description of 101", "PUT", to, `[{"name":"x","description":"` + strings.Repeat("x", 101) + `"}]`, "body/0/description: maximum string length is 100"},
		{"no permissions", "PUT", to, with(`,"default_member_permissions":0`), ""},
		{"permissions as text", "PUT", to, with(`,"default_member_permissions":"0"`), "default_member_permissions: value must be one of integer, null"},
		{"context 3", "PUT", to, with(`,"contexts":[3]`), "contexts/0: value is not one of the allowed values [0,1,2]"},
		{"no context", "PUT", to, with(`,"contexts":[]`), "contexts: minimum number of items is 1"},
		{"an installation of type 2", "PUT", to, with(`,"integration_types":[2]`), "integration_types/0: value is not one of the allowed values [0,1]"},
		{"a translation of 33", "PUT", to, with(`,"name_localizations":{"zh-CN":"` + strings.Repeat("题", 33) + `"}`), "name_localizations/zh-CN: maximum string length is 32"},
		{"an option of type 12", "PUT", to, with(`,"options":[{"type":12,"name":"x","description":"x"}]`), "body/0/options/0: "},
		{"an option without a description", "PUT", to, option(`{"type":3,"name":"x"}`), `description: property "description" is missing`},
		{"a subcommand in a subcommand", "PUT", to, option(`{"type":1,"name":"x","description":"x"}`), "body/0/options/0/options/0: "},
		{"a choice that is a number", "PUT", to, option(`{"type":3,"name":"x","description":"x","choices":[{"name":"x","value":1}]}`), "choices/0/value: value must be a string"},
		{"a choice of a number that is text", "PUT", to, option(`{"type":4,"name":"x","description":"x","choices":[{"name":"x","value":"1"}]}`), "choices/0/value: value must be an integer"},
		{"26 choices", "PUT", to, option(`{"type":3,"name":"x","description":"x","choices":[` + strings.Repeat(`{"name":"x","value":"y"},`, 25) + `{"name":"x","value":"y"}]}`), "choices: maximum number of items is 25"},
		{"a list with translations", "GET", to + "?with_localizations=true", "", ""},
		{"a list with a parameter of nobody's", "GET", to + "?localizations=true", "", "no query parameter localizations"},
	}
}

func others() []request {
	return []request{
		{"the application", "GET", "/applications/@me", "", ""},
		{"an application by a word", "GET", "/applications/@you", "", "path parameter application_id: "},
		{"the bot", "GET", "/users/@me", "", ""},
		{"escaped", "GET", "/users/%40me", "", ""},
		{"somebody by a word", "GET", "/users/@you", "", "path parameter user_id: "},
		{"the gateway", "GET", "/gateway/bot", "", ""},
		{"the gateway, posted", "POST", "/gateway/bot", "", "takes GET and no POST"},
		{"no method", "BREW", "/gateway/bot", "", "takes GET and no BREW"},
		{"a guild", "GET", "/guilds/1", "", ""},
		{"a guild by its name", "GET", "/guilds/x", "", "path parameter guild_id: "},
		{"a member", "GET", "/guilds/1/members/2", "", ""},
		{"a member by a word", "GET", "/guilds/1/members/ann", "", "path parameter user_id: "},
		{"roles", "GET", "/guilds/1/roles", "", ""},
		{"roles with a slash", "GET", "/guilds/1/roles/", "", "path parameter role_id is empty"},
		{"a channel", "GET", "/channels/1", "", ""},
		{"a channel by its name", "GET", "/channels/general", "", "path parameter channel_id: "},
		{"a direct message", "POST", "/users/@me/channels", `{"recipient_id":"1"}`, ""},
		{"to a number", "POST", "/users/@me/channels", `{"recipient_id":1}`, "body/recipient_id: value must be a string"},
		{"a path of nobody's", "GET", "/channel/1", "", "the description has no path /channel/1"},
		{"a path that is too long", "GET", "/gateway/bot/1", "", "has no path"},
		{"no slash", "GET", "gateway/bot", "", "has no path"},
	}
}

// every is all requests of the tables.
func every() map[string][]request {
	return map[string][]request{
		"messages": messages(), "threads and reactions": threadsAndReactions(), "interactions": interactions(),
		"commands": commands(), "others": others(),
	}
}
