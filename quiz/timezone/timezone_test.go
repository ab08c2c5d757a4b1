package timezone

import (
	"archive/zip"
	"errors"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the zones are compared with those of the toolchain
)

// loadZone fails the test where a zone is not in the list or the toolchain does not know it.
func loadZone(t *testing.T, zone string) *time.Location {
	t.Helper()
	if !slices.Contains(slices.Collect(allNames()), zone) {
		t.Errorf("%s is not in zones.txt", zone)
	}
	loc, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatalf("zones.txt has %s: %v", zone, err)
	}
	return loc
}

func TestParse(t *testing.T) {
	for written, want := range map[string]string{
		"Europe/Berlin":                  "Europe/Berlin",
		"europe/berlin":                  "Europe/Berlin",
		"AMERICA/NEW_YORK":               "America/New_York",
		"America/New York":               "America/New_York",
		"America/New  York":              "America/New_York",
		"america/argentina/buenos aires": "America/Argentina/Buenos_Aires",
		" UTC ":                          "UTC",
		"utc":                            "UTC",
		"est":                            "EST",
		"MST":                            "MST",
		"HST":                            "HST",
		"CET":                            "CET",
		"gmt":                            "GMT",
		"GMT+0":                          "GMT+0",
		"etc/gmt-8":                      "Etc/GMT-8",
		"prc":                            "PRC",
		"singapore":                      "Singapore",
		"Africa/Abidjan":                 "Africa/Abidjan", // the first line
		"zulu":                           "Zulu",           // the last one
	} {
		if got, err := Parse(written); got != want || err != nil {
			t.Errorf("Parse(%q) = %q, %v, want %q", written, got, err, want)
		}
	}
}

func TestUnknownZones(t *testing.T) {
	berlin, shanghai, kolkata := []string{"Europe/Berlin"}, []string{"Asia/Shanghai"}, []string{"Asia/Kolkata"}
	east := []string{"Asia/Shanghai", "Asia/Singapore", "Asia/Hong_Kong"}
	for written, want := range map[string][]string{
		// What means another zone on another machine, or none at all, is no name.
		"": nil, " ": nil, "Local": nil, "localtime": nil, "posixrules": nil, "Factory": nil, "/": nil,
		"right/Europe/Berlin": berlin, "posix/Europe/Berlin": berlin, "../Europe/Berlin": berlin,
		// Nonsense is near to nothing.
		"Mars": nil, "xyzzy": nil, "Venus": nil, "Europe/Mars": nil, "Mars/Base": nil, "Moon/Pari": nil, "none": nil, "default": nil, "Europe": nil,
		"XST": nil,
		// Cities.
		"Berlin": berlin, "shanghai": shanghai, "new york": {"America/New_York"}, "NewYork": {"America/New_York"},
		"Asia/Berlin": berlin, "São Paulo": {"America/Sao_Paulo"}, "hong kong": {"Asia/Hong_Kong", "Hongkong"},
		"Port au Prince": {"America/Port-au-Prince"},
		// Misspelled cities and names.
		"Calcuta": {"Asia/Kolkata", "Asia/Calcutta"}, "Bejing": shanghai, "Shangai": shanghai, "Toyko": {"Asia/Tokyo"},
		"San Fransisco": {"America/Los_Angeles"}, "Europ/Berln": berlin, "Europe Berlin": berlin,
		"Europe/Rom": {"Europe/Rome"},
		"hongking":   {"Asia/Hong_Kong", "Hongkong", "Asia/Chongqing"}, "Greenwhich": {"Greenwich"},
		"santigo": {"America/Santiago", "America/Los_Angeles"}, "istanbul": {"Europe/Istanbul", "Asia/Istanbul"},
		"Asia/Nicosa": {"Asia/Nicosia", "Europe/Nicosia"}, "Europe/Nicosa": {"Europe/Nicosia", "Asia/Nicosia"},
		// What IANA does not know.
		"Beijing": shanghai, "北京": shanghai, "上海": shanghai, "深圳": shanghai, "广州": shanghai, "Asia/Beijing": shanghai,
		"香港": {"Asia/Hong_Kong"}, "台北": {"Asia/Taipei"},
		"新加坡": {"Asia/Singapore"}, "东京": {"Asia/Tokyo"}, "首尔": {"Asia/Seoul"},
		"Mumbai": kolkata, "Bangalore": kolkata, "Bengaluru": kolkata, "Delhi": kolkata,
		"Hyderabad": kolkata, "Chennai": kolkata,
		"San Francisco": {"America/Los_Angeles"}, "Seattle": {"America/Los_Angeles"}, "Boston": {"America/New_York"},
		"Washington, D.C.": {"America/New_York"}, "Austin": {"America/Chicago"}, "Philadelphia": {"America/New_York"},
		"Europe/Munich": berlin, "München": berlin, "Köln": berlin, "Hamburg": berlin, "Frankfurt": berlin, "Cologne": berlin,
		"Geneva": {"Europe/Zurich"}, "Barcelona": {"Europe/Madrid"}, "Milan": {"Europe/Rome"},
		"Manchester": {"Europe/London"},
		"Edinburgh":  {"Europe/London"}, "Kraków": {"Europe/Warsaw"}, "St. Petersburg": {"Europe/Moscow"},
		"Hanoi": {"Asia/Ho_Chi_Minh", "Asia/Bangkok"}, "Osaka": {"Asia/Tokyo"},
		// Abbreviations.
		"PST": {"America/Los_Angeles"}, "pdt": {"America/Los_Angeles"}, "EDT": {"America/New_York"},
		"MDT": {"America/Denver"},
		"CDT": {"America/Chicago"}, "CST": {"America/Chicago", "Asia/Shanghai"}, "JST": {"Asia/Tokyo"},
		"IST": {"Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"}, "BST": {"Europe/London", "Asia/Dhaka"},
		"CEST": {"Europe/Berlin", "Europe/Paris"}, "AEST": {"Australia/Sydney", "Australia/Brisbane"},
		// Offsets.
		"UTC+8": east, "GMT+8": east, "gmt +8": east, "UTC8": east, "+8": east, "+08:00": east, "+0800": east,
		"UTC＋８：００": east,
		"UTC+5:30": {"Asia/Kolkata", "Asia/Colombo"}, "UTC+530": {"Asia/Kolkata", "Asia/Colombo"},
		"UTC-5": {"America/New_York", "America/Toronto", "America/Bogota"}, "UTC−3:30": {"America/St_Johns"},
		"UTC+0": {"UTC", "Europe/London", "Europe/Lisbon"}, "UTC+15": nil, "Etc/GMT+15": nil,
		"UTC+5:31": nil, "8": nil,
	} {
		got, err := Parse(written)
		var unknown *UnknownError
		if !errors.As(err, &unknown) || got != "" {
			t.Errorf("Parse(%q) = %q, %v, want an UnknownError", written, got, err)
			continue
		}
		if !slices.Equal(unknown.Near, want) || unknown.Name != strings.TrimSpace(written) {
			t.Errorf("Parse(%q) finds %q near %q, want %q", written, unknown.Near, unknown.Name, want)
		}
	}
}

