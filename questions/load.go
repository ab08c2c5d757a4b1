package questions

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"quizbot/questions/source"
)

// Spec says where a bank is and how to read it.
type Spec struct {
	// Name is what the bank is called, Path a file, a folder with all that lies in it, or a pattern such as
	// banks/*.md.
	Name, Path string
	// Format is one of [Formats], empty where the content shall show it.
	Format string
	// Progress is told how many bytes of how many were read, if it is there.
	Progress func(done, total int64)
}

// Load reads a bank. An error means that nothing could be read; what was not understood of what was read is in
// the bank's Problems.
func Load(spec Spec) (*Bank, error) {
	files, err := filesAt(spec.Path)
	if err != nil {
		return nil, fmt.Errorf("bank %s: %w", spec.Name, err)
	}
	bank := &Bank{Name: spec.Name}
	pages, err := bank.readPages(files)
	if err != nil {
		return nil, fmt.Errorf("bank %s: %w", spec.Name, err)
	}
	switch {
	case spec.Format == perFile || spec.Format == "" && oneEach(pages):
		bank.addEach(spec.Path, pages)
	default:
		if err := bank.addPages(spec, pages); err != nil {
			return nil, fmt.Errorf("bank %s: %w", spec.Name, err)
		}
	}
	if len(bank.Questions) == 0 {
		bank.Diagnostics = append(bank.Diagnostics, source.Diagnostic{File: spec.Path, Severity: source.Error, Code: "no-questions", Message: "no question was found: write each under a heading, such as ## What is a closure?"})
	}
	bank.finish()
	return bank, nil
}

// perFile is the format of a folder whose files are one question each.
const perFile = "file-per-question"

// addPages reads pages one after the other.
func (b *Bank) addPages(spec Spec, pages []source.Page) error {
	var done, total int64
	for _, p := range pages {
		total += int64(len(p.Text))
	}
	for i, p := range pages {
		if spec.Progress != nil {
			spec.Progress(done, total)
			before := done
			p.Progress = func(read int) { spec.Progress(before+int64(read), total) }
		}
		if err := b.addPage(spec.Format, p, len(pages) > 1); err != nil {
			return err
		}
		done += int64(len(p.Text))
		pages[i].Text = "" // what is kept of it is kept by the questions
	}
	return nil
}

// readPages reads and decodes files.
func (b *Bank) readPages(files []string) ([]source.Page, error) {
	pages := make([]source.Page, 0, len(files))
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		text, problems := source.Decode(data)
		for _, p := range problems {
			p.File = file
			b.Diagnostics = append(b.Diagnostics, p)
		}
		pages = append(pages, source.Page{Name: file, Text: text})
	}
	return pages, nil
}

// filesAt are the files of a path, in the order of their names.
func filesAt(path string) ([]string, error) {
	info, err := os.Stat(path)
	switch {
	case err == nil && !info.IsDir():
		return []string{path}, nil
	case err == nil:
		return filesWithin(path)
	case !errors.Is(err, fs.ErrNotExist):
		return nil, err
	}
	if target, err := os.Readlink(path); err == nil {
		return nil, fmt.Errorf("%s is a link to %s, which does not exist: is a disk not mounted? Mount it, or name another file or folder", path, target)
	}
	matches, err := filepath.Glob(path)
	if err != nil {
		return nil, fmt.Errorf("%s is no pattern: %w", path, err)
	}
	if len(matches) == 0 {
		return nil, fmt.Errorf("%s does not exist: name a file, a folder or a pattern that matches some", path)
	}
	var files []string
	for _, m := range matches {
		more, err := filesAt(m)
		if err != nil {
			return nil, err
		}
		files = append(files, more...)
	}
	return files, nil
}

// filesWithin are the files below a folder that may hold questions.
func filesWithin(folder string) ([]string, error) {
	var files []string
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case path != folder && strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
		case d.Type()&^fs.ModeSymlink == 0 && holdsText(d.Name()) && isFile(path):
			files = append(files, path)
		}
		return nil
	})
	slices.Sort(files)
	return files, err
}

// isFile reports whether a path leads to a file that ends, which a pipe or a device need not.
func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// holdsText reports whether a file of that name may be part of a bank: notes about a folder are not, nor
// what is not text.
func holdsText(name string) bool {
	switch stem := strings.ToUpper(strings.TrimSuffix(name, filepath.Ext(name))); {
	case strings.Contains(stem, "LICENSE"), strings.HasPrefix(stem, "LICENCE"), stem == "CONTRIBUTING", stem == "CODE_OF_CONDUCT":
		return false
	}
	switch strings.ToLower(filepath.Ext(name)) {
	case ".md", ".markdown", ".mdx", ".txt", ".text", ".json", ".ipynb", ".yaml", ".yml", ".csv", ".tsv", ".xml", ".gift", "":
		return true
	}
	return false
}

// addPage reads a page into the bank, in the format of that name or the one that its content shows. In a
// folder, a file without anything to ask is only a warning.
func (b *Bank) addPage(format string, p source.Page, oneOfMany bool) error {
	f, err := formatOf(format, p)
	if err != nil {
		return err
	}
	found, problems := f.Read(p)
	if b.formats == nil {
		b.formats = map[string]string{}
	}
	b.formats[p.Name] = f.Name
	for i := range found {
		found[i].Source.File = p.Name
		if found[i].Language == "" {
			found[i].Language = guessLanguage(&found[i])
		}
	}
	if len(found) == 0 && oneOfMany {
		problems = append(problems, source.Diagnostic{Severity: source.Warning, Code: "no-questions", Message: "no question was found in this file"})
	}
	for i := range problems {
		problems[i].File = p.Name
	}
	if b.Questions == nil {
		b.Questions = found
	} else {
		b.Questions = append(b.Questions, found...)
	}
	b.Diagnostics = append(b.Diagnostics, problems...)
	return nil
}
