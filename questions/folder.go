package questions

import (
	"encoding/json"
	"path/filepath"
	"regexp"
	"strings"

	"quizbot/questions/format"
	"quizbot/questions/metadata"
	"quizbot/questions/record"
	"quizbot/questions/text"
)

// singleDocument is a document that can be read as one question.
type singleDocument interface {
	format.Document
	// FirstHeading returns the first heading within the first bytes of the file.
	FirstHeading(within int) (title string, ok bool)
	// ReadSingle reads the document as one question. The name is that of the file without its
	// ending.
	ReadSingle(name string) format.Reading
}

// fewestSingles is how many files a folder of single questions has at least.
const fewestSingles = 4

// areSingles reports whether each page of a folder is one question: most of their first headings
// are the same or say "Question", or most names of files ask.
func areSingles(pages []openedPage) bool {
	const beginning = 1 << 14 // bytes of a file that show its first heading
	firsts := map[string]int{}
	all, roles, names := 0, 0, 0
	for i := range pages {
		d, ok := pages[i].document.(singleDocument)
		if !ok {
			continue
		}
		all++
		if text.EndsInQuestionMark(stem(pages[i].Name)) {
			names++
		}
		title, ok := d.FirstHeading(beginning)
		if !ok {
			continue
		}
		firsts[text.Fold(title)]++
		if role, _, _ := text.ReadHeadingRole(title); role == text.QuestionRole || role == text.AnswerRole {
			roles++
		}
	}
	same := 0
	for _, n := range firsts {
		same = max(same, n)
	}
	return all >= fewestSingles && (roles*2 > all || names*2 > all || same*2 > all)
}

// addSingles adds pages that are one question each. Folders are sections, and a metadata.json
// beside a page holds details of it.
func (b *Bank) addSingles(root string, pages []openedPage) {
	files, inFolder := map[string]bool{}, map[string]int{}
	about := map[string]metadata.Metadata{}
	for i := range pages {
		p := &pages[i]
		files[p.Name] = true
		folder := filepath.Dir(p.Name)
		if filepath.Base(p.Name) == metadataFile {
			about[folder] = readMetadata(p.Text)
		} else if _, ok := p.document.(singleDocument); ok {
			inFolder[folder]++
		}
	}
	for i := range pages {
		p := &pages[i]
		if filepath.Base(p.Name) == metadataFile {
			continue
		}
		d, ok := p.document.(singleDocument)
		switch {
		case !ok:
			b.addOpened(p, true)
			continue
		case isTranslation(p.Name, files), strings.EqualFold(stem(p.Name), "readme"):
			continue
		}
		folder, name := filepath.Dir(p.Name), stem(p.Name)
		if localeName.MatchString(name) || strings.EqualFold(name, "index") {
			name = filepath.Base(folder)
		}
		reading := d.ReadSingle(name)
		q := &reading.Questions[0]
		if details, ok := about[folder]; ok {
			details.Apply(q)
		}
		if rel, err := filepath.Rel(root, folder); err == nil && q.Section == "" && rel != "." && inFolder[folder] > 1 {
			q.Section = strings.ReplaceAll(filepath.ToSlash(rel), "/", " / ")
		}
		b.addReading(p.Name, reading)
	}
}

// metadataFile is the name of a file with details of the page beside it.
const metadataFile = "metadata.json"

// readMetadata reads the details that such a file holds. A file that is no JSON holds none.
func readMetadata(content string) (m metadata.Metadata) {
	var fields map[string]any
	if json.Unmarshal([]byte(content), &fields) != nil {
		return m
	}
	for name, value := range fields {
		if name = strings.ToLower(name); name != "title" && name != "level" {
			m.Set(name, record.Scalars(value))
		}
	}
	return m
}

// isTranslation reports whether a file is a translation beside a file in English.
func isTranslation(file string, all map[string]bool) bool {
	name := stem(file)
	if !localeName.MatchString(name) || strings.HasPrefix(name, "en") {
		return false
	}
	for _, english := range []string{"en-US", "en-GB", "en"} {
		if all[filepath.Join(filepath.Dir(file), english+filepath.Ext(file))] {
			return true
		}
	}
	return false
}

// localeName is the name of a file that holds a translation.
var localeName = regexp.MustCompile(`^[a-z]{2}(?:-[A-Za-z]{2,4})?$`)

// stem returns a file's name without its folder and its ending.
func stem(file string) string {
	base := filepath.Base(file)
	return strings.TrimSuffix(base, filepath.Ext(base))
}
