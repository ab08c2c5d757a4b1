package timezone

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"quizbot/quiz/input"
)

// maxSuggestions is the number of suggestions for an unknown name.
const maxSuggestions = 3

// suggestion is a similar zone, with its distances from the text.
type suggestion struct {
	zone  string
	edits int // edits from the text to the zone's name, city or synonym
	whole int // edits to the whole name, which differs between cities of one name
}

// nearestZones returns suggestions for an unknown name, the likeliest first.
func nearestZones(name string) []string {
	if minutes, ok := parseOffset(name); ok {
		return zonesByOffset()[minutes]
	}
	found := append(zonesByWord(name), misspelledZones(name)...)
	if !knowsArea(name) { // don't guess both parts
		found = slices.DeleteFunc(found, func(n suggestion) bool { return n.edits > 0 })
	}
	slices.SortStableFunc(found, func(a, b suggestion) int {
		return cmp.Or(cmp.Compare(a.edits, b.edits), cmp.Compare(a.whole, b.whole))
	})
	var zones []string
	for _, n := range found {
		if found[0].edits == 0 && n.edits > 0 || len(zones) == maxSuggestions {
			break
		}
		if !slices.Contains(zones, n.zone) {
			zones = append(zones, n.zone)
		}
	}
	return zones
}

// knowsArea reports whether the part before the city is an area, perhaps misspelled, or is
// missing.
func knowsArea(name string) bool {
	area, _, ok := strings.Cut(name, "/")
	if !ok {
		return true
	}
	for zone := range allNames() {
		known, _, _ := strings.Cut(zone, "/")
		if _, like := input.Misspelling(foldLetters(area), foldLetters(known)); like {
			return true
		}
	}
	return false
}

// misspelledZones returns the zones with a similar name or city.
func misspelledZones(name string) []suggestion {
	written, place := foldLetters(name), foldLetters(cityOf(name))
	var found []suggestion
	for zone := range allNames() {
		if strings.HasPrefix(zone, "Etc/") { // reversed signs
			continue
		}
		whole, its := foldLetters(zone), foldLetters(cityOf(zone))
		// A whole name is long, but many zones share its area.
		edits, ok := input.EditDistance(written, whole, max(input.AllowedEdits(its), min(1, input.AllowedEdits(whole))))
		if d, like := input.Misspelling(place, its); like && (!ok || d < edits) {
			edits, ok = d, true
		}
		if ok {
			found = append(found, suggestion{zone: zone, edits: edits, whole: editsFromName(written, zone)})
		}
	}
	return found
}

// editsFromName returns the distance of the text from a zone's whole name. Names without an area,
// such as Hongkong, are old names and come last.
func editsFromName(written []rune, zone string) int {
	whole := foldLetters(zone)
	most := max(len(written), len(whole))
	if !strings.Contains(zone, "/") {
		return most
	}
	edits, _ := input.EditDistance(written, whole, most)
	return edits
}

// zonesByWord returns the zones of similar synonyms.
func zonesByWord(name string) []suggestion {
	place := foldLetters(cityOf(name))
	var found []suggestion
	for _, row := range zoneSynonyms() {
		for word := range strings.FieldsSeq(row.words) {
			if edits, ok := input.Misspelling(place, []rune(word)); ok {
				found = append(found, suggestion{zone: row.zone, edits: edits})
			}
		}
	}
	return found
}

// cityOf returns the last part of a zone's name.
func cityOf(name string) string { return name[strings.LastIndexByte(name, '/')+1:] }

// foldLetters returns the letters and digits of a name in lower case, without European accents.
func foldLetters(name string) []rune {
	const accented, plain = "äáàãåçéèíıłñöóøõüú", "aaaaaceeiilnoooouu"
	var kept []rune
	for _, r := range strings.ToLower(name) {
		if i := strings.IndexRune(accented, r); i >= 0 {
			r = rune(plain[utf8.RuneCountInString(accented[:i])])
		}
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			kept = append(kept, r)
		}
	}
	return kept
}

var offsetPattern = regexp.MustCompile(`^(?i:(?:UTC|GMT)([+-]?)|([+-]))(\d{1,2})(?::?(\d\d))?$`)

// parseOffset parses an offset from UTC such as UTC+8, GMT-5, +08:00 and +0530. It returns
// minutes.
func parseOffset(name string) (int, bool) {
	plain := strings.Map(func(r rune) rune {
		switch {
		case r == '−' || r == '–':
			return '-'
		case r == ' ' || r == '_':
			return -1
		case r >= '！' && r <= '～': // full-width characters of Chinese and Japanese keyboards
			return r - '！' + '!'
		}
		return r
	}, cityOf(name))
	m := offsetPattern.FindStringSubmatch(plain)
	if m == nil {
		return 0, false
	}
	hours, _ := strconv.Atoi(m[3])
	minutes, _ := strconv.Atoi(m[4]) // 0 without minutes
	if m[1]+m[2] == "-" {
		return -60*hours - minutes, true
	}
	return 60*hours + minutes, true
}
