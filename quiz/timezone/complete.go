package timezone

import (
	"cmp"
	"slices"
	"strings"
)

// Complete returns at most n time zones whose name is being typed, the likeliest first: those whose city or name begins
// as it does, those of cities and words that IANA does not know, those that contain it, and where there is none of
// these the ones that may have been meant. Case, accents and whatever stands between words do not matter. For nothing
// typed they are well-known zones around the world.
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

// rankedZone is a zone with how far behind others it stands.
type rankedZone struct {
	zone string
	rank int
}

// How zones are ranked. Names without an area, such as Hongkong, are old ones that stand behind.
const (
	rankWhole  = iota // the name or the city as it is
	rankBegins        // as its city or its name begins
	rankWord          // as a word for it begins
	rankOld
	rankHolds // within its name
)

// rankZones finds the zones that have the given letters somewhere in their names or begin a word for them.
func rankZones(written string) []rankedZone {
	var found []rankedZone
	for zone := range allNames() {
		if strings.HasPrefix(zone, "Etc/") && !strings.HasPrefix(written, "etc") { // its signs are the other way round
			continue
		}
		if rank, ok := rankOf(written, zone); ok {
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

// rankOf ranks a zone by its name; it reports false where what was written is not in it.
func rankOf(written, zone string) (int, bool) {
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

// wellKnown are zones that many people live in, from around the world.
func wellKnown() []string {
	return []string{
		"UTC", "Europe/London", "Europe/Berlin", "Europe/Paris", "Europe/Moscow", "Europe/Istanbul",
		"America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Mexico_City", "America/Sao_Paulo",
		"Asia/Shanghai", "Asia/Hong_Kong", "Asia/Taipei", "Asia/Singapore", "Asia/Tokyo", "Asia/Seoul", "Asia/Kolkata", "Asia/Dubai",
		"Africa/Lagos", "Africa/Cairo", "Africa/Johannesburg", "Australia/Sydney", "Pacific/Auckland",
	}
}