func TestUnknownErrorSaysWhatToDo(t *testing.T) {
	const unknown = `time zone "x" is not known: `
	for want, near := range map[string][]string{
		"write an IANA name such as Europe/Berlin or Asia/Shanghai":  nil,
		"did you mean Asia/Shanghai?":                                {"Asia/Shanghai"},
		"did you mean Asia/Shanghai or Asia/Taipei?":                 {"Asia/Shanghai", "Asia/Taipei"},
		"did you mean Asia/Shanghai, Asia/Hong_Kong or Asia/Taipei?": {"Asia/Shanghai", "Asia/Hong_Kong", "Asia/Taipei"},
	} {
		if got := (&UnknownError{Name: "x", Near: near}).Error(); got != unknown+want {
			t.Errorf("with %q near, Error() = %s\nwant %s", near, got, unknown+want)
		}
	}
}

func TestZonesAreThoseOfTheToolchain(t *testing.T) {
	zones := slices.Collect(allNames())
	if !slices.IsSorted(zones) || len(slices.Compact(slices.Clone(zones))) != len(zones) || len(zones) < 400 {
		t.Errorf("zones.txt is not a sorted list of all zones: it has %d", len(zones))
	}
	for _, zone := range zones {
		loadZone(t, zone)
		if got, err := Parse(zone); got != zone || err != nil {
			t.Errorf("Parse(%q) = %q, %v", zone, got, err)
		}
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Skip("there is no toolchain to compare with:", err)
	}
	r, err := zip.OpenReader(filepath.Join(strings.TrimSpace(string(root)), "lib", "time", "zoneinfo.zip"))
	if err != nil {
		t.Skip("the toolchain has no zones to compare with:", err)
	}
	defer func() { _ = r.Close() }()
	for _, f := range r.File {
		if !strings.HasSuffix(f.Name, "/") && f.Name != "Factory" && !slices.Contains(zones, f.Name) {
			t.Logf("zones.txt lacks %s; go generate ./quiz/timezone adds it", f.Name)
		}
	}
}

func TestWordsForZones(t *testing.T) {
	for _, row := range zoneSynonyms() {
		loadZone(t, row.zone)
		for word := range strings.FieldsSeq(row.words) {
			if got := string(foldLetters(word)); got != word {
				t.Errorf("nobody's words are compared with %q: write %q", word, got)
			}
			if zone, err := Parse(word); err == nil {
				t.Errorf("%q is no word for %s: it is the zone %s", word, row.zone, zone)
			}
		}
	}
}

func TestOffsetsAreOfStandardTime(t *testing.T) {
	for minutes, zones := range zonesByOffset() {
		if len(zones) == 0 || len(zones) > maxSuggestions {
			t.Errorf("%d minutes have %d zones", minutes, len(zones))
		}
		for _, zone := range zones {
			loc := loadZone(t, zone)
			_, winter := time.Date(2025, 1, 1, 0, 0, 0, 0, loc).Zone()
			_, summer := time.Date(2025, 7, 1, 0, 0, 0, 0, loc).Zone()
			if got := min(winter, summer) / 60; got != minutes {
				t.Errorf("%s is %d minutes ahead of UTC, not %d", zone, got, minutes)
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, name := range []string{"europe/berlin", "Calcuta", "UTC+99:99", "///", "\x00", "北京", "İ", "+"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		zone, err := Parse(name)
		if err == nil {
			loadZone(t, zone)
			return
		}
		var unknown *UnknownError
		if !errors.As(err, &unknown) || len(unknown.Near) > maxSuggestions {
			t.Fatalf("Parse(%q) = %q, %v", name, zone, err)
		}
		for _, n := range unknown.Near {
			loadZone(t, n)
		}
	})
}
