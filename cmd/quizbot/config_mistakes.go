package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// place is where a setting stands: a line and column of a file, or the name of a variable or flag.
type place struct {
	name         string
	line, column int
}

func (p place) String() string {
	if p.line == 0 {
		return p.name
	}
	return fmt.Sprintf("%s:%d:%d", p.name, p.line, p.column)
}

// mistake is something wrong in a configuration, with its cure.
type mistake struct {
	place
	text string
}

func (m mistake) Error() string { return strings.TrimPrefix(m.String()+": "+m.text, ": ") }

// mistakeList are all mistakes of a configuration, in the order of their lines.
type mistakeList []mistake

// Error has a line for each.
func (l mistakeList) Error() string {
	lines := make([]string, len(l))
	for i, m := range l {
		lines[i] = m.Error()
	}
	return strings.Join(lines, "\n")
}

// mistakes collects what is wrong with a configuration. A setting is known by its path, such as
// rooms[0].ask.
type mistakes struct {
	file   string
	places map[string]place
	wrong  map[string]bool // the paths of settings with a mistake
	list   mistakeList
}

func newMistakes(file string) *mistakes {
	return &mistakes{file: file, places: map[string]place{}, wrong: map[string]bool{}}
}

// add notes a mistake at a path; nil is none. A setting that is not in the file is blamed on what it would
// stand in, and one that a room has from the defaults on the defaults alone.
func (m *mistakes) add(path string, err error) {
	if err == nil {
		return
	}
	m.wrong[path] = true
	if m.inherited(path) {
		return
	}
	at, found := m.places[path]
	for above := path; !found && above != ""; at, found = m.places[above] {
		above = above[:max(0, strings.LastIndexAny(above, ".["))]
	}
	if !found {
		at = place{name: m.file}
	}
	m.say(at, strings.TrimPrefix(path+": ", ": ")+err.Error())
}

// inherited reports whether a mistake of a room is already told of the defaults.
func (m *mistakes) inherited(path string) bool {
	room, setting, _ := strings.Cut(path, ".")
	name := setting[:max(0, strings.IndexAny(setting+".", ".["))]
	_, own := m.places[room+"."+name]
	return strings.HasPrefix(room, "rooms[") && !own && m.wrong["defaults."+setting]
}

func (m *mistakes) say(at place, text string) { m.list = append(m.list, mistake{at, text}) }

// err returns the mistakes, or nil where there are none.
func (m *mistakes) err() error {
	if len(m.list) == 0 {
		return nil
	}
	slices.SortStableFunc(m.list, func(a, b mistake) int {
		return cmp.Or(cmp.Compare(a.line, b.line), cmp.Compare(a.column, b.column), cmp.Compare(a.name, b.name))
	})
	return m.list
}
