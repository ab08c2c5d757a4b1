package questions

import (
	"fmt"

	"quizbot/questions/format"
	"quizbot/questions/source"
	"quizbot/questions/text"
	"quizbot/quiz/panics"
)

// Spec says where a bank is and how to read it.
type Spec struct {
	// Name is the bank's name. Path is a file, a folder with all files in it, or a pattern such as
	// banks/*.md.
	Name, Path string
	// Format is one of [Formats], empty where the content shall show it.
	Format string
	// Progress is called with the bytes that were read and the bytes of all files. It may be nil.
	Progress func(done, total int64)
}

// Load reads a bank. An error means that no file of it could be read. The Diagnostics of the bank
// say what in the files was not understood.
//
// A panic over a file is an error, so that it ends nothing else.
func Load(spec Spec) (bank *Bank, err error) {
	err = panics.Catch(func() error {
		bank, err = loadBank(spec)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("bank %s: %w", spec.Name, err)
	}
	return bank, nil
}

func loadBank(spec Spec) (*Bank, error) {
	bank, err := readBank(spec)
	if err != nil {
		return nil, err
	}
	if len(bank.Questions) == 0 {
		bank.Diagnostics = append(bank.Diagnostics, source.Diagnostic{File: spec.Path, Severity: source.Error, Code: "no-questions", Message: "no question was found: write each under a heading, such as ## What is a closure?"})
	}
	bank.finalize()
	return bank, nil
}

// readBank reads the files of a bank. Each file is opened once, all of them at once where the bank
// may be a folder of single questions, otherwise one after the other.
func readBank(spec Spec) (*Bank, error) {
	files, err := listFiles(spec.Path)
	if err != nil {
		return nil, err
	}
	bank := &Bank{Name: spec.Name}
	pages, err := bank.readPages(files)
	if err != nil {
		return nil, err
	}
	progress := trackProgress(spec, pages)
	if spec.Format != filePerQuestion && (spec.Format != "" || len(pages) < fewestSingles) {
		for i := range pages {
			progress.next(i)
			if err := bank.addPage(spec.Format, pages[i], len(pages) > 1); err != nil {
				return nil, err
			}
			pages[i].Text = "" // the questions keep the parts that they need
		}
		return bank, nil
	}
	opened := make([]openedPage, len(pages))
	for i, page := range pages {
		if opened[i], err = openPage("", page); err != nil {
			return nil, err
		}
	}
	if spec.Format == filePerQuestion || areSingles(opened) {
		bank.addSingles(spec.Path, opened)
		return bank, nil
	}
	for i := range opened {
		progress.next(i)
		bank.addOpened(&opened[i], len(opened) > 1)
		opened[i], pages[i].Text = openedPage{}, ""
	}
	return bank, nil
}

// readPages reads and decodes files.
func (b *Bank) readPages(files []string) ([]source.Page, error) {
	pages := make([]source.Page, 0, len(files))
	for _, file := range files {
		data, err := source.ReadFile(file)
		if err != nil {
			return nil, err
		}
		content, diagnostics := source.Decode(data)
		for _, d := range diagnostics {
			d.File = file
			b.Diagnostics = append(b.Diagnostics, d)
		}
		pages = append(pages, source.Page{Name: file, Text: content})
	}
	return pages, nil
}

// progress tells how far the pages of a bank are read. Only the current page counts, because pages
// may be opened before their turn.
type progress struct {
	tell    func(done, total int64)
	starts  []int64 // of the pages, in bytes
	total   int64
	current int
}

// trackProgress makes the pages report to the progress of a spec, if it wants to hear it.
func trackProgress(spec Spec, pages []source.Page) *progress {
	p := &progress{tell: spec.Progress, current: -1}
	for i := range pages {
		start := p.total
		p.starts = append(p.starts, start)
		p.total += int64(len(pages[i].Text))
		if p.tell != nil {
			pages[i].Progress = func(read int) {
				if p.current == i {
					p.tell(start+int64(read), p.total)
				}
			}
		}
	}
	return p
}

// next says that a page is read from now on.
func (p *progress) next(i int) {
	if p.current = i; p.tell != nil {
		p.tell(p.starts[i], p.total)
	}
}

// addPage opens a page and adds its questions to the bank. The format's name is empty where the
// content shows it.
func (b *Bank) addPage(formatName string, page source.Page, oneOfMany bool) error {
	opened, err := openPage(formatName, page)
	if err != nil {
		return err
	}
	b.addOpened(&opened, oneOfMany)
	return nil
}

// addOpened adds the questions of a page to the bank. That a page of many holds none is only a
// warning.
func (b *Bank) addOpened(page *openedPage, oneOfMany bool) {
	reading := page.document.Read()
	if len(reading.Questions) == 0 && oneOfMany {
		reading.Diagnostics = append(reading.Diagnostics, source.Diagnostic{Severity: source.Warning, Code: "no-questions", Message: "no question was found in this file"})
	}
	if b.formats == nil {
		b.formats = map[string]format.Format{}
	}
	b.formats[page.Name] = page.format
	b.addReading(page.Name, reading)
}

// addReading adds the questions and diagnostics of a file to the bank.
func (b *Bank) addReading(file string, reading format.Reading) {
	for i := range reading.Questions {
		q := &reading.Questions[i]
		q.Source.File = file
		if q.Language == "" {
			q.Language = text.GuessLanguage(q.Title, q.Body, q.Answer)
		}
	}
	for i := range reading.Diagnostics {
		reading.Diagnostics[i].File = file
	}
	if b.Questions == nil {
		b.Questions = reading.Questions
	} else {
		b.Questions = append(b.Questions, reading.Questions...)
	}
	b.Diagnostics = append(b.Diagnostics, reading.Diagnostics...)
}
