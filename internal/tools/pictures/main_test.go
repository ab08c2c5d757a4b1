package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// Everything that the platforms' recorded days hold can be drawn.
func TestDraw(t *testing.T) {
	files, err := filepath.Glob("../../../bot/*/testdata/day-*.json")
	if err != nil || len(files) < 4 {
		t.Fatalf("found %v, %v", files, err)
	}
	for _, file := range files {
		pages, err := drawDay(file)
		if err != nil || len(pages) == 0 {
			t.Errorf("%s: %d pages, %v", file, len(pages), err)
		}
		for _, page := range pages {
			if _, unknown, found := strings.Cut(string(page), "unknown "); found {
				t.Errorf("%s: unknown %.60s", file, unknown)
			}
		}
	}
}

// Texts are literal: nothing that a member wrote becomes an element of the page.
func TestLiteral(t *testing.T) {
	const text = `"<script>alert(1)</script>"`
	for name, render := range map[string]func() (message, error){
		"slack": func() (message, error) {
			return drawSlackMessage([]byte(`[{"type":"header","text":{"type":"plain_text","text":` + text + `}}]`))
		},
		"discord": func() (message, error) {
			return drawDiscordMessage([]byte(`{"components":[{"type":10,"content":` + text + `}]}`))
		},
	} {
		m, err := render()
		if err != nil || strings.Contains(string(m.Body), "<script>") {
			t.Errorf("%s: %s, %v", name, m.Body, err)
		}
	}
}
