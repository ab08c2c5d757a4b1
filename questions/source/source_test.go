package source

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"
)

// A text reads the same in all encodings and with all line ends. Encodings that are not Unicode are
// reported.
func TestDecode(t *testing.T) {
	encode := func(content string, e interface{ String(string) (string, error) }) string {
		encoded, err := e.String(content)
		if err != nil {
			t.Fatal(err)
		}
		return encoded
	}
	const english, chinese, german = "One?\nTwo.\n", "什么是堆？\n一种树。\n答案在这里。\n", "Wie groß?\nGrößer als ein Käfer.\n"
	for name, c := range map[string]struct {
		data, want string
		line       int // of the diagnostic, 0 for none
	}{
		"plain":                            {english, english, 0},
		"a byte-order mark":                {"\ufeff" + english, english, 0},
		"Windows' line ends":               {"One?\r\nTwo.\r\n", english, 0},
		"old Macs' line ends":              {"One?\rTwo.\r", english, 0},
		"UTF-16, little end first":         {encode(chinese, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder()), chinese, 0},
		"UTF-16, big end first":            {encode(chinese, unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder()), chinese, 0},
		"GB 18030":                         {encode(chinese, simplifiedchinese.GB18030.NewEncoder()), chinese, 1},
		"GB 18030 below English":           {english + encode(chinese, simplifiedchinese.GB18030.NewEncoder()), english + chinese, 3},
		"Windows-1252":                     {encode(german, charmap.Windows1252.NewEncoder()), german, 1},
		"one line in another encoding":     {"Käse.\n" + encode(german, charmap.Windows1252.NewEncoder()), "Käse.\n" + german, 2},
		"nothing":                          {"", "", 0},
		"a character of Windows-1252 only": {"\x80", "€", 1},
	} {
		got, diagnostics := Decode([]byte(c.data))
		line := 0
		if len(diagnostics) > 0 {
			line = diagnostics[0].Line
		}
		if got != c.want || line != c.line || len(diagnostics) > 1 {
			t.Errorf("%s: got %q and %v, want %q and a diagnostic in line %d", name, got, diagnostics, c.want, c.line)
		}
		for _, d := range diagnostics {
			if d.Code != "encoding" || d.Severity != Warning || !strings.HasSuffix(d.Message, "save the file as UTF-8") {
				t.Errorf("%s: got %+v", name, d)
			}
		}
	}
}

func TestDecodeAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		data := rapid.SliceOf(rapid.Byte()).Draw(t, "data")
		content, diagnostics := Decode(data)
		if !utf8.ValidString(content) || strings.Contains(content, "\r") {
			t.Fatalf("%q is decoded to %q", data, content)
		}
		if utf8.Valid(data) && len(diagnostics) > 0 {
			t.Fatalf("%q is UTF-8, with %v", data, diagnostics)
		}
		text := rapid.String().Draw(t, "text")
		unix := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
		if got, _ := Decode([]byte(strings.ReplaceAll(unix, "\n", "\r\n"))); got != strings.TrimPrefix(unix, "\ufeff") {
			t.Fatalf("%q reads %q with the other line ends", unix, got)
		}
	})
}

// A cursor and a line index agree with counting, for offsets in any order.
func TestPositions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		content := strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"a", "é", "题", "\n", "\n\n", "long words"}), 0, 12).Draw(t, "content"), "")
		lines, cursor := IndexLines(content), NewCursor(content)
		for _, offset := range rapid.SliceOfN(rapid.IntRange(-2, len(content)+2), 1, 6).Draw(t, "offsets") {
			at := min(max(offset, 0), len(content))
			for at < len(content) && !utf8.RuneStart(content[at]) {
				at++
			}
			above := content[:at]
			start := strings.LastIndexByte(above, '\n') + 1
			wantLine, wantColumn := 1+strings.Count(above, "\n"), 1+utf8.RuneCountInString(above[start:])
			if line, column := cursor.Position(at); line != wantLine || column != wantColumn {
				t.Fatalf("offset %d of %q is at %d:%d, want %d:%d", at, content, line, column, wantLine, wantColumn)
			}
			if lines.Number(at) != wantLine || lines.Start(at) != start {
				t.Fatalf("offset %d of %q is in line %d from %d, want %d from %d", at, content, lines.Number(at), lines.Start(at), wantLine, start)
			}
		}
	})
}

func TestDiagnostics(t *testing.T) {
	for want, d := range map[string]Diagnostic{
		"bank.md:12:1: warning: short":  {File: "bank.md", Line: 12, Severity: Warning, Message: "short"},
		"bank.md:3:7: error: missing":   {File: "bank.md", Line: 3, Column: 7, Severity: Error, Message: "missing"},
		"bank.md: error: it is empty":   {File: "bank.md", Severity: Error, Message: "it is empty"},
		"bank.md:5:2: warning: a quote": func() Diagnostic { d := WarningAt(5, "x", "a quote").AtColumn(2); d.File = "bank.md"; return d }(),
		"b:1:1: error: no column":       func() Diagnostic { d := ErrorAt(1, "x", "no column").AtColumn(-3); d.File = "b"; return d }(),
	} {
		if got := d.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestAtColumn(t *testing.T) {
	for column, want := range map[int]int{-1: 1, 0: 1, 1: 1, 7: 7} {
		if got := WarningAt(2, "x", "y").AtColumn(column); got.Column != want || got.Line != 2 || got.Severity != Warning {
			t.Errorf("at column %d it is %+v", column, got)
		}
	}
}

func TestBeginsJSONObject(t *testing.T) {
	for content, want := range map[string]bool{
		` {"cells": 1, "name": 2}`: true, `{"cells": 1}`: false, `["cells", "name"]`: false, `"cells" "name"`: false, "": false,
	} {
		if got := BeginsJSONObject(Page{Text: content}, `"cells"`, `"name"`); got != want {
			t.Errorf("%q begins such an object: %v", content, got)
		}
	}
}
