package timezone

import (
	"cmp"
	"slices"
	"strings"
)

// Complete returns at most n completions of a typed time zone, the likeliest first: zones with
// this beginning of their city or name, zones with this beginning of a synonym, zones with this
// text in their name. Without any of these it suggests zones of similar spelling. Case, accents
// and separators are ignored. For an empty text it returns well-known zones around the world.
func Complete(typed string, n int) []string {
	zones := completions(typed)
	return zones[:min(n, len(zones))]
}

func completions(typed string) []string {
	written := string(foldLetters(typed))
	if strings.TrimSpace(typed) == "" {
		return wellKnown()
	}
	if _, offset := parseOffset(strings.TrimSpace(typed)); offset || written == "" {
		return nearestZones(strings.TrimSpace(typed))
	}
	found := rankZones(written)
	if len(found) == 0 {
		return nearestZones(strings.TrimSpace(typed))
	}
	slices.SortStableFunc(found, func(a, b rankedZone) int { return cmp.Compare(a.rank, b.rank) })
	var zones []string
	for _, f := range found {
		if !slices.Contains(zones, f.zone) {
			zones = append(zones, f.zone)
		}
	}
	return zones
}

// rankedZone is a zone with its rank. Lower ranks come first.
type rankedZone struct {
	zone string
	rank int
}

// The ranks of zones. Names without an area, such as Hongkong, are old names and come late.
const (
	rankWhole  = iota // the whole name or city
	rankBegins        // the beginning of its city or name
	rankWord          // the beginning of a synonym
	rankOld
	rankHolds // anywhere in its name
)

// rankZones returns the zones with the given letters in their name or at the beginning of a
// synonym.
func rankZones(written string) []rankedZone {
	var found []rankedZone
	for zone := range allNames() {
		if strings.HasPrefix(zone, "Etc/") && !strings.HasPrefix(written, "etc") { // reversed signs
			continue
		}
		if rank, ok := rankByName(written, zone); ok {
			found = append(found, rankedZone{zone, rank})
		}
	}
	for _, row := range zoneSynonyms() {
		for word := range strings.FieldsSeq(row.words) {
			if strings.HasPrefix(word, written) {
				found = append(found, rankedZone{row.zone, rankWord})
			}
		}
	}
	return found
}

// rankByName returns the rank of a zone by its name, and false if the name doesn't contain the
// text.
func rankByName(written, zone string) (int, bool) {
	whole, its := string(foldLetters(zone)), string(foldLetters(cityOf(zone)))
	begins := strings.HasPrefix(its, written) || strings.HasPrefix(whole, written)
	switch {
	case written == its || written == whole:
		return rankWhole, true
	case begins && strings.Contains(zone, "/"):
		return rankBegins, true
	case begins:
		return rankOld, true
	}
	return rankHolds, strings.Contains(whole, written)
}

// wellKnown returns populous zones from around the world.
func wellKnown() []string {
	return []string{
		"UTC", "Europe/London", "Europe/Berlin", "Europe/Paris", "Europe/Moscow", "Europe/Istanbul",
		"America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Mexico_City", "America/Sao_Paulo",
		"Asia/Shanghai", "Asia/Hong_Kong", "Asia/Taipei", "Asia/Singapore", "Asia/Tokyo", "Asia/Seoul", "Asia/Kolkata", "Asia/Dubai",
		"Africa/Lagos", "Africa/Cairo", "Africa/Johannesburg", "Australia/Sydney", "Pacific/Auckland",
	}
}
