package bot

import (
	"strings"
	"testing"

	"quizbot/bot/words"
	"quizbot/quiz/plan"
	"quizbot/quiz/schedule"
	"quizbot/quiz/service"
)

// The names that catalogues have for days of the week, languages and settings can be typed.
func TestShownNamesAreRead(t *testing.T) {
	catalogue, err := words.NewCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	settings := settingVocabulary()
	for _, lang := range words.Languages() {
		w := catalogue.In(lang, "UTC")
		for _, name := range schedule.Everyday.Names() {
			if set, err := schedule.ParseWeekdays(w.Text("weekday."+name, nil)); err != nil || len(set.Names()) != 1 || set.Names()[0] != name {
				t.Errorf("%s: %s is read as %v, %v", lang, w.Text("weekday."+name, nil), set, err)
			}
		}
		for _, name := range append(strings.Split(w.Text("language_names", nil), "/"), lang) {
			if tag, ok := catalogue.ParseLanguage(name); !ok || tag != lang {
				t.Errorf("the language %s is read as %q", name, tag)
			}
		}
		for _, setting := range plan.SettingNames() {
			for _, name := range settings.Names(w, setting) {
				if word, ok := settings.FindWord(catalogue, name); !ok || word != setting {
					t.Errorf("%s: the setting %s is read as %q, want %s", lang, name, word, setting)
				}
			}
		}
	}
	for text, want := range map[string]string{"zh": "zh-CN", "zh_CN": "zh-CN", "EN-us": "en", "英语": "en", "Chinese": "zh-CN", "tlh": "", "": "", "中": ""} {
		if tag, ok := catalogue.ParseLanguage(text); tag != want || ok != (want != "") {
			t.Errorf("%q is read as the language %q, want %q", text, tag, want)
		}
	}
}

// A setting may be written as in a file, and in two words.
func TestSettingsAsInAFile(t *testing.T) {
	catalogue, err := words.NewCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	c := New(service.Audiences{}, catalogue)
	for typed, want := range map[string]string{
		"ask 10:00":               "ask=10:00",
		"ask: 10:00":              "ask=10:00",
		"ask = 10:00":             "ask=10:00",
		"ask=10:00":               "ask=10:00",
		"出题：10点":                  "ask=10点",
		"time zone Europe/Berlin": "time_zone=Europe/Berlin",
		"time zone: UTC":          "time_zone=UTC",
		"time zone":               "time_zone=",
		"time 10:00":              "ask=10:00",
		"days off 24 Dec":         "days_off=24 Dec",
		"days mon wed":            "days=mon wed",
		"reveal +1d 09:00":        "reveal=+1d 09:00",
		"points 10 7 4 1":         "points=10 7 4 1",
		"nosuch: 1":               "nosuch=1",
	} {
		args := c.translate(ParseCommand("quiz-admin plan " + typed)).Args
		if got := args["setting"] + "=" + args["value"]; got != want {
			t.Errorf("%q is read as %q, want %q", typed, got, want)
		}
	}
}
