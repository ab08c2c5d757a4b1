package questions

import (
	"encoding/json"
	"path/filepath"
	"strings"

	"quizbot/questions/metadata"
	"quizbot/questions/record"
	"quizbot/questions/source"
)

// addEach reads pages that are one question each. Folders are sections, and a metadata.json beside a page says
// more about it.
func (b *Bank) addEach(root string, pages []source.Page) {
	files, inFolder := map[string]bool{}, map[string]int{}
	about := map[string]metadata.Metadata{}
	for _, p := range pages {
		files[p.Name] = true
		switch folder := filepath.Dir(p.Name); {
		case filepath.Base(p.Name) == metadataFile:
			about[folder] = readMetadata(p.Text)
		case isProse(p):
			inFolder[folder]++
		}
	}
	for _, p := range pages {
		folder := filepath.Dir(p.Name)
		switch {
		case filepath.Base(p.Name) == metadataFile:
			continue
		case !isProse(p):
			_ = b.addPage("", p, true) // no format is named, so none is unknown
			continue
		case isVariant(p.Name, files), strings.EqualFold(stem(p.Name), "readme"):
			continue
		}
		d := parse(p.Text, nil)
		name := stem(p.Name)
		if locale.MatchString(name) || strings.EqualFold(name, "index") {
			name = filepath.Base(folder)
		}
		q := d.readWhole(name)
		d.defaults.Apply(&q)
		if more, ok := about[folder]; ok {
			more.Apply(&q)
		}
		if rel, err := filepath.Rel(root, folder); err == nil && q.Section == "" && rel != "." && inFolder[folder] > 1 {
			q.Section = strings.ReplaceAll(filepath.ToSlash(rel), "/", " / ")
		}
		q.Source.File = p.Name
		if q.Language == "" {
			q.Language = guessLanguage(&q)
		}
		for i := range d.problems {
			d.problems[i].File = p.Name
		}
		b.Questions = append(b.Questions, q)
		b.Diagnostics = append(b.Diagnostics, d.problems...)
	}
}

func isProse(p source.Page) bool {
	f, err := formatOf("", p)
	return err == nil && f.Name == "markdown"
}

// metadataFile says something about the page beside it.
const metadataFile = "metadata.json"

// readMetadata reads the details that such a file holds; one that is no JSON says nothing.
func readMetadata(text string) metadata.Metadata {
	var fields map[string]any
	var d metadata.Metadata
	if json.Unmarshal([]byte(text), &fields) != nil {
		return d
	}
	for name, value := range fields {
		if name = strings.ToLower(name); name != "title" && name != "level" {
			d.Set(name, record.Scalars(value))
		}
	}
	return d
}
