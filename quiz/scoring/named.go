package scoring

import (
	"errors"
	"slices"
	"strings"

	"quizbot/quiz/schedule"
)

// NamedSeason is a season with a name and dates of its own. Those of a room don't overlap.
type NamedSeason struct {
	Name string        `json:"name"`
	From schedule.Date `json:"from"`
	// Until is the last date, zero while the season has no end.
	Until schedule.Date `json:"until,omitzero"`
}

// The errors of a season that cannot begin.
var (
	ErrSeasonName    = errors.New("a season of the room has that name")
	ErrSeasonDates   = errors.New("the season ends before it begins")
	ErrSeasonOverlap = errors.New("another season of the room has some of the dates")
)

// namedPrefix is the beginning of a named season's Season. Weeks and months begin with a digit.
const namedPrefix = "season:"

// Season returns the period of the season's leaderboard.
func (s NamedSeason) Season() Season { return Season(namedPrefix + s.Name) }

// Name returns the name of a named season, false for others.
func (s Season) Name() (string, bool) { return strings.CutPrefix(string(s), namedPrefix) }

// Contains reports whether an entry of the date counts in the season.
func (s NamedSeason) Contains(d schedule.Date) bool {
	return !d.Before(s.From) && (s.Until.IsZero() || !d.After(s.Until))
}

// overlaps reports whether the seasons share a date.
func (s NamedSeason) overlaps(o NamedSeason) bool {
	return (s.Until.IsZero() || !o.From.After(s.Until)) && (o.Until.IsZero() || !s.From.After(o.Until))
}

// NamedOn returns the named season of a date, false if there is none.
func NamedOn(list []NamedSeason, d schedule.Date) (NamedSeason, bool) {
	i := slices.IndexFunc(list, func(s NamedSeason) bool { return s.Contains(d) })
	if i < 0 {
		return NamedSeason{}, false
	}
	return list[i], true
}

// StartSeason returns the seasons of a room with another one, ordered by their dates.
func StartSeason(list []NamedSeason, s NamedSeason) ([]NamedSeason, error) {
	if !s.Until.IsZero() && s.Until.Before(s.From) {
		return list, ErrSeasonDates
	}
	for _, o := range list {
		if strings.EqualFold(o.Name, s.Name) {
			return list, ErrSeasonName
		}
		if o.overlaps(s) {
			return list, ErrSeasonOverlap
		}
	}
	added := append(slices.Clone(list), s)
	slices.SortFunc(added, func(a, b NamedSeason) int { return a.From.Compare(b.From) })
	return added, nil
}

// EndSeason returns the seasons of a room with an end of the running one: its last date is the given
// one. ok is false if none is running.
func EndSeason(list []NamedSeason, last schedule.Date) (ended []NamedSeason, ok bool) {
	i := slices.IndexFunc(list, func(s NamedSeason) bool { return s.Contains(last) && s.Until != last })
	if i < 0 {
		return list, false
	}
	ended = slices.Clone(list)
	ended[i].Until = last
	return ended, true
}

// SeasonsOf returns all seasons in which an entry of a date counts: week, month, all time and the
// room's named season of that date.
func SeasonsOf(d schedule.Date, named []NamedSeason) []Season {
	fixed := Seasons(d)
	list := fixed[:]
	if s, ok := NamedOn(named, d); ok {
		list = append(list, s.Season())
	}
	return list
}
