package quiz

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxNear is how many zones are offered for a name that is not known: more would not be read.
const maxNear = 3

// near is a zone that may have been meant.
type near struct {
	zone  string
	edits int // that lead from what was written to its name or its city, or to another word for it
	whole int // that lead to its whole name, which tells cities of one name apart
}

// nearZones returns the zones that may have been meant by a name that is not one, the likeliest first.
func nearZones(name string) []string {
	if minutes, ok := parseOffset(name); ok {
		return offsetZones()[minutes]
	}
	found := append(otherWords(name), misspelled(name)...)
	if !nearArea(name) { // a guess at both of its parts would be a guess too many
		found = slices.DeleteFunc(found, func(n near) bool { return n.edits > 0 })
	}
	slices.SortStableFunc(found, func(a, b near) int {
		return cmp.Or(cmp.Compare(a.edits, b.edits), cmp.Compare(a.whole, b.whole))
	})
	var zones []string
	for _, n := range found {
		if found[0].edits == 0 && n.edits > 0 || len(zones) == maxNear {
			break
		}
		if !slices.Contains(zones, n.zone) {
			zones = append(zones, n.zone)
		}
	}
	return zones
}

// nearArea reports whether what stands before a city is an area that there is, or nearly, or nothing.
func nearArea(name string) bool {
	area, _, ok := strings.Cut(name, "/")
	if !ok {
		return true
	}
	for zone := range zoneNames() {
		known, _, _ := strings.Cut(zone, "/")
		if _, like := Misspelling(letters(area), letters(known)); like {
			return true
		}
	}
	return false
}

// misspelled finds the zones whose name or city is written nearly so.
func misspelled(name string) []near {
	written, place := letters(name), letters(city(name))
	var found []near
	for zone := range zoneNames() {
		if strings.HasPrefix(zone, "Etc/") { // the signs of its offsets are the other way round
			continue
		}
		whole, its := letters(zone), letters(city(zone))
		// A whole name is long, but much of it is the area, which many share.
		edits, ok := distance(written, whole, max(allowance(its), min(1, allowance(whole))))
		if d, like := Misspelling(place, its); like && (!ok || d < edits) {
			edits, ok = d, true
		}
		if ok {
			found = append(found, near{zone: zone, edits: edits, whole: apart(written, zone)})
		}
	}
	return found
}

// apart returns how far what was written is from a zone's whole name. Names without an area, such as Hongkong, are
// old ones that stand behind all others.
func apart(written []rune, zone string) int {
	whole := letters(zone)
	most := max(len(written), len(whole))
	if !strings.Contains(zone, "/") {
		return most
	}
	edits, _ := distance(written, whole, most)
	return edits
}

// otherWords finds the zones of words that people write and IANA does not know.
func otherWords(name string) []near {
	place := letters(city(name))
	var found []near
	for _, row := range zoneWords() {
		for word := range strings.FieldsSeq(row.words) {
			if edits, ok := Misspelling(place, []rune(word)); ok {
				found = append(found, near{zone: row.zone, edits: edits})
			}
		}
	}
	return found
}

// city returns the last part of a zone's name.
func city(name string) string { return name[strings.LastIndexByte(name, '/')+1:] }

// letters returns the letters and digits of a name, in lower case and without the accents of European cities.
func letters(name string) []rune {
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

// allowance is how many edits a word may be away to count as misspelled: short words are soon another word.
func allowance(word []rune) int {
	switch n := len(word); {
	case n < 5:
		return 0
	case n < 8:
		return 1
	case n < 12:
		return 2
	default:
		return 3
	}
}

// Misspelling reports whether a word is the one that was meant, or nearly, and how many edits away.
func Misspelling(written, word []rune) (int, bool) {
	return distance(written, word, allowance(word))
}

// distance returns how many letters have to be inserted, removed, replaced or swapped with their neighbour to make
// one word of another, and whether they are at most so many.
func distance(a, b []rune, most int) (int, bool) {
	if len(a)-len(b) > most || len(b)-len(a) > most {
		return 0, false
	}
	var before, last []int
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		before, last, row = last, row, make([]int, len(b)+1)
		row[0] = i + 1
		for j := range b {
			replaced := last[j]
			if a[i] != b[j] {
				replaced++
			}
			row[j+1] = min(replaced, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
	}
	return row[len(b)], row[len(b)] <= most
}

var offsetPattern = regexp.MustCompile(`^(?i:(?:UTC|GMT)([+-]?)|([+-]))(\d{1,2})(?::?(\d\d))?$`)

// parseOffset reads an offset from UTC such as UTC+8, GMT-5, +08:00 and +0530, in minutes.
func parseOffset(name string) (int, bool) {
	plain := strings.Map(func(r rune) rune {
		switch {
		case r == '−' || r == '–':
			return '-'
		case r == ' ' || r == '_':
			return -1
		case r >= '！' && r <= '～': // the wide forms that Chinese and Japanese keyboards write
			return r - '！' + '!'
		}
		return r
	}, city(name))
	m := offsetPattern.FindStringSubmatch(plain)
	if m == nil {
		return 0, false
	}
	hours, _ := strconv.Atoi(m[3])
	minutes, _ := strconv.Atoi(m[4]) // none are 0
	if m[1]+m[2] == "-" {
		return -60*hours - minutes, true
	}
	return 60*hours + minutes, true
}
