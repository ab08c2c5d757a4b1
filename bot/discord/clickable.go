package discord

import (
	"strings"
	"sync"

	"quizbot/bot"
	"quizbot/bot/discord/gateway"
)

// commandIDs are the ids of registered commands, by their names.
type commandIDs struct {
	mu  sync.Mutex
	ids map[string]string
}

func (c *commandIDs) set(list []definition) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ids = map[string]string{}
	for _, d := range list {
		if gateway.IsSnowflake(d.ID) {
			c.ids[d.Name] = d.ID
		}
	}
}

func (c *commandIDs) known() map[string]string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.ids
}

// clickable turns a typed command into a mention of it, which can be clicked and shows in each reader's language. rest are
// the parameters behind it. Both are empty for other text, and for a command whose id isn't known.
func (l layout) clickable(typed string) (command, rest string) {
	if !strings.HasPrefix(typed, "/") {
		return "", ""
	}
	spec, known := bot.Commands().Find(bot.ParseCommand(typed).Path)
	if !known {
		return "", ""
	}
	path := strings.TrimSpace(spec.Path + " " + spec.Bare)
	name, _, _ := strings.Cut(path, " ")
	rest, is := strings.CutPrefix(typed, "/"+path)
	id := l.commands[name]
	if !is || id == "" || rest != "" && !strings.HasPrefix(rest, " ") {
		return "", ""
	}
	return "</" + path + ":" + id + ">", strings.TrimSpace(rest)
}
