package questions

import (
	"encoding/json"
	"path/filepath"
	"strings"
)

// addEach reads pages that are one question each. Folders are sections, and a metadata.json beside a page says
// more about it.
func (b *Bank) addEach(root string, pages []page) {
	files, inFolder := map[string]bool{}, map[string]int{}
	about := map[string]details{}
	for _, p := range pages {
		files[p.name] = true
		switch folder := filepath.Dir(p.name); {
		case filepath.Base(p.name) == metadataFile:
			about[folder] = readMetadata(p.text)
		case isProse(p):
			inFolder[folder]++
		}
	}
	for _, p := range pages {
		folder := filepath.Dir(p.name)
		switch {
		case filepath.Base(p.name) == metadataFile:
			continue
		case !isProse(p):
			_ = b.addPage("", p, true) // no format is named, so none is unknown
			continue
		case isVariant(p.name, files), strings.EqualFold(stem(p.name), "readme"):
			continue
		}
		d := parse(p.text, nil)
		name := stem(p.name)
		if locale.MatchString(name) || strings.EqualFold(name, "index") {
			name = filepath.Base(folder)
		}
		q := d.readWhole(name)
		d.defaults.apply(&q)
		if more, ok := about[folder]; ok {
			more.apply(&q)
		}
		if rel, err := filepath.Rel(root, folder); err == nil && q.Section == "" && rel != "." && inFolder[folder] > 1 {
			q.Section = strings.ReplaceAll(filepath.ToSlash(rel), "/", " / ")
		}
		q.Source.File = p.name
		if q.Language == "" {
			q.Language = guessLanguage(&q)
		}
		for i := range d.problems {
			d.problems[i].File = p.name
		}
		b.Questions = append(b.Questions, q)
		b.Problems = append(b.Problems, d.problems...)
	}
}

func isProse(p page) bool {
	f, err := formatOf("", p)
	return err == nil && f.name == "markdown"
}

// metadataFile says something about the page beside it.
const metadataFile = "metadata.json"

// readMetadata reads the details that such a file holds; one that is no JSON says nothing.
func readMetadata(text string) details {
	var fields map[string]any
	var d details
	if json.Unmarshal([]byte(text), &fields) != nil {
		return d
	}
	for name, value := range fields {
		if name = strings.ToLower(name); name != "title" && name != "level" {
			d.set(name, scalars(value))
		}
	}
	return d
}
