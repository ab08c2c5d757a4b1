package discord

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"quizbot/bot"
	"quizbot/bot/words"
	"quizbot/internal/testing/discordtest"
)

// Commands are seen in servers alone, those of admins by admins alone, and each part is told for
// itself in every language.
func TestDefinitions(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	registered := map[string]bool{}
	for _, d := range s.bot.commandDefinitions() {
		if !slices.Equal(d.Contexts, []int{inServers}) || !slices.Equal(d.Installs, []int{ofServers}) {
			t.Errorf("%s is seen in %v, installed for %v", d.Name, d.Contexts, d.Installs)
		}
		if d.May != map[string]bits{"quiz-admin": permissionManageGuild}[d.Name] {
			t.Errorf("%s is seen by who has %d", d.Name, d.May)
		}
		for _, part := range append([]definition{d}, d.Options...) {
			for language, text := range part.Descriptions {
				if name := part.Names[language]; text == part.Description || name == "" || name == part.Name {
					t.Errorf("%s %s is told in %s as in English: %s", d.Name, part.Name, language, text)
				}
			}
			if registered[part.Description] && part.Type == optionSubcommand || len(part.Descriptions) != len(words.Languages())-1 {
				t.Errorf("%s %s is told as another part is, or not in every language: %+v", d.Name, part.Name, part)
			}
			registered[part.Description] = true
		}
	}
}

// Parameters that a command cannot do without are asked for, and those with a few words offer them.
func TestParameters(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	defined := map[string]definition{}
	for _, d := range s.bot.commandDefinitions() {
		defined[d.Name] = d
		for _, sub := range d.Options {
			defined[d.Name+" "+sub.Name] = sub
		}
	}
	for _, spec := range bot.Commands() {
		options := defined[strings.TrimSpace(spec.Path+" "+spec.Bare)].Options
		if len(options) != len(spec.Params) {
			t.Fatalf("%s has the parameters %+v", spec.Path, options)
		}
		for i, p := range spec.Params {
			var words []string
			for _, c := range options[i].Choices {
				words = append(words, c.Value)
			}
			if o := options[i]; o.Name != p.Name || o.Required != p.Required || !slices.Equal(words, p.Words) {
				t.Errorf("%s has %+v, want %+v", spec.Path, o, p)
			}
		}
	}
}

// A failed registration is logged once and repeated until it succeeds.
func TestRegisteredLater(t *testing.T) {
	t.Parallel()
	const path = "/applications/{a}/commands"
	for _, method := range []string{http.MethodGet, http.MethodPut} {
		s := newHarness(t, Options{Retry: time.Millisecond})
		s.Forbid(method, path, 20001)
		s.run()
		s.waitUntil("it is tried again", func() bool { return s.Calls(method, path) >= 4 })
		if log := s.log.String(); strings.Count(log, "cannot register the commands: this is tried again") != 1 || strings.Contains(log, "commands registered") {
			t.Errorf("%s is refused, and the log is\n%s", method, log)
		}
		s.Allow()
		s.waitForLog("commands registered")
	}
}

// A missing list of commands is registered.
func TestRegisteredFirst(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	self := mustIdentify(t, s.bot)
	s.Fault(func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method == http.MethodGet {
			http.NotFound(w, r)
		}
		return r.Method == http.MethodGet
	})
	if err := s.bot.registerCommandsOnce(t.Context(), self); err != nil || s.Calls("PUT", "/applications/{a}/commands") != 1 {
		t.Errorf("got %v, and %d lists", err, s.Calls("PUT", "/applications/{a}/commands"))
	}
}

// Commands of a single server are registered once too, though Discord returns them without
// contexts and install types.
func TestRegisteredInServer(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{Server: discordtest.GuildID})
	for range 2 {
		if err := s.bot.registerCommandsOnce(t.Context(), mustIdentify(t, s.bot)); err != nil {
			t.Fatal(err)
		}
	}
	if n := s.Calls("PUT", "/applications/{a}/guilds/{g}/commands"); n != 1 {
		t.Errorf("registered %d times", n)
	}
}
