package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Position is the place of a setting: a line and column of a file, or the name of a variable or
// flag.
type Position struct {
	Name         string
	Line, Column int
}

// String returns the position as compilers write it.
func (p Position) String() string {
	if p.Line == 0 {
		return p.Name
	}
	return fmt.Sprintf("%s:%d:%d", p.Name, p.Line, p.Column)
}

// Error is an error in a configuration. Its text ends with the cure.
type Error struct {
	Position
	Text string
}

// Error implements error.
func (e Error) Error() string { return strings.TrimPrefix(e.String()+": "+e.Text, ": ") }

// ErrorList is every error of a configuration, in the order of their lines.
type ErrorList []Error

// Error returns a line for each error.
func (l ErrorList) Error() string {
	lines := make([]string, len(l))
	for i, e := range l {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "\n")
}

// errorCollector collects the errors of a configuration. A setting is known by its path, such as
// rooms[0].ask.
type errorCollector struct {
	file      string
	positions map[string]Position
	failed    map[string]bool // the paths of settings with an error
	list      ErrorList
}

func newErrorCollector(file string) *errorCollector {
	return &errorCollector{file: file, positions: map[string]Position{}, failed: map[string]bool{}}
}

// add adds an error at a path; nil adds nothing. An error of a setting that the file leaves out
// gets the position of the section around it. An error that a room inherits is told of the defaults
// alone.
func (c *errorCollector) add(path string, err error) {
	if err == nil {
		return
	}
	c.failed[path] = true
	if c.isInherited(path) {
		return
	}
	at, found := c.positions[path]
	for section := path; !found && section != ""; at, found = c.positions[section] {
		section = section[:max(0, strings.LastIndexAny(section, ".["))]
	}
	if !found {
		at = Position{Name: c.file}
	}
	c.addAt(at, strings.TrimPrefix(path+": ", ": ")+err.Error())
}

// isInherited reports whether a room has a failed setting from the defaults.
func (c *errorCollector) isInherited(path string) bool {
	room, setting, _ := strings.Cut(path, ".")
	name := setting[:max(0, strings.IndexAny(setting+".", ".["))]
	_, own := c.positions[room+"."+name]
	return strings.HasPrefix(room, "rooms[") && !own && c.failed["defaults."+setting]
}

// addAt adds an error at a position.
func (c *errorCollector) addAt(at Position, text string) { c.list = append(c.list, Error{at, text}) }

// err returns the errors as an [ErrorList], or nil if there are none.
func (c *errorCollector) err() error {
	if len(c.list) == 0 {
		return nil
	}
	slices.SortStableFunc(c.list, func(a, b Error) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Name, b.Name))
	})
	return c.list
}
