package discord

import (
	"context"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"time"

	"quizbot/bot"
	"quizbot/bot/adapter"
	"quizbot/bot/command"
	"quizbot/bot/discord/snowflake"
	"quizbot/bot/words"
)

// definition is a command as Discord registers it, or a part of one: a subcommand or parameter.
// https://docs.discord.com/developers/interactions/application-commands.
type definition struct {
	ID           string            `json:"id,omitempty"`
	Type         int               `json:"type"`
	Name         string            `json:"name"`
	Names        map[string]string `json:"name_localizations,omitempty"`
	Description  string            `json:"description"`
	Descriptions map[string]string `json:"description_localizations,omitempty"`
	Required     bool              `json:"required,omitempty"`
	Complete     bool              `json:"autocomplete,omitempty"`
	Choices      []choice          `json:"choices,omitempty"`
	Options      []definition      `json:"options,omitempty"`
	// May is the permissions needed to see the command. Contexts and Installs restrict its places.
	May      bits  `json:"default_member_permissions,omitempty"`
	Contexts []int `json:"contexts,omitempty"`
	Installs []int `json:"integration_types,omitempty"`
}

// bits are permissions, which Discord takes as a number and tells as a text.
type bits int64

// UnmarshalJSON implements [json.Unmarshaler].
func (b *bits) UnmarshalJSON(data []byte) error {
	text := strings.Trim(string(data), `"`)
	if text == "null" {
		return nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	*b = bits(n)
	return err
}

const (
	typeSlash = 1
	inServers = 0
	ofServers = 0
)

// commandDefinitions are all commands as they are registered: those that share a first word are one
// with subcommands.
func (a *Adapter) commandDefinitions() []definition {
	var list []definition
	at := map[string]int{}
	for _, s := range bot.Commands() {
		group, sub, _ := strings.Cut(s.Path+" "+s.Bare, " ")
		sub = strings.TrimSpace(sub)
		i, known := at[group]
		if !known {
			i = len(list)
			at[group] = i
			list = append(list, a.described(typeSlash, group, group))
			list[i].Contexts, list[i].Installs = []int{inServers}, []int{ofServers}
		}
		if s.Admin {
			list[i].May = permissionManageGuild
		}
		parameters := a.parameters(s)
		if sub == "" {
			list[i].Options = parameters
			continue
		}
		part := a.described(optionSubcommand, group+" "+sub, sub)
		part.Options = parameters
		list[i].Options = append(list[i].Options, part)
	}
	return list
}

// described returns a command or subcommand with its names and descriptions in every language.
func (a *Adapter) described(kind int, path, name string) definition {
	return a.translated(definition{Type: kind, Name: name}, func(w words.Printer) command.Label { return bot.Commands().Label(w, path) })
}

// translated adds names and descriptions.
func (a *Adapter) translated(d definition, named func(words.Printer) command.Label) definition {
	for i, language := range words.Languages() {
		n := named(a.Catalogue.In(language, "UTC"))
		if i == 0 {
			d.Description = n.Description
			continue
		}
		if d.Names == nil {
			d.Names, d.Descriptions = map[string]string{}, map[string]string{}
		}
		d.Names[language], d.Descriptions[language] = n.Name, n.Description
	}
	return d
}

// parameters are those of a command, typed as Discord has types for them.
func (a *Adapter) parameters(s command.Spec) []definition {
	var list []definition
	for _, p := range s.Params {
		d := a.translated(definition{Type: optionText, Name: p.Name, Required: p.Required, Complete: p.Kind.Completes()}, func(w words.Printer) command.Label { return s.ParamLabel(w, p.Name) })
		switch p.Kind {
		case command.OneOf:
			d.Choices = a.choices(p)
		case command.Member:
			d.Type = optionUser
		}
		list = append(list, d)
	}
	return list
}

func (a *Adapter) choices(p command.Param) []choice {
	var list []choice
	for _, word := range p.Words {
		c := choice{Value: word, Names: map[string]string{}}
		for i, language := range words.Languages() {
			name := p.LabelOf(a.Catalogue.In(language, "UTC"), word)
			if i == 0 {
				c.Name = name
			} else {
				c.Names[language] = name
			}
		}
		list = append(list, c)
	}
	return list
}

// registerCommands registers the commands if their definition changed. It goes on trying.
func (a *Adapter) registerCommands(ctx context.Context) {
	self := a.knownSelf()
	logged := ""
	waits := adapter.Backoff{First: a.Retry, Max: maxRetry, Jitter: true}
	policy := adapter.RetryPolicy{
		Retryable: func(error) bool { return true },
		Wait:      func(_ int, err error) time.Duration { return waits.Next(err) },
		OnRetry: func(err error, _ time.Duration) {
			if logged != err.Error() {
				logged = err.Error()
				a.Log.Warn("cannot register the commands: this is tried again", "err", err)
			}
		},
	}
	_ = policy.Do(ctx, func() error { return a.registerCommandsOnce(ctx, self) }) // only the end of ctx ends it
}

func (a *Adapter) registerCommandsOnce(ctx context.Context, self identity) error {
	registered, err := a.registeredCommands(ctx, self)
	if err != nil && adapter.StatusOf(err) != http.StatusNotFound {
		return err
	}
	wanted := a.commandDefinitions()
	if err == nil && sameCommands(registered, wanted) {
		a.commandIDs.set(registered)
		return nil
	}
	if err := a.client.Do(ctx, http.MethodPut, a.commandsPath(self), wanted, &registered); err != nil {
		return err
	}
	a.commandIDs.set(registered)
	a.Log.Info("commands registered", "commands", len(wanted), "server", a.Server)
	return nil
}

// registeredCommands are the commands that Discord knows.
func (a *Adapter) registeredCommands(ctx context.Context, self identity) (list []definition, err error) {
	err = a.client.Get(ctx, a.commandsPath(self)+"?with_localizations=true", &list)
	if a.Server == "" {
		return list, err
	}
	for i := range list { // of one server's commands Discord does not tell where they are seen: it can only be there
		list[i].Contexts, list[i].Installs = []int{inServers}, []int{ofServers}
	}
	return list, err
}

func (a *Adapter) commandsPath(self identity) string {
	path := "/applications/" + self.application
	if a.Server != "" {
		path += "/guilds/" + a.Server
	}
	return path + "/commands"
}

// sameCommands reports whether two lists of commands are the same, whatever their order.
func sameCommands(a, b []definition) bool {
	index := func(list []definition) map[string]definition {
		m := map[string]definition{}
		for _, d := range list {
			d.ID = ""
			m[d.Name] = d
		}
		return m
	}
	return reflect.DeepEqual(index(a), index(b))
}

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
		if snowflake.Valid(d.ID) {
			c.ids[d.Name] = d.ID
		}
	}
}

func (c *commandIDs) known() map[string]string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.ids
}
